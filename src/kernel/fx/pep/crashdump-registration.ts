import { HIGH_LEVEL } from '../../../abi/enums.ts';
import type { Routine } from '../../../abi/struct.ts';
import { PEP_CRASHDUMP_INFORMATION, type PEPCALLBACKPOWERONCRASHDUMPDEVICE } from '../../../abi/structs/pep.ts';
import { assert } from '../../../base/assert.ts';
import { deviceIndex } from '../../io/device-object.ts';
import type { IoManager } from '../../io/io-manager.ts';
import { callDriverRoutine } from '../../ke/driver-frame.ts';
import { setIrql } from '../../ke/irql.ts';
import { needsCode } from '../../ke/paged-code.ts';
import { poolTag } from '../../mm/pool.ts';
import type { Devnode } from '../../pnp/devnode.ts';
import type { CrashdumpRegistration } from '../platform-extension.ts';

const TAG = poolTag('PepV');

/**
 * What the plug-in's routine needs is allocated now: after a bug check nothing can be.
 *
 * @param driver - index of the plug-in's driver
 * @param handleOf - PEPHANDLE of the device
 */
export function crashdumpRegistration(
  io: IoManager,
  driver: number,
  devnode: Devnode,
  handleOf: () => number,
  callback: PEPCALLBACKPOWERONCRASHDUMPDEVICE,
): CrashdumpRegistration {
  const { kernel } = io;
  const address = kernel.pool.allocate(PEP_CRASHDUMP_INFORMATION.size, TAG, 0, true);
  assert(address !== 0, 'the pool of the system is used up');
  const information = kernel.memory.view(PEP_CRASHDUMP_INFORMATION, address);
  const index = deviceIndex(io, devnode.pdo);
  const powerOn = (context: number): unknown => {
    information.DeviceHandle = handleOf();
    information.DeviceContext = context;
    const before = kernel.sim.current.irql;
    setIrql(kernel, HIGH_LEVEL);
    const result = callDriverRoutine(kernel, driver, index, () => {
      if (kernel.code.isUsed) needsCode(kernel, kernel.memory.addressOfRoutine(callback as Routine));
      return callback(information);
    });
    setIrql(kernel, before);
    return result;
  };
  return { powerOn, free: () => void kernel.pool.free(address) };
}
