/** TV-01 to TV-13, TV-29 and TV-30: the power manager. The machine is that of TR-A: P, C, K and N. */
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { bootPower, type PowerMachine } from '../../machine/power/support/power-machine.ts';
import { deviceOf } from '../../support/machine.ts';
import type { Run, Vector } from './vector.ts';

const DONE = 'irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS;';
const SAYS = `function Said(device, minor, state, context, ioStatus) {
  DbgPrint('PowerCompletion %d: minor %x, D%d, %x', context, minor, state.DeviceState - 1, ioStatus.Status);
}`;
const SLEEP: Injection = { op: 'power', request: 'sleep', state: 'S3' };
const WAKE: Injection = { op: 'power', request: 'wake' };
const READ: Injection = { op: 'io', device: 'N', request: 'read', length: 512 };
const isSystem = 'location.Parameters.Power.Type === SystemPowerState';
const isDeviceSet = 'minor === IRP_MN_SET_POWER && location.Parameters.Power.Type === DevicePowerState';
const deviceState = 'location.Parameters.Power.State.DeviceState';

function one(machine: PowerMachine, steps: readonly Injection[], more: Partial<Run> = {}): readonly Run[] {
  return [{ boot: () => bootPower(machine), steps, ...more }];
}

function usage(type: 'paging' | 'hibernation' | 'dump', inPath: boolean): Injection {
  return { op: 'usage', device: 'K', type, inPath };
}

/** Flags of the stack, from the top down. */
function flagsOf(...ids: readonly string[]): (machine: Machine) => readonly string[] {
  return (machine) =>
    ids.flatMap((id) =>
      deviceOf(machine, id).stack.map(
        ({ driver, flags }) =>
          `${id}/${driver}: ${flags.filter((flag) => flag.startsWith('DO_POWER')).join(' ') || '-'}`,
      ),
    );
}

const HOLD = `function Later(dpc, context) { IoCompleteRequest(cast(IRP, context), IO_NO_INCREMENT); }
function Hold(device, irp) {
  const timer = cast(KTIMER, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KTIMER), 'miTt'));
  const dpc = cast(KDPC, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KDPC), 'cpDt'));
  KeInitializeTimer(timer);
  KeInitializeDpc(dpc, Later, irp);
  KeSetTimer(timer, -10000000n, dpc);
  return STATUS_MORE_PROCESSING_REQUIRED;
}`;

const COUNTS_DOWN = `function Asked(dpc, context) {
  const left = out();
  DbgPrint('PoQueryWatchdogTime %d: %d s', PoQueryWatchdogTime(cast(DEVICE_OBJECT, context), left), left.value);
}`;

const HOLDS = `if (minor === IRP_MN_SET_POWER && ${isSystem}) {
  const timer = cast(KTIMER, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KTIMER), 'miTt'));
  const dpc = cast(KDPC, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(KDPC), 'cpDt'));
  KeInitializeTimer(timer);
  KeInitializeDpc(dpc, Asked, extension.Pdo);
  IoMarkIrpPending(irp);
  KeSetTimerEx(timer, 0n, 200000, dpc);
  return STATUS_PENDING;
}`;

const requests: readonly Vector[] = [
  {
    id: 'TV-01',
    input: 'PoRequestPowerIrp with minor code 1',
    expected: 'STATUS_INVALID_PARAMETER_2, and the completion routine is not called',
    runs: one(
      {
        driver: {
          more: SAYS,
          read: `DbgPrint('returns %x', PoRequestPowerIrp(device, IRP_MN_POWER_SEQUENCE, PowerDeviceD3, Said, 1, NULL)); ${DONE}`,
        },
      },
      [READ],
    ),
  },
  {
    id: 'TV-02',
    input: 'two requests for D0 on one PDO',
    expected: 'both return STATUS_PENDING; the second is sent when the first is complete',
    runs: one(
      {
        driver: {
          more: SAYS,
          read: `for (const index of [1, 2]) DbgPrint('returns %x', PoRequestPowerIrp(extension.Pdo, IRP_MN_SET_POWER, PowerDeviceD0, Said, index, NULL)); ${DONE}`,
        },
      },
      [READ],
    ),
  },
  {
    id: 'TV-03',
    input: 'three devices that draw inrush current resume, and one of them takes a second for it',
    expected: 'never two of them in setUp at once',
    runs: one(
      {
        hardware: { N: { inrush: true } },
        driver: {
          more: HOLD,
          power: `if (${isDeviceSet} && ${deviceState} === PowerDeviceD0) {
            IoMarkIrpPending(irp);
            IoCopyCurrentIrpStackLocationToNext(irp);
            IoSetCompletionRoutine(irp, Hold, NULL, TRUE, TRUE, TRUE);
            IoCallDriver(extension.Lower, irp);
            return STATUS_PENDING;
          }`,
        },
        more: ['A', 'B'].map((id) => ({ id, function: 'null', power: { inrush: true } })),
      },
      [SLEEP, WAKE, { op: 'advance', by: '10s' }],
    ),
  },
  {
    id: 'TV-04',
    input: 'a filter above N fails the set-power request for S3',
    expected: 'the transition goes on; the failure is a finding',
    runs: one(
      {
        verifier: { rules: { 'C9/0x246': 'off' } },
        driver: {
          power: `if (minor === IRP_MN_SET_POWER && ${isSystem} && location.Parameters.Power.State.SystemState !== 1) {
            irp.IoStatus.Status = STATUS_UNSUCCESSFUL; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_UNSUCCESSFUL;
          }`,
        },
      },
      [SLEEP, WAKE],
    ),
  },
  {
    id: 'TV-05',
    input: 'N refuses the query for S3, and the policy is reaffirm',
    expected: 'every stack that was asked gets S0 with the context 0x11100',
    runs: one(
      {
        options: { queryVeto: 'reaffirm' },
        driver: {
          power: `if (minor === IRP_MN_SET_POWER) DbgPrint('S0 with context 0x%x', location.Parameters.Power.SystemPowerStateContext.ContextAsUlong);
          if (minor === IRP_MN_QUERY_POWER && ${isSystem}) {
            irp.IoStatus.Status = STATUS_DEVICE_BUSY; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_DEVICE_BUSY;
          }`,
        },
      },
      [SLEEP],
    ),
  },
  {
    id: 'TV-06',
    input: 'a power-up at DISPATCH_LEVEL enters a device object that says that it is pageable',
    expected: '0xA0/0x404',
    runs: one({ specialFiles: ['paging'], below: 'K', driver: { pnp: 'device.Flags |= DO_POWER_PAGABLE;' } }, [
      SLEEP,
      WAKE,
    ]),
  },
  {
    id: 'TV-07',
    input: 'a device object is deleted with a request for D3 pending',
    expected: '0x9F/1',
    runs: one(
      {
        driver: {
          power: 'if (minor === IRP_MN_SET_POWER) { IoMarkIrpPending(irp); return STATUS_PENDING; }',
          read: `PoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL); ${DONE}`,
        },
      },
      [READ, { op: 'pnp', device: 'N', request: 'disable' }],
    ),
  },
  {
    id: 'TV-08',
    input: 'a driver holds the system request for 600 s',
    expected: 'PoQueryWatchdogTime counts from 600 down; 0x9F/3 with the request in parameter 4',
    runs: one({ driver: { more: COUNTS_DOWN, power: HOLDS } }, [SLEEP]),
  },
];

const files: readonly Vector[] = [
  {
    id: 'TV-09',
    input: 'a page file comes to a disk that draws inrush current, and goes',
    expected: 'DO_POWER_PAGABLE stays clear at the device objects of K',
    runs: one({ hardware: { K: { inrush: true } } }, [usage('paging', true), usage('paging', false)], {
      shows: flagsOf('K', 'C', 'P'),
    }),
  },
  {
    id: 'TV-10',
    input: 'a page file and a hibernation file come, and the page file goes',
    expected: 'DO_POWER_PAGABLE stays clear',
    runs: one({}, [usage('paging', true), usage('hibernation', true), usage('paging', false)], {
      shows: flagsOf('K', 'C', 'P', 'N'),
    }),
  },
  {
    id: 'TV-11',
    input: 'IRP_MN_QUERY_REMOVE_DEVICE with a page file on the disk',
    expected: 'it fails with STATUS_DEVICE_BUSY',
    runs: one({ specialFiles: ['paging'] }, [{ op: 'pnp', device: 'K', request: 'queryRemove' }]),
  },
  {
    id: 'TV-12',
    input: 'a driver asks for D3 in S0 with a dump file on the disk, and nobody could power it on after a crash',
    expected: 'the finding dump/device-left-d0',
    runs: one(
      {
        verifier: { rules: { 'C9/0x246': 'off', 'USE-V07': 'off' } },
        specialFiles: ['dump'],
        above: 'K',
        driver: { read: 'PoRequestPowerIrp(extension.Pdo, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL);' },
      },
      [{ op: 'io', device: 'K', request: 'read', length: 512 }],
    ),
  },
  {
    id: 'TV-13',
    input: 'on the path of the hibernation file power is cut at D3 with PowerActionHibernate',
    expected: 'the finding power/hibernation-path-power-lost, and 0xA0/0x10A',
    runs: one(
      {
        specialFiles: ['paging', 'hibernation'],
        above: 'C',
        driver: {
          power: `if (${isDeviceSet} && ${deviceState} === PowerDeviceD3) SandboxSetDevicePower(extension.Pdo, PowerDeviceD3);`,
        },
      },
      [{ op: 'power', request: 'hibernate' }],
    ),
  },
  {
    id: 'TV-29',
    input: 'the machine is set to stop when all non-pageable devices are on again',
    expected: '0xA0/0xA with 1, before N gets S0',
    runs: one({ options: { resumeBugCheck: 'afterNonPageable' }, specialFiles: ['paging'] }, [SLEEP, WAKE]),
  },
  {
    id: 'TV-30',
    input: 'the same machine and the same injections, twice',
    expected: 'the same events',
    runs: ['first', 'second'].map((what) => ({
      what: `the ${what} time`,
      boot: () => bootPower({ specialFiles: ['paging'] }),
      steps: [SLEEP, WAKE],
      shows: (machine) => [`${machine.state().events} events until ${machine.state().time}`],
    })),
  },
];

export const powerVectors: readonly Vector[] = [...requests, ...files];
