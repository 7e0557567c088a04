/** Where the public documentation has a page, by the page's name: `nf-wdm-iocalldriver`, `bug-check-0xc9--…`. */

import { BUGCHECK_NAMES } from './bugcheck-names.ts';

const ROOT = 'https://learn.microsoft.com/windows-hardware/drivers';

/** The page of a bug check; undefined for a name that is not public. */
export function bugCheckUrl(name: string): string | undefined {
  const code = BUGCHECK_NAMES[name];
  if (code === undefined) return undefined;
  return `${ROOT}/debugger/bug-check-0x${code.toString(16)}--${name.toLowerCase().replaceAll('_', '-')}`;
}

export function documentUrl(page: string): string {
  const reference = /^n[fsei]-(\w+)-/.exec(page);
  if (reference !== null) return `${ROOT}/ddi/${reference[1]}/${page}`;
  if (page.startsWith('bug-check-')) return `${ROOT}/debugger/${page}`;
  if (
    /^(wdm-|storport-)|-detection$|-simulation$|-checking$|^special-pool$|^i-o-verification$|^enhanced-i-o|^pool-tracking$/.test(
      page,
    )
  )
    return `${ROOT}/devtest/${page}`;
  if (/storage|paging-requests/.test(page)) return `${ROOT}/storage/${page}`;
  return `${ROOT}/kernel/${page}`;
}
