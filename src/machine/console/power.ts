/** `!poaction`, `!podev`, `!poreqlist`, `!pocaps`, `!powertriage`: power requests, and who has them. */
import { deviceObjectFlags, nameOf, powerActions } from '../../abi/names.ts';
import { DEVOBJ_EXTENSION, IO_STACK_LOCATION, IRP } from '../../abi/structs/io.ts';
import { hex } from '../../base/hex.ts';
import { systemStateName } from '../../kernel/po/power-context.ts';
import type { DeviceState, PowerRequestState } from '../../protocol/state.ts';
import type { CommandCall, ConsoleCommand } from './command.ts';
import { bitNames, needWord, queueLines } from './device-objects.ts';
import { address, word } from './format.ts';
import { deviceName, driverOfDevice, driverPath, findDeviceObject, pdoOf } from './objects.ts';
import { fieldOffset, Peek, wordAt } from './peek.ts';
import type { ConsoleTarget } from './target.ts';
import { threadAddress } from './thread-address.ts';

/** S0 to S5, as the fields of this command name them. */
const SYSTEM_NAMES: Readonly<Record<string, string>> = {
  S0: 'Working',
  S1: 'Sleep1',
  S2: 'Sleep2',
  S3: 'Sleep3',
  S4: 'Hibernate',
  S5: 'Shutdown',
};

interface PowerIrp {
  readonly device: DeviceState;
  readonly request: PowerRequestState;
  /** The device object at which it stands; 0 while it waits for its turn. */
  readonly current: number;
}

/** Power requests of every device: in a stack, then waiting. */
export function powerIrps(target: ConsoleTarget): readonly PowerIrp[] {
  return target
    .state()
    .devices.flatMap((device) =>
      (device.power.requests ?? []).map((request) => ({ device, request, current: currentDevice(target, request) })),
    );
}

function currentDevice(target: ConsoleTarget, { irp, heldBy }: PowerRequestState): number {
  const peek = Peek.at(target.memory, IRP, Number(irp));
  if (heldBy === null || peek === null || peek.signed('CurrentLocation') > peek.signed('StackCount')) return 0;
  const location = Peek.at(target.memory, IO_STACK_LOCATION, peek.number('Tail.Overlay.CurrentStackLocation'));
  return location?.number('DeviceObject') ?? 0;
}

/** `set/D3,`, `query/S3,`, `wait-wake/S3` */
function kindOf({ minor, state }: PowerRequestState): string {
  if (minor === 'IRP_MN_WAIT_WAKE') return `wait-wake/${state}`;
  return `${minor === 'IRP_MN_QUERY_POWER' ? 'query' : 'set'}/${state},`;
}

function showIrps({ target, page }: CommandCall): void {
  page.line('Allocated power irps (PopIrpList)');
  const irps = powerIrps(target);
  for (const { device, request, current } of irps) {
    const places = `PDO: ${address(pdoOf(device))}, CURRENT: ${address(current)}`;
    page.line(`  IRP: ${address(Number(request.irp))} (${kindOf(request)}), ${places}`);
    page.item({
      name: `${device.id} ${kindOf(request)}`,
      value: request.heldBy ?? 'waits for its turn',
      command: `!irp ${address(Number(request.irp))}`,
    });
  }
  if (irps.length === 0) page.line('  none');
}

function showWorkers({ target, page }: CommandCall): void {
  page.line('', 'Irp worker threads (PopIrpThreadList)');
  const threads = [...(target.live?.nt.kernel.sim.threads.values() ?? [])].filter(({ name }) =>
    name.startsWith('power worker'),
  );
  for (const thread of threads) {
    const irp = thread.frameIrp[0] ?? 0;
    const device = target.live?.nt.kernel.sim.directory.devices[thread.device]?.address ?? 0;
    page.line(
      `  THREAD: ${address(threadAddress(thread.id))} (dynamic), IRP: ${address(irp)}, DEVICE: ${address(device)}`,
    );
  }
  if (threads.length === 0) page.line('  none');
}

/** What the requests of the transition say: SYSTEM_POWER_STATE_CONTEXT and POWER_ACTION. */
function transitionOf(target: ConsoleTarget): { readonly action: string; readonly aim: string } {
  const transition = target.live?.nt.power.transition ?? null;
  if (transition === null) return { action: 'None', aim: target.state().systemPower };
  return {
    action: nameOf(powerActions, transition.action).replace('PowerAction', ''),
    aim: systemStateName((transition.context >>> 8) & 0xf),
  };
}

function minorOf(state: string): string {
  return state === 'preparing' ? 'QueryPower' : 'SetPower';
}

function showAction(call: CommandCall): void {
  const { target, page } = call;
  const { power, systemPower } = target.state();
  const isIdle = power.state === 'working';
  const { action, aim } = transitionOf(target);
  const label = (name: string, value: string): void => page.line(`  ${name.padEnd(15, '.')}: ${value}`);
  page.line('PopAction');
  label('State', isIdle ? '0 - Idle' : '3 - Set System State');
  label('Updates', '0');
  label('Action', action);
  label('Lightest State', SYSTEM_NAMES[aim] ?? aim);
  label('Flags', '00000000');
  label('Irp minor', isIdle ? 'none' : minorOf(power.state));
  label('System State', SYSTEM_NAMES[aim] ?? aim);
  label('Hiber Context', address(0));
  page.line();
  showIrps(call);
  showWorkers(call);
  showOrder(call, isIdle);
  page.line('', `system-power: ${power.state}; the system is in ${systemPower}, on ${power.source}`);
  if (power.standby !== undefined) page.line(`standby: ${power.standby}`);
  for (const holder of power.keptAwakeBy ?? []) page.line(`kept awake by ${holder}`);
}

/** Pageable devices go down first, leaves before their parents. */
function showOrder({ target, page }: CommandCall, isIdle: boolean): void {
  if (isIdle) return;
  const { devices } = target.state();
  const deepestFirst = [...devices].reverse();
  for (const [title, isPageable] of [
    ['Pageable devices, in power-off order', true],
    ['Non-pageable devices, in power-off order', false],
  ] as const) {
    page.line('', title);
    for (const device of deepestFirst.filter(({ power, pnp }) => power.pageable === isPageable && pnp === 'started'))
      page.line(
        `  ${address(pdoOf(device))} ${device.id.padEnd(16)} told ${device.power.system}, ${device.power.device}`,
      );
  }
}

const DEVICE_STATES = ['D0', 'D1', 'D2', 'D3'];

function showDevice(call: CommandCall): void {
  const { target, page } = call;
  const { peek, devnode } = findDeviceObject(target, needWord(call, 'Which one? Write !podev DEVICE.'));
  page.line('Device object is for:', ` ${deviceName(target, peek.address)}`);
  page.line(` ${driverPath(target, peek.address)} DriverObject ${address(peek.number('DriverObject'))}`);
  const flags = peek.number('Flags');
  const head = `Current Irp ${address(peek.number('CurrentIrp'))} RefCount ${peek.number('ReferenceCount')} Type ${word(peek.number('DeviceType'))} AttachedDev ${address(peek.number('AttachedDevice'))} DevFlags ${word(flags)}`;
  page.line(`${head}  ${bitNames(deviceObjectFlags, flags).join(', ')}`, ...queueLines(target, peek));
  const extension = peek.number('DeviceObjectExtension');
  page.line(`Device Object Extension: ${address(extension)}:`);
  if (devnode === null) {
    page.line('PowerFlags: 00000000', `Dope: ${address(0)}:`);
    return;
  }
  const { power } = devnode;
  const system = Number(power.system.slice(1)) + 1;
  const state = DEVICE_STATES.indexOf(power.device) + 1;
  const requests = power.requests ?? [];
  const isActive = (letter: string): boolean =>
    requests.some((one) => one.heldBy !== null && one.state.startsWith(letter) && one.minor !== 'IRP_MN_WAIT_WAKE');
  const marks = [...(isActive('D') ? ['dvact'] : []), ...(isActive('S') ? ['sysact'] : [])].join(' ');
  page.line(`PowerFlags: ${word(system | (state << 4))} =>SystemState=${system} DeviceState=${state} ${marks}`);
  page.line(`Dope: ${address(Peek.at(target.memory, DEVOBJ_EXTENSION, extension)?.number('Dope') ?? 0)}:`);
  page.line(
    '',
    `${devnode.id}: hardware ${power.hardware}, policy ${power.policy}, ${power.pageable ? 'pageable' : 'not pageable'}`,
  );
  for (const request of requests) {
    page.line(
      `  !irp ${address(Number(request.irp))} ${kindOf(request)} ${request.heldBy === null ? 'waits for its turn' : `held by ${request.heldBy}`} since ${request.since}`,
    );
    page.item({
      name: kindOf(request),
      value: request.heldBy ?? '',
      command: `!irp ${address(Number(request.irp))}`,
      address: hex(Number(request.irp)),
    });
  }
}

const SHUTDOWN_TYPE = fieldOffset(IO_STACK_LOCATION, 'Parameters.Power.ShutdownType');

/** Of the location that the power manager has filled: the top one. */
function shutdownType(target: ConsoleTarget, irp: number): number {
  const count = Peek.at(target.memory, IRP, irp)?.signed('StackCount') ?? 0;
  return count <= 0 ? 0 : wordAt(target.memory, irp + IRP.size + (count - 1) * IO_STACK_LOCATION.size + SHUTDOWN_TYPE);
}

function listRequests({ target, page }: CommandCall): void {
  page.line('All active Power Irps from PoRequestPowerIrp', 'PopRequestedPowerIrpList');
  page.line(`FieldOffset = ${address(fieldOffset(IRP, 'Tail.Overlay.ListEntry'))}`);
  const irps = powerIrps(target).filter(
    ({ request }) => request.minor === 'IRP_MN_WAIT_WAKE' || request.state.startsWith('D'),
  );
  for (const { device, request } of irps) {
    const at = Number(request.irp);
    const pdo = pdoOf(device);
    const [mark, what] =
      request.minor === 'IRP_MN_WAIT_WAKE'
        ? ['*', 'Wait Wake']
        : [' ', request.minor === 'IRP_MN_QUERY_POWER' ? 'Query Power' : 'Set Power'];
    const end = request.minor === 'IRP_MN_WAIT_WAKE' ? '' : ` ShutdownType ${shutdownType(target, at)}`;
    page.line(
      `Irp ${address(at)} DevObj ${address(pdo)} ${driverPath(target, pdo)} Ctx ${address(0)} ${mark} ${what} ${request.state}${end}`,
    );
    page.item({
      name: `${device.id} ${kindOf(request)}`,
      value: request.heldBy ?? 'waits for its turn',
      command: `!irp ${address(at)}`,
    });
  }
  if (irps.length === 0) page.line('', 'There are none.');
}

function showCapabilities({ target, page }: CommandCall): void {
  const { devices, power } = target.state();
  const hasFile = devices.some(({ specialFiles }) => specialFiles.hibernation > 0);
  const states = ['S1', 'S2', 'S3', ...(hasFile ? ['S4'] : []), 'S5'];
  page.line(
    'PopCapabilities',
    `  Misc Supported Features:  PwrButton ${states.join(' ')}${hasFile ? ' HiberFile' : ''}`,
  );
  page.line(
    '  Processor Features:',
    '  Disk Features:',
    `  Battery Features:         ${power.source === 'battery' ? 'BatteriesPresent' : ''}`,
  );
  page.line(
    '  Wake Caps',
    '    Ac OnLine Wake:         Sx',
    '    Soft Lid Wake:          Sx',
    '    RTC Wake:               Sx',
  );
  page.line('    Min Device Wake:        S3', '    Default Wake:           Sx');
  if (!hasFile) page.line('', 'No hibernation file is on any device: the system cannot go to S4.');
}

const STAR_LINE = '*'.repeat(48);

function triage(call: CommandCall): void {
  const { target, page } = call;
  page.line('System Capabilities:', '  AOAC: not supported (the sandbox has no connected standby)', '');
  page.line('Power Capabilities:');
  showCapabilities(call);
  const { action, aim } = transitionOf(target);
  page.line(
    '',
    'Power Action:',
    `  Action ${action}, System State ${SYSTEM_NAMES[aim] ?? aim}, machine state ${target.state().power.state}`,
  );
  page.line('', STAR_LINE, 'Devices with allocated Power IRPs', STAR_LINE);
  const busy = target.state().devices.filter((device) => device.power.requests !== undefined);
  if (busy.length === 0) page.line('none');
  for (const device of busy) {
    page.line(`+ ${device.instancePath}`);
    const pdo = pdoOf(device);
    for (const request of device.power.requests ?? []) {
      const kind = request.minor.replace('IRP_MN_', '');
      page.line(
        `  ${address(pdo)} ${driverOfDevice(target, pdo)} ${device.power.device} !podev ${address(pdo)} ${kind}_IRP !irp ${address(Number(request.irp))}`,
      );
    }
    for (const { object, driver } of device.stack.slice(0, -1).reverse())
      page.line(`      Upper DO ${address(Number(object))} ${driver}`);
  }
  page.line(
    '',
    'Device Tree Info:',
    '  !devnode 0 1',
    '  !fxdevice',
    '',
    'Links:',
    '  !poaction',
    '  !poreqlist',
    '  !pnptriage',
  );
}

const power = { group: 'Power', takes: [] } as const;

export const powerCommands: readonly ConsoleCommand[] = [
  {
    ...power,
    names: ['!poaction'],
    usage: '',
    summary: 'the system transition, and every power request',
    run: showAction,
  },
  {
    ...power,
    names: ['!podev'],
    usage: 'DEVICE',
    summary: 'power of a device object',
    takes: ['device'],
    run: showDevice,
  },
  { ...power, names: ['!poreqlist'], usage: '', summary: 'power requests of PoRequestPowerIrp', run: listRequests },
  { ...power, names: ['!pocaps'], usage: '', summary: 'what the system can do with power', run: showCapabilities },
  { ...power, names: ['!powertriage'], usage: '', summary: 'all of this in one', run: triage },
];
