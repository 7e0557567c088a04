/** Plug and Play, power and special files of one unit, as its miniport hears of them. */
import {
  SRB_FLAGS_NO_QUEUE_FREEZE,
  SRB_FUNCTION_CLAIM_DEVICE,
  SRB_FUNCTION_FLUSH_QUEUE,
  SRB_FUNCTION_POWER,
  SRB_FUNCTION_RELEASE_DEVICE,
  SRB_FUNCTION_RELEASE_QUEUE,
  SRB_FUNCTION_RESET_BUS,
  SRB_STATUS_BAD_FUNCTION,
  SRB_STATUS_BUSY,
  SRB_STATUS_NO_DEVICE,
  SRB_STATUS_SUCCESS,
} from '../../abi/srb-constants.ts';
import { ScsiUnitRemove, ScsiUnitStart, ScsiUnitSurpriseRemoval } from '../../abi/storport-constants.ts';
import type { Adapter } from './adapter.ts';
import { submit } from './port-requests.ts';
import { scsiCommand } from './srb.ts';
import type { Unit } from './unit.ts';

/** STOR-70f: before the first request of a class driver. */
export function startUnit(adapter: Adapter, unit: Unit): void {
  if (adapter.isRunning && (unit.life.state === 'scanned' || unit.life.state === 'removed'))
    adapter.controls?.unit(ScsiUnitStart, unit);
  unit.hasFailed = false;
  unit.life.apply({ type: 'START' });
}

export function stopUnit(adapter: Adapter, unit: Unit, isSurprise: boolean): void {
  if (unit.isGone || unit.life.state === 'scanned') return;
  unit.life.apply({ type: 'REMOVE' });
  unit.isClaimed = false;
  for (const started of [...(adapter.transport?.outstanding.values() ?? [])])
    if (started.unit === unit && isSurprise) adapter.transport?.giveUp(started, SRB_STATUS_NO_DEVICE);
  unit.flush(SRB_STATUS_NO_DEVICE);
  if (unit.alarm !== null) adapter.storport.kernel.sim.clock.cancel(unit.alarm);
  unit.alarm = null;
  if (adapter.isRunning) adapter.controls?.unit(isSurprise ? ScsiUnitSurpriseRemoval : ScsiUnitRemove, unit);
  adapter.transport?.afterRoutine();
}

/** STOR-70i: what is sent instead is not waited for. @param state - DEVICE_POWER_STATE */
export function unitPower(adapter: Adapter, unit: Unit, state: number, action: number): void {
  const { controls } = adapter;
  if (controls === null || !adapter.isRunning) return;
  if (controls.unitPower(unit, state, action) !== undefined) return;
  // STV-20: a miniport that knows ScsiAdapterPower hears of power there.
  if (controls.knowsAdapterPower) return;
  const command = scsiCommand([], null, { function: SRB_FUNCTION_POWER, flags: SRB_FLAGS_NO_QUEUE_FREEZE });
  submit(adapter, unit, command, () => {});
}

/**
 * What a class driver asks of the port driver itself, by IRP_MJ_SCSI.
 *
 * @param functionCode - SRB_FUNCTION_*
 * @returns SRB_STATUS_*
 */
export function controlUnit(adapter: Adapter, unit: Unit, functionCode: number): number {
  switch (functionCode) {
    case SRB_FUNCTION_CLAIM_DEVICE:
      if (unit.isClaimed) return SRB_STATUS_BUSY;
      unit.isClaimed = true;
      return SRB_STATUS_SUCCESS;
    case SRB_FUNCTION_RELEASE_DEVICE:
      unit.isClaimed = false;
      return SRB_STATUS_SUCCESS;
    case SRB_FUNCTION_FLUSH_QUEUE:
      unit.flush();
      release(adapter, unit);
      return SRB_STATUS_SUCCESS;
    case SRB_FUNCTION_RELEASE_QUEUE:
      release(adapter, unit);
      return SRB_STATUS_SUCCESS;
    case SRB_FUNCTION_RESET_BUS:
      adapter.recovery?.resetBus(unit);
      return SRB_STATUS_SUCCESS;
    default:
      return SRB_STATUS_BAD_FUNCTION;
  }
}

/** STOR-43: the queue that a failed request has frozen moves again. */
function release(adapter: Adapter, unit: Unit): void {
  if (unit.life.apply({ type: 'RELEASE' })) adapter.transport?.pump(unit);
}

/** STOR-71, step 1: once for each type and change; the result does not matter. */
export function unitUsage(adapter: Adapter, unit: Unit, type: number, isInUse: boolean): void {
  const count = unit.usages.get(type) ?? 0;
  unit.usages.set(type, Math.max(0, count + (isInUse ? 1 : -1)));
  if (adapter.isRunning) adapter.controls?.unitUsage(unit, type, isInUse);
}
