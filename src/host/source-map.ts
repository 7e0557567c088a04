/** Tells a JavaScript debugger which file of the user's a driver's module was made of. */
import { pathToFileURL } from 'node:url';

/** Each statement stands on the line where the source has it, so a line maps to itself. */
const FIRST_LINE = 'AAAA';
const NEXT_LINE = ';AACA';

/**
 * @param code - the module as it is evaluated
 * @param sourceUrl - of the module, relative to the machine file
 * @param folder - path or URI of the machine file's folder
 * @returns what goes behind the module's text
 */
export function sourceMapOf(code: string, sourceUrl: string, folder: string): string {
  const source = new URL(sourceUrl, folderUrl(folder)).href;
  const mappings = FIRST_LINE + NEXT_LINE.repeat(code.split('\n').length - 1);
  const map = JSON.stringify({ version: 3, file: sourceUrl, sources: [source], names: [], mappings });
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}

function folderUrl(folder: string): string {
  const url = /^[\w+.-]{2,}:/.test(folder) ? folder : pathToFileURL(folder).href;
  return url.endsWith('/') ? url : `${url}/`;
}
