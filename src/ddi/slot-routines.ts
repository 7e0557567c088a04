/** The slots of the emulated hardware: what can be taken out of them, and how. */
import { APC_LEVEL, PASSIVE_LEVEL } from '../abi/enums.ts';
import { pullOut } from '../kernel/pnp/plugging.ts';
import { routine } from './routine.ts';

const SANDBOX = { header: 'sandbox.h', source: 'sandbox' } as const;

export const slotRoutines = [
  routine(
    'SandboxIsChildRemovable',
    'ChildId: ULONG',
    {
      ...SANDBOX,
      returns: 'BOOLEAN',
      max: APC_LEVEL,
      summary: 'Whether a device may be taken out of its slot while the system runs.',
    },
    (nt, child: number) => nt.pnp.hardware.byNumber(child)?.isRemovable === true,
  ),
  routine(
    'SandboxIsChildEjectable',
    'ChildId: ULONG',
    {
      ...SANDBOX,
      returns: 'BOOLEAN',
      max: APC_LEVEL,
      summary: 'Whether the slot of a device can let it go by itself, and can hold it.',
    },
    (nt, child: number) => nt.pnp.hardware.byNumber(child)?.isEjectable === true,
  ),
  routine(
    'SandboxEjectChild',
    'ChildId: ULONG',
    { ...SANDBOX, max: PASSIVE_LEVEL, summary: 'Throws a device out of its slot; its bus sees it no more.' },
    (nt, child: number) => {
      const node = nt.pnp.hardware.byNumber(child);
      if (node !== undefined) pullOut(nt.pnp, node);
    },
  ),
];
