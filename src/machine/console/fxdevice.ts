/** `!fxdevice`: devices that are registered with the power framework. */
import type { OutstandingCallback, PoFxComponentState, PoFxState } from '../../protocol/pofx-state.ts';
import type { DeviceState } from '../../protocol/state.ts';
import type { CommandCall, ConsoleCommand } from './command.ts';
import { evaluateExpression } from './expression.ts';
import { address, prefixed } from './format.ts';
import { devnodeAddress, findDevnode } from './objects.ts';
import { ConsoleError } from './page.ts';

const STARS = '*'.repeat(80);

type Registered = DeviceState & { readonly pofx: PoFxState };

function isRegistered(device: DeviceState): device is Registered {
  return device.pofx !== null;
}

function isIdle({ pofx }: Registered): boolean {
  return pofx.components.every(({ active }) => !active);
}

function componentLine(index: number, { condition, active, state, changesTo, references }: PoFxComponentState): string {
  const word = active ? 'ACTIVE' : 'IDLE';
  const moving = condition === 'active' || condition === 'idle' ? '' : ` ${condition}`;
  return `Component ${index}: ${state}/${changesTo ?? state} - ${word}   (RefCount = ${references})${moving}`;
}

function showHead({ target, page }: CommandCall, device: Registered): void {
  const { instancePath, pofx, power, id } = device;
  page.line(`!fxdevice ${prefixed(Number(pofx.handle))}`);
  page.line(`    DevNode: ${prefixed(devnodeAddress(target, device))}`);
  page.line(`    UniqueId: "${instancePath}"`, `    InstancePath: "${instancePath}"`);
  page.line(`    Device Power State: PowerDevice${power.device}`);
  page.item({ name: id, value: pofx.state, command: `!fxdevice ${address(Number(pofx.handle))}` });
}

function showShort(call: CommandCall, device: Registered): void {
  const { components } = device.pofx;
  showHead(call, device);
  call.page.line(`    Component Count: ${components.length}`);
  for (const [index, component] of components.entries()) call.page.line(`        ${componentLine(index, component)}`);
}

/** `DevicePowerRequiredCallback since 0.0s, answered with PoFxReportDevicePoweredOn` */
function activity(outstanding: OutstandingCallback | null, callback: RegExp): string {
  if (outstanding === null || !callback.test(outstanding.callback)) return 'No Activity';
  return `${outstanding.callback} since ${outstanding.since}, ${outstanding.answer} is awaited`;
}

function flagsOf({ powerRequired, idleTimerDue, owesReport, state }: PoFxState): readonly string[] {
  return [
    ...(idleTimerDue === null ? [] : ['IdleTimerOn']),
    ...(powerRequired ? [] : ['DevicePowerNotRequired_ReceivedFromPEP']),
    ...(owesReport ? ['DevicePoweredOn_NotReported'] : []),
    ...(state.startsWith('directed') ? ['DirectedDown'] : []),
  ];
}

function showComponent({ page }: CommandCall, index: number, component: PoFxComponentState, device: Registered): void {
  const { active, latency, residency, wake, outstanding, providers } = component;
  const isPending = (minor: string): number =>
    (device.power.requests ?? []).some((one) => one.minor === minor && one.heldBy !== null) ? 1 : 0;
  page.line(`        ${componentLine(index, component)}`, `        Pep Component: ${prefixed(0)}`);
  const values = [
    `Active: ${active ? 1 : 0}`,
    `Latency: ${latency ?? 0}`,
    `Residency: ${residency ?? 0}`,
    `Wake: ${wake ? 1 : 0}`,
    `Dx IRP: ${isPending('IRP_MN_SET_POWER')}`,
    `WW IRP: ${isPending('IRP_MN_WAIT_WAKE')}`,
  ];
  page.line(`            ${values.join('   ')}`);
  page.line(`            Component Idle State Change: ${activity(outstanding, /IdleState/)}`);
  page.line(`            Component Activation: ${activity(outstanding, /ActiveCondition/)}`);
  page.line(`            Component Active: ${activity(outstanding, /IdleCondition/)}`);
  if (providers !== undefined) page.line(`            Needs components: ${providers.join(', ')}`);
}

function showOne(call: CommandCall, device: Registered): void {
  const { page } = call;
  const { pofx } = device;
  showHead(call, device);
  page.line(`    PEP Owner: ${pofx.owner}`, '    Acpi Plugin: 0', '    Acpi Handle: 0');
  page.line(`    Device Status Flags: ${flagsOf(pofx).join(' ')}`);
  const timeout = /^\d+$/.test(pofx.idleTimeout) ? BigInt(pofx.idleTimeout) : 0n;
  page.line(`    Device Idle Timeout: 0x${timeout.toString(16)}`);
  page.line(`    Device Power On: ${activity(pofx.outstanding, /DevicePowerRequired|DirectedPowerUp|IRP_MN/)}`);
  page.line(`    Device Power Off: ${activity(pofx.outstanding, /NotRequired|DirectedPowerDown/)}`);
  page.line(`    Device Unregister: ${pofx.state === 'unregistering' ? 'callbacks have not returned' : 'No Activity'}`);
  page.line(`    Component Count: ${pofx.components.length}`);
  for (const [index, component] of pofx.components.entries()) showComponent(call, index, component, device);
  page.line('', `pofx-device: ${pofx.state}; power ${pofx.powerRequired ? 'is' : 'is not'} required`);
  if (pofx.idleTimerDue !== null) page.line(`The idle timer is due at ${pofx.idleTimerDue}`);
  if (pofx.targetDripsState !== null) page.line(`Target state in the deepest idle state: ${pofx.targetDripsState}`);
  page.line(
    `${pofx.crashdumpDevice ? 'Its plug-in can power it on for a crash dump.' : 'It is no crash-dump device.'}`,
  );
  if (pofx.components.length > 0)
    page.item({
      name: 'Components',
      value: String(pofx.components.length),
      children: pofx.components.map((one, index) => ({ name: `[${index}]`, value: componentLine(index, one) })),
    });
}

function fxdevice(call: CommandCall): void {
  const { target, page, text } = call;
  const devices = target.state().devices.filter(isRegistered);
  if (text !== '') {
    showOne(call, find(call, devices, text));
    return;
  }
  const sections: readonly (readonly [string, (device: Registered) => boolean])[] = [
    ['non-idle PoFx devices', (device) => !isIdle(device)],
    ['idle D0 PoFx devices', (device) => isIdle(device) && device.power.device === 'D0'],
    ['idle non-D0 PoFx devices', (device) => isIdle(device) && device.power.device !== 'D0'],
  ];
  for (const [title, belongs] of sections) {
    page.line(STARS, `Dumping ${title}`, STARS);
    for (const device of devices.filter(belongs)) showShort(call, device);
    page.line();
  }
  if (devices.length === 0) page.line('No driver has registered a device with the power framework.');
}

function find({ target }: CommandCall, devices: readonly Registered[], word: string): Registered {
  const at = evaluateExpression(target, word);
  const byHandle = devices.find(({ pofx }) => Number(pofx.handle) === at);
  if (byHandle !== undefined) return byHandle;
  const device = findDevnode(target, word);
  if (isRegistered(device)) return device;
  throw new ConsoleError(`${device.id} is not registered with the power framework. !fxdevice lists those that are.`);
}

export const fxdeviceCommand: ConsoleCommand = {
  names: ['!fxdevice'],
  group: 'Power',
  usage: '[DEVICE]',
  summary: 'devices of the power framework, or one with its components',
  takes: ['device'],
  run: fxdevice,
};
