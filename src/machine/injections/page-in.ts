/** The system touches data that lies in a page file. */
import type { Nt } from '../../kernel/assemble.ts';
import { hasPageFile, pageIn } from '../../kernel/pnp/page-in.ts';
import type { Outcome } from './inject.ts';

/** Runs in a thread of its own: it must not wait behind PnP work, which may itself wait for a page. */
export function startPageIn(nt: Nt, id: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    nt.kernel.sim.createThread('page fault', async () => {
      try {
        await pageIn(nt.pnp, id);
        resolve({ ok: true, status: 'STATUS_SUCCESS', message: `A page came in from the page file on ${id}.` });
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
    });
  });
}

/** Why there is nothing to read; null when there is. */
export function whyNoPage(nt: Nt, id: string): string | null {
  if (nt.pnp.hardware.byId(id) === undefined) return `There is no device \`${id}\`.`;
  return hasPageFile(nt.pnp, id)
    ? null
    : `There is no page file on ${id}: create one with the usage type paging first.`;
}
