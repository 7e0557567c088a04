/** Requests that a driver has to answer, and those that it must leave as they are. */
import {
  IRP_MJ_DEVICE_CONTROL,
  IRP_MJ_PNP,
  IRP_MJ_SYSTEM_CONTROL,
  IRP_MN_CANCEL_REMOVE_DEVICE,
  IRP_MN_CANCEL_STOP_DEVICE,
  IRP_MN_QUERY_CAPABILITIES,
  IRP_MN_QUERY_DEVICE_RELATIONS,
  IRP_MN_QUERY_ID,
  IRP_MN_QUERY_REMOVE_DEVICE,
  IRP_MN_QUERY_STOP_DEVICE,
  IRP_MN_REMOVE_DEVICE,
  IRP_MN_START_DEVICE,
  IRP_MN_STOP_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
} from '../../../abi/irp-codes.ts';
import { NT_SUCCESS, STATUS_NOT_SUPPORTED } from '../../../abi/ntstatus.ts';
import { DEVICE_CAPABILITIES } from '../../../abi/structs/capabilities.ts';
import { DEVICE_OBJECT } from '../../../abi/structs/io.ts';
import { hex } from '../../../base/hex.ts';
import { NONE } from '../frame.ts';
import { type IrpPoint, nameOfStatus } from '../irp-point.ts';
import { type Rule, STANDARD, STRICT } from '../rule.ts';

const IOMANAGER_VIOLATION = 0xc9;
const DOCUMENT = 'bug-check-0xc9--driver-verifier-iomanager-violation';
const LAST_MINOR = 0x19;
const UNUSED_MINOR = 0x0e;
const CURRENT_STACK_LOCATION = 0x60;
const FIRST_PARAMETER = 4;
const CONTROL_CODE = 12;
const METHOD = 3;
const METHOD_BUFFERED = 0;
const BUS_QUERY_DEVICE_ID = 0;
const TARGET_DEVICE_RELATION = 4;
const CAPABILITIES_VERSION = 1;
const NOT_SET = 0xffff_ffff;
/** What pool holds before anything was written into it, and after it was freed. */
const FILLS = [0xcdcd_cdcd, 0xdddd_dddd];

/** A function driver sets the status of these before it passes them down. */
const OF_FUNCTION_DRIVER = [
  IRP_MN_QUERY_REMOVE_DEVICE,
  IRP_MN_REMOVE_DEVICE,
  IRP_MN_CANCEL_REMOVE_DEVICE,
  IRP_MN_STOP_DEVICE,
  IRP_MN_QUERY_STOP_DEVICE,
  IRP_MN_CANCEL_STOP_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
];
const OF_BUS_DRIVER = [...OF_FUNCTION_DRIVER, IRP_MN_START_DEVICE, IRP_MN_QUERY_CAPABILITIES];

/** A word of the stack location that the driver at fault owns. */
function parameterOf({ memory, irp }: IrpPoint, offset: number): number {
  const location = memory.u32[(irp + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
  return memory.u32[(location + offset) >>> 2] ?? 0;
}

/** No documented request has this code. */
function isUnknown({ major, minor }: IrpPoint): boolean {
  return major === IRP_MJ_PNP && (minor > LAST_MINOR || minor === UNUSED_MINOR);
}

function isFunctionDriver({ io, pnp, driver, deviceAddress, memory, isBottom }: IrpPoint): boolean {
  if (isBottom) return false;
  const devnode = pnp.devnodeAbove(memory.view(DEVICE_OBJECT, deviceAddress));
  return devnode?.hardware.functionDriver === io.kernel.sim.directory.driverName(driver);
}

/** Some of a kind of request are required, the others are not. */
function isRequiredOfBus(point: IrpPoint): boolean {
  if (point.minor === IRP_MN_QUERY_ID) return parameterOf(point, FIRST_PARAMETER) === BUS_QUERY_DEVICE_ID;
  if (point.minor === IRP_MN_QUERY_DEVICE_RELATIONS)
    return parameterOf(point, FIRST_PARAMETER) === TARGET_DEVICE_RELATION;
  return OF_BUS_DRIVER.includes(point.minor);
}

const LEAVE_IT = 'skip the stack location and pass the IRP down, with its status and its information as they are';

/** When a driver sends an IRP on. */
export const leavingAloneRules: readonly Rule<IrpPoint>[] = [
  {
    ...STANDARD,
    id: 'C9/0x213',
    title: 'The status of a PnP IRP is changed that the driver does not understand',
    why: 'Whoever sent it takes it for answered, although the driver that knows the request has not seen it yet.',
    remedy: LEAVE_IT,
    document: 'passing-pnp-irps-down-the-device-stack',
    bugCheck: [IOMANAGER_VIOLATION, 0x213],
    majors: [IRP_MJ_PNP],
    check: (point) => {
      const { status, frame, request } = point;
      // With a failure it should not have been passed down at all, which is another rule.
      if (!isUnknown(point) || status === frame.entryStatus || !NT_SUCCESS(status)) return undefined;
      return `${request()} ${hex(point.minor)} came with ${nameOfStatus(frame.entryStatus)} and was passed down with ${nameOfStatus(status)}`;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x214',
    title: 'IoStatus.Information of a PnP IRP is changed that the driver does not understand',
    why: 'What it means depends on the request: for many it is the address of memory that the sender frees.',
    remedy: LEAVE_IT,
    document: 'passing-pnp-irps-down-the-device-stack',
    bugCheck: [IOMANAGER_VIOLATION, 0x214],
    majors: [IRP_MJ_PNP],
    check: (point) => {
      const information = point.informationOf(point.irp);
      return isUnknown(point) && information !== point.frame.entryInformation
        ? `${point.request()} ${hex(point.minor)} was passed down with ${hex(information)}`
        : undefined;
    },
  },
  {
    ...STRICT,
    id: 'C9/0x217',
    title: 'A function driver passes a PnP IRP down that it has to handle, with the status that it came with',
    why: 'The PnP manager takes the request for one that the function driver does not know.',
    remedy: 'handle the request, and set IoStatus.Status to STATUS_SUCCESS before it is passed down',
    document: 'handling-an-irp-mn-query-stop-device-request',
    bugCheck: [IOMANAGER_VIOLATION, 0x217],
    majors: [IRP_MJ_PNP],
    check: (point) => {
      const { minor, status, frame, request } = point;
      if (status !== STATUS_NOT_SUPPORTED || frame.forwards > 0 || !OF_FUNCTION_DRIVER.includes(minor))
        return undefined;
      return isFunctionDriver(point) ? `${request()} was passed down with STATUS_NOT_SUPPORTED` : undefined;
    },
  },
];

/** When a driver completes it. */
export const answeringRules: readonly Rule<IrpPoint>[] = [
  {
    ...STANDARD,
    id: 'C9/0x22A',
    title: 'A bus driver does not answer a PnP IRP that it has to handle',
    why: 'Nobody below can: the PnP manager takes the device for one whose bus driver is broken.',
    remedy: 'handle the request for the PDO, and set IoStatus.Status before it is completed',
    document: 'pnp-irps-for-bus-drivers',
    bugCheck: [IOMANAGER_VIOLATION, 0x22a],
    majors: [IRP_MJ_PNP],
    check: (point) => {
      const { status, frame, isBottom, request } = point;
      if (status !== STATUS_NOT_SUPPORTED || frame.kind !== 'dispatch' || !isBottom) return undefined;
      // The device at the root is the system's own: no driver reports it.
      if (point.pnp.root?.pdo.address === point.deviceAddress) return undefined;
      return isRequiredOfBus(point) ? `${request()} was completed with STATUS_NOT_SUPPORTED` : undefined;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x220',
    title: 'A WMI request is completed by a driver that it is not for',
    why: 'The driver that registered for it never sees it.',
    remedy: 'complete it only when Parameters.WMI.ProviderId is the own device object; pass it down otherwise',
    document: 'handling-wmi-requests',
    bugCheck: [IOMANAGER_VIOLATION, 0x220],
    majors: [IRP_MJ_SYSTEM_CONTROL],
    check: (point) => {
      const { frame, isBottom, deviceAddress, request } = point;
      const provider = parameterOf(point, FIRST_PARAMETER);
      if (frame.kind !== 'dispatch' || frame.forwards > 0 || isBottom || provider === deviceAddress) return undefined;
      return `${request()} is for the device object at ${hex(provider)}`;
    },
    parameters: (point) => [point.routineAddress, point.irp, parameterOf(point, FIRST_PARAMETER)],
  },
  {
    ...STANDARD,
    id: 'C9/0x300',
    title: 'An IRP is completed with a status that nobody has set',
    why: 'It is what memory holds by chance: each time another failure, or a success that was none.',
    remedy: 'set IoStatus.Status to a status on every path',
    document: DOCUMENT,
    bugCheck: [IOMANAGER_VIOLATION, 0x300],
    check: ({ status, request }) =>
      FILLS.includes(status >>> 0) ? `${request()} is completed with ${hex(status)}` : undefined,
    parameters: ({ irp, status, routineAddress }) => [routineAddress, irp, status],
  },
  {
    ...STANDARD,
    id: 'C9/0x312',
    title: 'A device control request says that it has written more than there is room for',
    why: 'The I/O manager copies as many bytes to the caller: what stands behind the buffer gets out.',
    remedy: 'look at OutputBufferLength, and set IoStatus.Information to the bytes that were written',
    document: 'defining-i-o-control-codes',
    bugCheck: [IOMANAGER_VIOLATION, 0x312],
    majors: [IRP_MJ_DEVICE_CONTROL],
    check: (point) => {
      const { status, frame, request } = point;
      if (!NT_SUCCESS(status) || frame.kind !== 'dispatch' || frame.seenStatus !== NONE) return undefined;
      if ((parameterOf(point, CONTROL_CODE) & METHOD) !== METHOD_BUFFERED) return undefined;
      const [information, room] = [point.informationOf(point.irp), parameterOf(point, FIRST_PARAMETER)];
      return information > room
        ? `${request()} was completed with ${information} bytes, and the buffer has ${room}`
        : undefined;
    },
  },
];

const OFFSET_VERSION = 2;
const OFFSET_ADDRESS = 8;
const OFFSET_NUMBER = 12;

/** A field of the DEVICE_CAPABILITIES that a driver sends, and what has to stand in it. */
function capabilityRule(
  p1: number,
  field: string,
  wanted: string,
  isRight: (point: IrpPoint, capabilities: number) => boolean,
): Rule<IrpPoint> {
  const id = `C9/0x${p1.toString(16)}`;
  return {
    ...STANDARD,
    id,
    title: `${field} of the DEVICE_CAPABILITIES of IRP_MN_QUERY_CAPABILITIES was not set before it is sent`,
    why: 'The bus driver reads it: it takes the structure for another version, or its contents for an answer.',
    remedy: `fill the structure with zeros, and set ${field} to ${wanted}`,
    document: 'irp-mn-query-capabilities',
    bugCheck: [IOMANAGER_VIOLATION, p1],
    majors: [IRP_MJ_PNP],
    check: (point) => {
      const capabilities = point.memory.u32[(point.next + FIRST_PARAMETER) >>> 2] ?? 0;
      if (point.minor !== IRP_MN_QUERY_CAPABILITIES || capabilities === 0) return undefined;
      return isRight(point, capabilities) ? undefined : `${field} is not ${wanted}`;
    },
  };
}

/** When a driver sends an IRP of its own. */
export const sentCapabilityRules: readonly Rule<IrpPoint>[] = [
  capabilityRule(
    0x233,
    'Version',
    '1',
    ({ memory }, at) => memory.u16[(at + OFFSET_VERSION) >>> 1] === CAPABILITIES_VERSION,
  ),
  capabilityRule(
    0x234,
    'Size',
    'sizeof(DEVICE_CAPABILITIES)',
    ({ memory }, at) => memory.u16[at >>> 1] === DEVICE_CAPABILITIES.size,
  ),
  capabilityRule(0x235, 'Address', '-1', ({ memory }, at) => memory.u32[(at + OFFSET_ADDRESS) >>> 2] === NOT_SET),
  capabilityRule(0x236, 'UINumber', '-1', ({ memory }, at) => memory.u32[(at + OFFSET_NUMBER) >>> 2] === NOT_SET),
];
