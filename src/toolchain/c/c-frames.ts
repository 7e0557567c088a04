/** Turns the frames of C drivers in an error's stack into lines of their files, as TypeScript drivers have them. */
import { sourceUrlOf } from '../stack-lines.ts';
import type { CImage } from './compile-driver.ts';
import { type CodePlace, LineTable } from './line-table.ts';

const FRAME = /^(\s*at )(?:\S+\.)?(\w+) \(wasm:\/\/wasm\/(.+)-[0-9a-f]{8}:wasm-function\[\d+\]:0x([0-9a-f]+)\)$/gm;

export class CFrames {
  readonly #images: ReadonlyMap<string, CImage>;
  readonly #tables = new Map<string, LineTable>();

  constructor(images: readonly CImage[]) {
    this.#images = new Map(images.map((image) => [image.name, image]));
  }

  translate(stack: string): string {
    if (this.#images.size === 0) return stack;
    return stack.replace(FRAME, (frame, at: string, routine: string, name: string, offset: string) => {
      const image = this.#images.get(name);
      const line = image === undefined ? null : this.#tableOf(image).find(Number.parseInt(offset, 16));
      const path = image?.files.get(line?.file ?? '');
      if (line === null || path === undefined) return frame;
      return `${at}${routine} (${sourceUrlOf(path)}:${line.line}:${Math.max(line.column, 1)})`;
    });
  }

  /** Where the code of a user's file lies, module by module. */
  placesIn(path: string): readonly { readonly module: string; readonly places: readonly CodePlace[] }[] {
    return [...this.#images.values()].flatMap((image) => {
      const virtual = [...image.files].find(([, user]) => user === path)?.[0];
      return virtual === undefined ? [] : [{ module: image.name, places: this.#tableOf(image).placesIn(virtual) }];
    });
  }

  /** Read when the first error needs it. */
  #tableOf(image: CImage): LineTable {
    const known = this.#tables.get(image.name);
    if (known !== undefined) return known;
    const made = new LineTable(image.bytes);
    this.#tables.set(image.name, made);
    return made;
  }
}
