/** `!storagekd`: adapters and units as the port driver keeps them. */
import * as srbConstants from '../../abi/srb-constants.ts';
import { SRB_FUNCTION_STORAGE_REQUEST_BLOCK, SRB_SIGNATURE } from '../../abi/srb-constants.ts';
import { StorDeviceUsageTypePaging } from '../../abi/storport-constants.ts';
import { SCSI_REQUEST_BLOCK } from '../../abi/structs/storage.ts';
import { SRBEX_DATA_SCSI_CDB16, STOR_ADDR_BTL8, STORAGE_REQUEST_BLOCK } from '../../abi/structs/storport-requests.ts';
import { formatInstant, type Instant } from '../../base/time.ts';
import type { Adapter } from '../../kernel/storport/adapter.ts';
import type { Started } from '../../kernel/storport/transport.ts';
import type { Request, Unit } from '../../kernel/storport/unit.ts';
import type { TraceEvent } from '../../protocol/trace.ts';
import type { CommandCall, ConsoleCommand } from './command.ts';
import { evaluateExpression, readNumber } from './expression.ts';
import { address, word } from './format.ts';
import { driverPath, findDeviceObject } from './objects.ts';
import { ConsoleError } from './page.ts';
import { Peek, wordAt } from './peek.ts';
import { storagePowerLines } from './storage-power.ts';
import type { LiveMachine } from './target.ts';

const DEVICE_STATES = ['Unspecified', 'D0', 'D1', 'D2', 'D3'];

function rule(page: CommandCall['page'], title: string, columns: string): void {
  page.line(title, '='.repeat(title.length), columns, '-'.repeat(columns.length));
}

/** What storadapter calls a state of the machine `storport-adapter`. */
function stateOf({ life }: Adapter): string {
  return life.state === 'running' ? 'Working' : life.state;
}

function driverOf({ storport, registration }: Adapter): string {
  return storport.kernel.sim.directory.driverName(registration.driver);
}

function extensionOf(call: CommandCall, adapter: Adapter): number {
  return findDeviceObject(call.target, address(adapter.fdo.address)).peek.number('DeviceExtension');
}

function listAdapters(call: CommandCall, adapters: readonly Adapter[]): void {
  const { target, page } = call;
  rule(page, 'STORPORT adapters:', `${'Driver'.padEnd(20)} ${'Object'.padEnd(17)} ${'Extension'.padEnd(17)} State`);
  for (const adapter of adapters) {
    const at = adapter.fdo.address;
    page.line(
      `${driverPath(target, at).padEnd(20)} ${address(at)}  ${address(extensionOf(call, adapter))}  ${stateOf(adapter)}`,
    );
    page.item({ name: adapter.node.id, value: stateOf(adapter), command: `!storagekd.storadapter ${address(at)}` });
  }
  if (adapters.length === 0) page.line('There are none.');
}

/** By any device object of the adapter's stack, or by its id. */
function adapterOf({ target }: CommandCall, adapters: readonly Adapter[], place: string): Adapter {
  const { peek, devnode } = findDeviceObject(target, place);
  const found = adapters.find(({ fdo, node }) => fdo.address === peek.address || node.id === devnode?.id);
  if (found !== undefined) return found;
  throw new ConsoleError(`${address(peek.address)} is no Storport adapter. !storagekd.storadapter lists them.`);
}

function showAdapter(call: CommandCall, live: LiveMachine): void {
  const { target, page, text } = call;
  const adapters = [...live.nt.storport.adapters.values()];
  if (text === '') {
    listAdapters(call, adapters);
    return;
  }
  const adapter = adapterOf(call, adapters, text);
  const { fdo, instance, registration, units } = adapter;
  const driver = findDeviceObject(target, address(fdo.address)).peek.number('DriverObject');
  const pdo = live.nt.pnp.byId(adapter.node.id)?.pdo.address ?? 0;
  page.line('ADAPTER');
  page.line(
    `  DeviceObj : ${address(fdo.address)} AdapterExt: ${address(extensionOf(call, adapter))} DriverObj : ${address(driver)}`,
  );
  page.line(`  DeviceState : ${stateOf(adapter)}`);
  page.line(`  LowerDO ${address(pdo)} PhysicalDO ${address(pdo)}`, '  SlowLock Free  RemLock 0');
  const system = target.state().systemPower;
  page.line(`  SystemPowerState: ${system}  AdapterPowerState ${DEVICE_STATES[adapter.powerState] ?? ''}`);
  const config = instance?.config;
  if (instance !== null && config !== undefined) {
    page.line(
      `  Bus ${config.SystemIoBusNumber} Slot ${config.SlotNumber} DMA ${word(config.DmaChannel)} Interrupt: ${word(config.BusInterruptVector)}`,
    );
    page.line('  Allocated ResourceList:');
    for (const { start, length, isMemory } of instance.registers)
      page.line(`    ${isMemory ? 'memory' : 'port'} ${address(start)}, ${length} bytes`);
    const outstanding = adapter.transport?.outstanding.size ?? 0;
    page.line(`  Gateway: Outstanding ${outstanding} Lower ${config.MaxNumberOfIO} High ${config.MaxNumberOfIO}`);
    page.line(`  PortConfigInfo ${address(config.address)}`);
    page.item({
      name: 'PortConfigInfo',
      value: address(config.address),
      command: `dt PORT_CONFIGURATION_INFORMATION ${address(config.address)}`,
    });
  }
  page.line(`  HwDeviceExt ${address(instance?.extension ?? 0)} (${registration.extensionSize} bytes)`);
  page.line(`  SrbExt ${registration.srbExtensionSize} bytes LUExt ${registration.unitExtensionSize} bytes`);
  page.line(...storagePowerLines(adapter.pofx), '');
  const all = [...units.values()];
  unitTable(
    call,
    adapter,
    'Normal Logical Units:',
    all.filter(({ isGone }) => !isGone),
  );
  unitTable(
    call,
    adapter,
    'Zombie Logical Units:',
    all.filter(({ isGone }) => isGone),
  );
  page.line(
    `Miniport ${driverOf(adapter)}, storport-adapter: ${adapter.life.state}${adapter.busyCount === 0 ? '' : `, busy for ${adapter.busyCount} completions`}`,
  );
}

const UNIT_COLUMNS = `${'Product'.padEnd(26)} ${'SCSI ID'.padEnd(11)} ${'Object'.padEnd(17)} ${'Extension'.padEnd(17)} Pnd Out Ct  State`;

function unitTable(call: CommandCall, adapter: Adapter, title: string, units: readonly Unit[]): void {
  const { page } = call;
  rule(page, title, UNIT_COLUMNS);
  for (const unit of units) {
    const id = `(${unit.path} ${unit.target} ${unit.lun})`;
    const extension = adapter.instance?.unitExtensions.get(unit.key) ?? 0;
    const counts = [unit.queue.length, unit.outstanding, unit.busyCount]
      .map((count) => String(count).padStart(3))
      .join(' ');
    page.line(
      `${productOf(adapter, unit).padEnd(26)} ${id.padEnd(11)} ${address(unit.pdo)}  ${address(extension)}  ${counts}  ${unit.life.state}`,
    );
    if (unit.pdo !== 0)
      page.item({ name: productOf(adapter, unit), value: id, command: `!storagekd.storunit ${address(unit.pdo)}` });
  }
  if (units.length === 0) page.line('none');
  page.line();
}

function productOf({ node }: Adapter, { target }: Unit): string {
  const child = node.children[target];
  return child === undefined ? 'unknown' : `${child.description} ${child.id}`;
}

interface Found {
  readonly adapter: Adapter;
  readonly unit: Unit;
}

function showUnit(call: CommandCall, live: LiveMachine): void {
  const { target, page, text } = call;
  const adapters = [...live.nt.storport.adapters.values()];
  if (text === '') {
    for (const adapter of adapters)
      unitTable(call, adapter, `Units of ${adapter.node.id}:`, [...adapter.units.values()]);
    if (adapters.length === 0) page.line('There are no Storport adapters.');
    return;
  }
  const { peek, devnode } = findDeviceObject(target, text);
  const pdo = Number(devnode?.stack.at(-1)?.object ?? peek.address);
  const found = live.nt.storport.units.get(pdo);
  if (found === undefined)
    throw new ConsoleError(
      `${address(peek.address)} is no unit of a Storport adapter. !storagekd.storunit lists them.`,
    );
  unitFacts(call, found);
  requestTables(call, found);
}

function unitFacts({ page }: CommandCall, { adapter, unit }: Found): void {
  const { instance } = adapter;
  const paging = unit.usages.get(StorDeviceUsageTypePaging) ?? 0;
  page.line(
    `DO ${address(unit.pdo)} Ext ${address(instance?.unitExtensions.get(unit.key) ?? 0)} Adapter ${address(adapter.fdo.address)} ${unit.life.state}`,
  );
  page.line(`  Product ${productOf(adapter, unit)} SCSI ID (${unit.path}, ${unit.target}, ${unit.lun})`);
  page.line(`  ${[unit.isClaimed ? 'Claimed' : '', 'Enumerated'].filter((flag) => flag !== '').join(' ')}`);
  page.line(`  SlowLock ${unit.isLocked ? 'Taken' : 'Free'} RemLock 0 PageCount ${paging}`);
  const started = startedOf(adapter, unit);
  page.line(
    `  Outstanding: Head ${address(started[0]?.srb.address ?? 0)} Tail ${address(started.at(-1)?.srb.address ?? 0)}`,
  );
  const pauses = unit.life.state === 'paused' ? 1 : 0;
  page.line(
    `  DeviceQueue: Depth ${unit.depth} Status ${unit.isFrozen ? 'Frozen' : 'Not Frozen'} PauseCount ${pauses} BusyCount ${unit.busyCount}`,
  );
  page.line(
    `  IO Gateway: Busy Count ${unit.busyCount} Pause Count ${pauses}`,
    `  Requests: Outstanding ${unit.outstanding} Device ${unit.queue.length} ByPass 0`,
    ...storagePowerLines(unit.pofx),
    '',
  );
}

function startedOf({ transport }: Adapter, unit: Unit): readonly Started[] {
  return [...(transport?.outstanding.values() ?? [])].filter((started) => started.unit === unit);
}

const REQUEST_COLUMNS = `${'IRP'.padEnd(16)} ${'SRB Type'.padEnd(8)} ${'SRB'.padEnd(16)} ${'Command'.padEnd(30)} Timeout`;

function requestTables({ page, target }: CommandCall, { adapter, unit }: Found): void {
  const row = (request: Request, srb: number, note: string): void => {
    const { irp, cdb, timeout } = request.command;
    const type = srb !== 0 && isStorageBlock(Peek.at(target.memory, SCSI_REQUEST_BLOCK, srb)) ? 'STORAGE' : 'SCSI';
    page.line(
      `${address(irp)} ${type.padEnd(8)} ${address(srb)} ${operation(cdb).padEnd(30)} ${timeout === 0 ? 'default' : `${timeout} s`}${note}`,
    );
    if (srb !== 0)
      page.item({ name: operation(cdb), value: address(srb), command: `!storagekd.storsrb ${address(srb)}` });
  };
  rule(page, '[Device-Queued Requests]', REQUEST_COLUMNS);
  for (const request of unit.queue) row(request, 0, '');
  page.line();
  rule(page, '[Outstanding Requests]', REQUEST_COLUMNS);
  for (const { request, srb, since } of startedOf(adapter, unit))
    row(request, srb.address, `, since ${formatInstant(since as Instant)}`);
}

function isStorageBlock(srb: Peek | null): boolean {
  return srb?.number('Function') === SRB_FUNCTION_STORAGE_REQUEST_BLOCK;
}

const names = Object.entries<unknown>(srbConstants).flatMap(([name, value]) =>
  typeof value === 'number' ? [[name, value] as const] : [],
);

/** `ABORTED` of a value whose constants begin with a prefix. */
function nameOf(prefix: string, value: number): string {
  const found = names.find(([name, known]) => known === value && name.startsWith(prefix));
  return found?.[0].slice(prefix.length).replaceAll('_', ' ') ?? 'unknown';
}

/** `SCSI/READ (10)` */
function operation(cdb: Uint8Array | null): string {
  const code = cdb?.[0];
  if (code === undefined) return 'no CDB';
  return `SCSI/${nameOf('SCSIOP_', code)} (${{ 0: 6, 1: 10, 2: 10, 4: 16, 5: 12 }[code >> 5] ?? 6})`;
}

/** Without the flags above. */
const STATUS_BITS = 0x3f;

function showSrb(call: CommandCall): void {
  const { target, page, text } = call;
  if (text === '')
    throw new ConsoleError('Which one? Write !storagekd.storsrb ADDRESS; !storagekd.storunit DEVICE lists them.');
  const at = evaluateExpression(target, text);
  const scsi = Peek.at(target.memory, SCSI_REQUEST_BLOCK, at);
  const storage = isStorageBlock(scsi) ? Peek.at(target.memory, STORAGE_REQUEST_BLOCK, at) : null;
  if (scsi === null) throw new ConsoleError(`There is no memory at ${address(at)}.`);
  const status = scsi.number('SrbStatus');
  const statusText = `SrbStatus: 0x${word(status, 2)}[${nameOf('SRB_STATUS_', status & STATUS_BITS)}]`;
  if (storage === null || storage.number('Signature') !== SRB_SIGNATURE) {
    const code = scsi.number('Function');
    page.line(`SRB ${address(at)} is a SCSI request block`);
    page.line(
      `  Function: 0x${word(code, 2)} [${nameOf('SRB_FUNCTION_', code)}] ${statusText} ScsiStatus: 0x${word(scsi.number('ScsiStatus'), 2)}`,
    );
    page.line(
      `  OriginalRequest: ${address(scsi.number('OriginalRequest'))} DataBuffer/Length: ${address(scsi.number('DataBuffer'))} / 0x${word(scsi.number('DataTransferLength'))}`,
    );
    page.line(
      `  PTL: (${['PathId', 'TargetId', 'Lun'].map((name) => scsi.number(name)).join(', ')}) ${cdbText(target.memory.bytes(scsi.addressOf('Cdb'), scsi.number('CdbLength')))}`,
    );
    page.item({ name: 'SCSI_REQUEST_BLOCK', value: address(at), command: `dt SCSI_REQUEST_BLOCK ${address(at)}` });
    return;
  }
  showStorageBlock(call, storage, statusText);
}

function showStorageBlock({ target, page }: CommandCall, srb: Peek, statusText: string): void {
  const code = srb.number('SrbFunction');
  const place = Peek.at(target.memory, STOR_ADDR_BTL8, srb.address + srb.number('AddressOffset'));
  const data = Peek.at(
    target.memory,
    SRBEX_DATA_SCSI_CDB16,
    srb.address + wordAt(target.memory, srb.addressOf('SrbExDataOffset')),
  );
  page.line(`SRB ${address(srb.address)} is a STORAGE request block (SRB_EX)`);
  page.line(
    `  Function: 0x${word(srb.number('Function'), 2)} Version: ${srb.number('Version')} Signature: ${word(srb.number('Signature'))} ${statusText}`,
  );
  page.line(
    `  SrbFunction 0x${word(code, 2)} [${nameOf('SRB_FUNCTION_', code)}]`,
    `  Address Type: BTL8, ${srb.number('NumSrbExData')} block of data`,
  );
  page.line(
    `  OriginalRequest: ${address(srb.number('OriginalRequest'))} DataBuffer/Length: ${address(srb.number('DataBuffer'))} / 0x${word(srb.number('DataTransferLength'))}`,
  );
  const numbers = ['Path', 'Target', 'Lun'].map((name) => place?.number(name) ?? 0);
  const cdb = data === null ? null : target.memory.bytes(data.addressOf('Cdb'), Math.min(16, data.number('CdbLength')));
  page.line(`  PTL: (${numbers.join(', ')}) ${cdbText(cdb)}`);
  page.item({
    name: 'STORAGE_REQUEST_BLOCK',
    value: address(srb.address),
    command: `dt STORAGE_REQUEST_BLOCK ${address(srb.address)}`,
  });
}

function cdbText(cdb: Uint8Array | null): string {
  const bytes = [...(cdb ?? [])].map((byte) => word(byte, 2)).join(' ');
  return `CDB: ${bytes === '' ? 'none' : bytes} OpCode: ${operation(cdb)}`;
}

/** Calls of the miniport, its lifecycles, and the requests that come to the port driver and leave it. */
function isOfPort({ kind, driver, machine }: TraceEvent): boolean {
  if (kind === 'state') return machine?.startsWith('storport') === true;
  return kind === 'call' || kind === 'srb' || (driver === 'storport' && /^(?:callDriver|completeRequest)$/.test(kind));
}

/** Entries that are shown unless told. */
const LOG_ENTRIES = 50;
const SEARCHED = 200_000;

function showLog({ target, page, words }: CommandCall, live: LiveMachine): void {
  const adapters = new Set(
    [...live.nt.storport.adapters.values()].flatMap(({ node }) => [node.id, ...node.children.map(({ id }) => id)]),
  );
  const given = words[0] === undefined ? LOG_ENTRIES : readNumber(words[0]);
  if (given === undefined)
    throw new ConsoleError(`\`${words[0]}\` is no count. Write !storagekd.storloglist 20 for 32 entries.`);
  const all = target.trace(SEARCHED).filter((event) => adapters.has(event.device ?? '') && isOfPort(event));
  page.line('Storport RaidLogList', `${all.length} entries written, ${Math.min(given, all.length)} shown`, '');
  const shown = given === 0 ? [] : all.slice(-given);
  for (const [index, { t, kind, device, minor, major, detail, status, machine, from, to, irp }] of shown.entries()) {
    const number = all.length - shown.length + index;
    const what = [
      minor ?? major,
      machine,
      from === undefined ? undefined : `${from} -> ${to}`,
      detail,
      status,
      irp === undefined ? undefined : `!irp ${address(Number(irp))}`,
    ];
    page.line(
      `[${number}]_[${t}] ${kind.padEnd(20, '.')} ${device}: ${what.filter((part) => part !== undefined).join(' ')}`,
    );
  }
}

function showClass({ target, page }: CommandCall): void {
  rule(page, 'Storage Class Devices', `${'Usage Class'.padEnd(16)} ${'FDO'.padEnd(17)} State`);
  for (const device of target.state().devices.filter(({ kind }) => kind === 'disk')) {
    const fdo = device.stack.find(({ role }) => role === 'function');
    const isSuspect = device.problem !== null || device.violations > 0 ? '*' : ' ';
    const tag = device.specialFiles.paging > 0 ? 'Paging Disk' : '';
    page.line(`${isSuspect}${'disk'.padEnd(15)} ${address(Number(fdo?.object ?? 0))}  ${device.pnp} ${tag}`);
    page.item({ name: device.id, value: device.pnp, command: `!devstack ${device.id}` });
  }
}

function both(name: string): readonly string[] {
  return [`!storagekd.${name}`, `!${name}`];
}

const storage = { group: 'Storage', takes: ['device'] } as const;

export const storageCommands: readonly ConsoleCommand[] = [
  {
    ...storage,
    names: both('storadapter'),
    usage: '[ADAPTER]',
    summary: 'Storport adapters, or one with its units',
    runLive: showAdapter,
  },
  {
    ...storage,
    names: both('storunit'),
    usage: '[UNIT]',
    summary: 'units, or one with its requests and its paging count',
    runLive: showUnit,
  },
  { ...storage, names: both('storsrb'), usage: 'SRB', summary: 'a request block of either kind', run: showSrb },
  {
    ...storage,
    names: [...both('storloglist'), ...both('storlogirp'), ...both('storlogsrb')],
    usage: '[COUNT]',
    summary: 'the last steps of the port driver',
    takes: [],
    runLive: showLog,
  },
  {
    ...storage,
    names: both('storclass'),
    usage: '',
    summary: 'disks; * where something may be wrong',
    takes: [],
    run: showClass,
  },
];
