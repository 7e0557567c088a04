/** Hears what the power plug-ins and the crash-dump chain have to say, and looks at calls that concern them. */

import { PowerDeviceD0 } from '../../abi/enums.ts';
import { IRP_MN_SET_POWER } from '../../abi/irp-codes.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import type { CrashSequence } from '../dump/crash-sequence.ts';
import type { CrashdumpDevices } from '../fx/crashdump-devices.ts';
import type { PlugInMistake, PlugIns } from '../fx/pep/plug-ins.ts';
import type { PowerFramework } from '../fx/power-framework.ts';
import { deviceIndex } from '../io/device-object.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { isOnDumpPath, type PowerManager } from '../po/power-manager.ts';
import { addressOf } from './call-check.ts';
import type { Place, RuleText } from './rule.ts';
import {
  AFTER_BUG_CHECK,
  EARLY_CONTROL,
  HANDLE_KIND,
  LEFT_D0,
  PLUG_IN_FLAGS,
  UNKNOWN_HANDLE,
  WITHOUT_CRASH,
} from './rules/platform.ts';
import type { Verifier } from './verifier.ts';

export interface Platform {
  readonly power: PowerManager;
  readonly fx: PowerFramework;
  readonly plugIns: PlugIns;
  readonly crashdump: CrashdumpDevices;
  readonly crash: CrashSequence;
}

const RULE_OF_MISTAKE: Readonly<Record<PlugInMistake['kind'], RuleText>> = {
  pepHandle: HANDLE_KIND,
  unknown: UNKNOWN_HANDLE,
  flags: PLUG_IN_FLAGS,
  early: EARLY_CONTROL,
};

const NOWHERE: Omit<Place, 'driver'> = { device: 0, irp: 0, isRunning: true, site: null, routine: '' };

export function watchPlatform(verifier: Verifier, platform: Platform): void {
  const { plugIns, crash, power } = platform;
  const { judge } = verifier;
  const { sim } = judge.kernel;
  plugIns.onMistake = ({ kind, driver, message, routine }) => {
    judge.violate(RULE_OF_MISTAKE[kind], { ...NOWHERE, driver, routine, isRunning: routine === '' }, message);
  };
  crash.onViolation = (devnode, message) => {
    const device = deviceIndex(judge.io, devnode.pdo);
    judge.violate(AFTER_BUG_CHECK, { ...NOWHERE, driver: sim.current.driver, device }, `${devnode.id}: ${message}`);
  };
  verifier.addCheck('PoRequestPowerIrp', (device, minor, state) => {
    // While the system goes to sleep, every device does.
    if (minor !== IRP_MN_SET_POWER || powerStateOf(judge.kernel.memory.u32, state) <= PowerDeviceD0) return;
    const devnode = devnodeOf(power, addressOf(device));
    if (power.transition !== null || devnode === undefined || !mustStayOn(platform, devnode)) return;
    judge.violate(
      LEFT_D0,
      { ...NOWHERE, driver: sim.current.driver, device: sim.current.device },
      `${devnode.id} is asked to leave D0 with a dump file on it or below it`,
    );
  });
  verifier.addCheck('PoFxPowerOnCrashdumpDevice', () => {
    if (sim.crash === null)
      judge.violate(
        WITHOUT_CRASH,
        { ...NOWHERE, driver: sim.current.driver, device: sim.current.device },
        'no bug check has happened',
      );
  });
}

/** POWER_STATE by value: the number, or where it stands. */
function powerStateOf(words: Uint32Array, state: unknown): number {
  return typeof state === 'number' ? state : (words[addressOf(state) >>> 2] ?? 0);
}

function devnodeOf({ pnp }: PowerManager, device: number): Devnode | undefined {
  return device === 0 ? undefined : pnp.devnodeAbove(pnp.kernel.memory.view(DEVICE_OBJECT, device));
}

/** PWR-84: a crash could come. A disk is started by the dump driver of its adapter, if that has power. */
function mustStayOn(platform: Platform, devnode: Devnode): boolean {
  if (!isOnDumpPath(platform.power.pnp, devnode)) return false;
  const carrier = devnode.hardware.medium === null ? devnode : (devnode.parent ?? devnode);
  const registration = platform.fx.ofDevnode(carrier);
  return registration === undefined || platform.crashdump.stateOf(registration) === 'absent';
}
