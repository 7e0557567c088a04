/** Where the public documentation has a page, by the page's name: `nf-wdm-iocalldriver`, `bug-check-0xc9--…`. */

const ROOT = 'https://learn.microsoft.com/windows-hardware/drivers';

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
