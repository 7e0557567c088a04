/**
 * The path that `relative` means when it stands in the file `from`. Pure text: paths of Windows and of the others, and
 * URIs, stay what they are; no disk is asked.
 */
export function resolveFrom(from: string, relative: string): string {
  if (isAbsolute(relative)) {
    return relative;
  }
  const separator = from.includes('\\') && !from.includes('/') ? '\\' : '/';
  const parts = from.split(/[\\/]/).slice(0, -1);
  for (const part of relative.split(/[\\/]/)) {
    const last = parts.at(-1);
    if (part === '..' && last !== undefined && last !== '..' && last !== '') {
      parts.pop();
    } else if (part !== '.' && part !== '') {
      parts.push(part);
    }
  }
  return parts.join(separator);
}

/** `/x`, `\x`, `C:\x`, or a URI such as `file:///x`. */
export function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:[\\/]|[A-Za-z][A-Za-z0-9+.-]+:\/\/)/.test(path);
}

export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** The other way round: what has to stand in `from` to mean `path`; `path` itself where they have no folder in common. */
export function relativeFrom(from: string, path: string): string {
  if (isAbsolute(from) !== isAbsolute(path)) return path;
  const folder = from.split(/[\\/]/).slice(0, -1);
  const parts = path.split(/[\\/]/);
  let shared = 0;
  while (shared < folder.length && shared < parts.length - 1 && folder[shared] === parts[shared]) shared += 1;
  if (isAbsolute(path) && shared === 0) return path;
  return [...folder.slice(shared).map(() => '..'), ...parts.slice(shared)].join('/');
}
