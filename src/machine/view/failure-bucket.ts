/** The name under which failures of one kind are gathered, as a debugger gives it. */
import { bugCheckVariants } from '../../abi/bug-check-table.ts';
import { hexCode } from '../../base/hex.ts';
import type { BugcheckState } from '../../protocol/state.ts';

/**
 * `0x9F_3_mydrv`, `0x44_mydrv!DispatchPnp`: the first parameter counts where it says which failure it is.
 *
 * @param symbol - `mydrv!DispatchPnp`; null where no routine is known
 */
export function failureBucket({ code, parameters, driver }: BugcheckState, symbol: string | null): string {
  const variant = bugCheckVariants(code).size > 0 ? `_${(parameters[0] ?? '').replace(/^0x/, '')}` : '';
  return `${hexCode(code, 0)}${variant}_${symbol ?? driver ?? 'nt'}`;
}

const OFFSET = 0xcbf2_9ce4_8422_2325n;
const PRIME = 0x100_0000_01b3n;

/** `{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}`: the same for the same bucket, on every computer. */
export function failureHash(bucket: string): string {
  const half = (start: bigint): string => {
    let hash = start;
    for (let at = 0; at < bucket.length; at += 1)
      hash = BigInt.asUintN(64, (hash ^ BigInt(bucket.charCodeAt(at))) * PRIME);
    return hash.toString(16).padStart(16, '0');
  };
  const digits = half(OFFSET) + half(OFFSET ^ PRIME);
  const parts = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)];
  return `{${parts.join('-')}}`;
}
