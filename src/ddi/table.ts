import { bugCheckRoutines } from './bugcheck-routines.ts';
import { deviceRoutines } from './device-routines.ts';
import { irpRoutines } from './irp-routines.ts';
import { keRoutines } from './ke-routines.ts';
import { logRoutines } from './log-routines.ts';
import { mdlRoutines } from './mdl-routines.ts';
import { nameRoutines } from './name-routines.ts';
import { notificationRoutines } from './notification-routines.ts';
import { pagingRoutines } from './paging-routines.ts';
import { pepRoutines } from './pep-routines.ts';
import { pofxRoutines } from './pofx-routines.ts';
import { poolListRoutines } from './pool-list-routines.ts';
import { powerRoutines } from './power-routines.ts';
import { powerSettingRoutines } from './power-setting-routines.ts';
import { queueRoutines } from './queue-routines.ts';
import { registerRoutines } from './register-routines.ts';
import { resourceRoutines } from './resource-routines.ts';
import type { RoutineDeclaration } from './routine.ts';
import { rtlRoutines } from './rtl-routines.ts';
import { slotRoutines } from './slot-routines.ts';
import { spinLockRoutines } from './spin-lock-routines.ts';
import { storportFlowRoutines } from './storport-flow-routines.ts';
import { storportMessageRoutines } from './storport-message-routines.ts';
import { storportPoFxPortRoutines } from './storport-pofx-port-routines.ts';
import { storportPortRoutines } from './storport-port-routines.ts';
import { storportPowerRoutines } from './storport-power-routines.ts';
import { storportRegisterRoutines } from './storport-register-routines.ts';
import { storportRoutines } from './storport-routines.ts';
import { stringRoutines } from './string-routines.ts';
import { systemRoutines } from './system-routines.ts';
import { threadRoutines } from './thread-routines.ts';
import { timerRoutines } from './timer-routines.ts';
import { wmiRoutines } from './wmi-routines.ts';

/** Every routine that a driver can call. */
export const routines: readonly RoutineDeclaration[] = [
  ...irpRoutines,
  ...deviceRoutines,
  ...keRoutines,
  ...spinLockRoutines,
  ...rtlRoutines,
  ...stringRoutines,
  ...mdlRoutines,
  ...systemRoutines,
  ...powerRoutines,
  ...powerSettingRoutines,
  ...queueRoutines,
  ...nameRoutines,
  ...notificationRoutines,
  ...resourceRoutines,
  ...registerRoutines,
  ...slotRoutines,
  ...timerRoutines,
  ...threadRoutines,
  ...poolListRoutines,
  ...pagingRoutines,
  ...logRoutines,
  ...wmiRoutines,
  ...pofxRoutines,
  ...pepRoutines,
  ...bugCheckRoutines,
  ...storportRoutines,
  ...storportFlowRoutines,
  ...storportRegisterRoutines,
  ...storportMessageRoutines,
  ...storportPortRoutines,
  ...storportPoFxPortRoutines,
  ...storportPowerRoutines,
];
