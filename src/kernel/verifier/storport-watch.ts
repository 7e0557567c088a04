/** Hears what the port driver finds wrong in a miniport, and looks at what a miniport calls. */
import type { Storport } from '../storport/storport.ts';
import type { Place } from './rule.ts';
import { STORPORT_RULES } from './rules/storport.ts';
import type { Verifier } from './verifier.ts';

/** Routines of the kernel that a miniport is tempted to call; Storport has one for each. */
const PROHIBITED: readonly string[] = [
  'ExAllocatePool',
  'ExAllocatePool2',
  'ExAllocatePoolWithTag',
  'ExFreePool',
  'ExFreePoolWithTag',
  'KeInitializeDpc',
  'KeInsertQueueDpc',
  'KeInitializeTimer',
  'KeSetTimer',
  'KeCancelTimer',
  'KeInitializeEvent',
  'KeSetEvent',
  'KeWaitForSingleObject',
  'KeDelayExecutionThread',
  'KeStallExecutionProcessor',
  'KeQuerySystemTime',
  'KeRaiseIrql',
  'KeInitializeSpinLock',
  'KeAcquireSpinLock',
  'IoAllocateIrp',
  'IoAllocateWorkItem',
  'IoQueueWorkItem',
  'IoCreateDevice',
  'IoAllocateMdl',
  'MmBuildMdlForNonPagedPool',
  'PoRequestPowerIrp',
  'PsCreateSystemThread',
];

export function watchStorport(verifier: Verifier, storport: Storport): void {
  const { judge } = verifier;
  const { sim } = judge.kernel;
  storport.onMistake = ({ kind, driver, device, message, routine, parameters }) => {
    const place: Place = { driver, device, irp: 0, isRunning: sim.current.driver === driver, site: null, routine };
    judge.violate(STORPORT_RULES[kind], place, message, parameters);
  };
  for (const name of PROHIBITED) {
    verifier.addCheck(name, () => {
      const { driver, device } = sim.current;
      if (storport.registrations.get(driver)?.isVirtual === false && storport.dumpRun === null)
        storport.onMistake({
          kind: 'prohibited',
          driver,
          device,
          message: `${name} was called by a miniport`,
          routine: '',
          parameters: [0, 0, 0],
        });
    });
  }
}
