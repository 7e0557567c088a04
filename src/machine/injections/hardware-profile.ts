/** The machine is docked or undocked: drivers hear that its hardware profile changes. */
import { nameOfStatus } from '../../abi/names.ts';
import type { Nt } from '../../kernel/assemble.ts';
import { changeHardwareProfile } from '../../kernel/pnp/hardware-profile.ts';
import type { HardwareProfileInjection } from '../../protocol/injection.ts';
import type { Outcome } from './inject.ts';

export async function performProfileChange(nt: Nt, { cancel = false }: HardwareProfileInjection): Promise<Outcome> {
  const { status, refusedBy, asked } = await nt.pnp.perform('hardware profile change', () =>
    changeHardwareProfile(nt.pnp, cancel),
  );
  const name = nameOfStatus(status);
  if (refusedBy !== null) {
    return {
      ok: false,
      status: name,
      message: `The hardware profile stays: ${refusedBy} answered GUID_HWPROFILE_QUERY_CHANGE with ${name}.`,
    };
  }
  const drivers = asked === 1 ? '1 callback' : `${asked} callbacks`;
  return {
    ok: true,
    status: name,
    message: cancel
      ? `The change of the hardware profile was called off; ${drivers} heard of it.`
      : `The hardware profile has changed; ${drivers} heard of it.`,
  };
}
