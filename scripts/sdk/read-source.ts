/** What only the source text of `src/abi` knows: documentation comments, and types that leave no trace at run time. */

export interface TypeAlias {
  readonly name: string;
  /** What stands after the equals sign, on one line. */
  readonly type: string;
  readonly doc: string | undefined;
}

export interface Source {
  readonly aliases: readonly TypeAlias[];
  /** By name of a structure or a constant; fields as `STRUCTURE.Field`. */
  readonly docs: ReadonlyMap<string, string>;
}

const DOC = String.raw`(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?`;
const ALIAS = new RegExp(`${DOC}^export type (\\w+) =([\\s\\S]*?);$`, 'gm');
const DECLARATION = new RegExp(`${DOC}^export (?:class|const|function) (\\w+)`, 'gm');
const CLASS = /^export class (\w+) extends ([\s\S]*?)^(?:\}|\))/gm;
const FIELD = new RegExp(`${DOC}^ +(\\w+):`, 'gm');

function plain(comment: string | undefined): string | undefined {
  return comment
    ?.split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join(' ')
    .trim();
}

export function readSource(text: string): Source {
  const docs = new Map<string, string>();
  const note = (name: string, comment: string | undefined): void => {
    const doc = plain(comment);
    if (doc !== undefined) docs.set(name, doc);
  };
  for (const [, comment, name = ''] of text.matchAll(DECLARATION)) note(name, comment);
  for (const [, type = '', body = ''] of text.matchAll(CLASS)) {
    for (const [, comment, field = ''] of body.matchAll(FIELD)) note(`${type}.${field}`, comment);
  }
  const aliases = [...text.matchAll(ALIAS)].map(
    ([, comment, name = '', type = '']): TypeAlias => ({
      name,
      type: type.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/, \)/g, ')').trim(),
      doc: plain(comment),
    }),
  );
  return { aliases, docs };
}
