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
