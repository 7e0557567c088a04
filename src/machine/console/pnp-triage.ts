/** `!pnptriage`: what the PnP manager is about, and which devices have problems. */
import type { CommandCall, ConsoleCommand } from './command.ts';
import { address, prefixed } from './format.ts';
import { devnodeAddress, pdoOf } from './objects.ts';
import { threadAddress } from './thread-address.ts';

const STARS = '*'.repeat(80);

function title({ page }: CommandCall, text: string): void {
  page.line(STARS, `* ${text}`, STARS);
}

function showQueue(call: CommandCall): void {
  const { target, page } = call;
  title(call, 'PnP DeviceAction Queue');
  const pnp = target.live?.nt.pnp;
  const queue = pnp?.queued ?? [];
  for (const name of queue) page.line(`Request to ${name}`);
  page.line(
    `${queue.length} ${queue.length === 1 ? 'entry' : 'entries'} in the queue; the worker is ${pnp?.isWorking === true ? 'active' : 'not active'}`,
    '',
  );
}

function showDevices(call: CommandCall): void {
  const { target, page } = call;
  const { devices } = target.state();
  title(call, 'Device nodes with problems');
  const problems = devices.filter(({ problem }) => problem !== null);
  for (const device of problems) {
    const { problem, instancePath, id } = device;
    page.line(
      `!devnode ${prefixed(devnodeAddress(target, device))}  "${instancePath}"`,
      `    ${problem?.name} (${problem?.code.toString(16)}): ${problem?.text}`,
    );
    page.item({ name: id, value: problem?.name ?? '', command: `!devnode ${id}` });
  }
  if (problems.length === 0) page.line('none');
  page.line();
  title(call, 'Device nodes with pending removal');
  const pending = devices.filter(({ pnp }) =>
    ['queryRemoved', 'awaitingQueuedRemoval', 'removePendingCloses', 'awaitingQueuedDeletion'].includes(pnp),
  );
  for (const device of pending) {
    const files = device.openHandles === undefined ? '' : `, ${device.openHandles} open handles`;
    page.line(`!devstack ${address(pdoOf(device))} (${device.id}): ${device.pnp}${files}`);
    page.item({ name: device.id, value: device.pnp, command: `!devnode ${device.id}` });
  }
  if (pending.length === 0) page.line('none');
  page.line();
}

function triage(call: CommandCall): void {
  const { target, page } = call;
  showQueue(call);
  title(call, 'PnP requests in flight');
  const irps = target.state().irps.filter(({ major }) => major === 'PNP');
  for (const { address: at, minor, at: where, heldBy, waitingFor } of irps) {
    const held =
      heldBy === null ? '' : `, held by ${heldBy}${waitingFor === null ? '' : `, which waits for ${waitingFor}`}`;
    page.line(`!irp ${address(Number(at))} IRP_MN_${minor} at ${where}${held}`);
    page.item({ name: `IRP_MN_${minor}`, value: where, command: `!irp ${address(Number(at))}` });
  }
  if (irps.length === 0) page.line('none');
  page.line();
  showDevices(call);
  title(call, 'Related threads');
  const threads = [...(target.live?.nt.kernel.sim.threads.values() ?? [])].filter(({ name }) => /PnP/i.test(name));
  for (const { id, name, state, wait } of threads)
    page.line(
      `!thread ${address(threadAddress(id))} ${name}: ${state}${wait === null ? '' : `, waits for ${wait.what}`}`,
    );
  if (threads.length === 0) page.line('none');
}

export const pnpTriageCommand: ConsoleCommand = {
  names: ['!pnptriage'],
  group: 'Plug and Play',
  usage: '',
  summary: 'requests to the PnP manager, devices with problems, threads',
  takes: [],
  run: triage,
};
