/** Standby, power settings, and what the system tolerates: what happens to the machine without a system power IRP. */
import { formatDuration, parseDuration } from '../../base/time.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { SubsystemReport } from '../../kernel/fx/platform-extension.ts';
import { POWER_SETTINGS } from '../../kernel/po/power-settings.ts';
import type { PowerInjection } from '../../protocol/injection.ts';
import { type Outcome, refused } from './inject.ts';

const TICKS_PER_MS = 10_000n;

function done(message: string): Outcome {
  return { ok: true, status: 'STATUS_SUCCESS', message };
}

/** In a thread of its own, at PASSIVE_LEVEL. */
export function inThread<T>(nt: Nt, name: string, body: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    nt.kernel.sim.createThread(name, async () => {
      try {
        resolve(await body());
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
    });
  });
}

export async function changeSource(nt: Nt, source: 'battery' | 'mains'): Promise<Outcome> {
  nt.power.isOnBattery = source === 'battery';
  const { guid } = POWER_SETTINGS.GUID_ACDC_POWER_SOURCE;
  await inThread(nt, 'power settings', () => nt.powerSettings.set({ guid, value: source === 'battery' ? 1 : 0 }));
  const time = source === 'battery' ? 'conservation' : 'performance';
  return done(`The machine runs on ${source} now: idle devices sleep after their ${time} time.`);
}

export async function changeSetting(nt: Nt, { setting, value }: PowerInjection): Promise<Outcome> {
  if (setting === undefined || value === undefined)
    return refused('`setting` and `value` must be there: a GUID by its name, such as `GUID_LIDSWITCH_STATE_CHANGE`.');
  const { guid } = POWER_SETTINGS[setting];
  const hasChanged = await inThread(nt, 'power settings', () => nt.powerSettings.set({ guid, value }));
  if (setting === 'GUID_ACDC_POWER_SOURCE') nt.power.isOnBattery = value !== 0;
  return done(hasChanged ? `${setting} is ${value} now.` : `${setting} is ${value} already: nobody is told.`);
}

export async function changeLatency(nt: Nt, { time }: PowerInjection): Promise<Outcome> {
  const latency = time === undefined ? undefined : parseDuration(time);
  if (latency === undefined) return refused('`time` must be there: a duration such as `10ms`.');
  const told = nt.fx.plugIns.filter(({ platform }) => platform !== null);
  await inThread(nt, 'power framework', async () => {
    for (const { platform } of told) platform?.systemLatency(BigInt(latency));
  });
  const names = told.map(({ name }) => name).join(', ');
  return done(`The system tolerates ${time} now. ${names === '' ? 'There is no plug-in to tell.' : `Told: ${names}.`}`);
}

export async function enterStandby(nt: Nt): Promise<Outcome> {
  const { power, standby } = nt;
  if (power.system.state !== 'working' || !standby.isWorking)
    return {
      ok: false,
      status: 'STATUS_INVALID_DEVICE_STATE',
      message: 'Only a system that works can go into standby. Wake it first: { "op": "power", "request": "wake" }.',
    };
  await inThread(nt, 'standby', () => standby.enter());
  const { blockers } = standby;
  if (blockers.length === 0)
    return done('The system is in standby: it stays in S0, and the platform is in its deepest idle state.');
  const who = blockers.map(({ device, text }) => `${device.devnode.id} (${text})`).join(', ');
  return done(`The system is in standby. What keeps the platform out of its deepest idle state: ${who}.`);
}

export async function leaveStandby(nt: Nt): Promise<Outcome> {
  const report = await inThread(nt, 'standby', () => nt.standby.leave());
  if (report === null) return refused('The system is on its way into or out of standby.');
  const subsystems = report.subsystems.map(subsystemText).join(' ');
  const text = `The system is back from standby; the platform was in its deepest idle state for ${formatDuration(report.deepest)}.`;
  return done(subsystems === '' ? text : `${text} ${subsystems}`);
}

function subsystemText({ name, parent, blocked, metadata }: SubsystemReport): string {
  const facts = metadata.map(([key, value]) => `${key} ${value}`).join(', ');
  return `${parent}/${name} was in the way for ${blocked / TICKS_PER_MS} ms${facts === '' ? '' : ` (${facts})`}.`;
}
