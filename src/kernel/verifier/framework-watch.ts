/** Judges what the power framework has seen drivers do. */
import { PowerDeviceD0 } from '../../abi/enums.ts';
import { IRP_MN_SET_POWER } from '../../abi/irp-codes.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { isPowerRequired } from '../fx/pofx-device.machine.ts';
import type { PowerFramework } from '../fx/power-framework.ts';
import { addressOf } from './call-check.ts';
import { LEFT_WHILE_REQUIRED, RULE_OF_MISTAKE } from './rules/framework.ts';
import type { Verifier } from './verifier.ts';

/** @param isInTransition - the system goes to another state, and its devices with it */
export function watchFramework(verifier: Verifier, fx: PowerFramework, isInTransition: () => boolean): void {
  const { judge } = verifier;
  const { sim, memory } = judge.kernel;
  fx.onMistake = ({ kind, driver, device, message, isRunning, routine }) =>
    judge.violate(RULE_OF_MISTAKE[kind], { driver, device, irp: 0, isRunning, site: null, routine }, message);
  verifier.addCheck('PoRequestPowerIrp', (target, minor, state) => {
    if (minor !== IRP_MN_SET_POWER || isInTransition()) return;
    const wanted = typeof state === 'number' ? state : (memory.u32[addressOf(state) >>> 2] ?? 0);
    const address = addressOf(target);
    if (wanted <= PowerDeviceD0 || address === 0) return;
    const device = fx.ofDevnode(fx.pnp.devnodeAbove(memory.view(DEVICE_OBJECT, address)));
    if (device === undefined || device.state === 'registered' || !isPowerRequired(device.state)) return;
    const { current } = sim;
    judge.violate(
      LEFT_WHILE_REQUIRED,
      { driver: current.driver, device: current.device, irp: 0, isRunning: true, site: null, routine: '' },
      `power is required of ${device.devnode.id} (${device.state})`,
    );
  });
}
