/** Memory in hex, a screenful at a time: only what is looked at is read from the file. */
import type { AddressSpace, DumpRequest, MemoryView } from '../../protocol/dump-view.ts';
import { h, replaceContent } from '../dom/element.ts';
import { addressText, bytesText, moved, parseAddress } from './address.ts';

const BYTES_IN_LINE = 16;
const LINES = 32;
const SCREENFUL = LINES * BYTES_IN_LINE;

export interface MemoryPlace {
  readonly address: string;
  readonly space: AddressSpace;
}

export class MemoryPane {
  readonly element: HTMLElement;
  readonly #post: (request: DumpRequest) => void;
  readonly #onMoved: (place: MemoryPlace) => void;
  readonly #input = h('input', { type: 'text', id: 'address', spellcheck: 'false', 'data-key': 'address' });
  readonly #space = h(
    'select',
    { id: 'space', 'data-key': 'space' },
    h('option', { value: 'virtual' }, 'virtual'),
    h('option', { value: 'physical' }, 'physical'),
  );
  readonly #note = h('p', { class: 'note', role: 'status' });
  readonly #lines = h('div', {
    class: 'hex',
    role: 'region',
    'aria-label': 'Memory: Page Up and Page Down move',
    tabindex: 0,
    'data-key': 'hex',
  });
  #place: MemoryPlace = { address: '0x0', space: 'virtual' };
  #requestId = 0;

  constructor(post: (request: DumpRequest) => void, onMoved: (place: MemoryPlace) => void) {
    this.#post = post;
    this.#onMoved = onMoved;
    const go = (event: Event): void => {
      event.preventDefault();
      this.#typed();
    };
    const button = (label: string, bytes: number): HTMLElement =>
      h('button', { class: 'tool wide', type: 'button', 'data-key': label, onclick: () => this.#move(bytes) }, label);
    const form = h(
      'form',
      { class: 'bar', onsubmit: go },
      h('label', { for: 'address' }, 'Address'),
      this.#input,
      h('label', { for: 'space' }, 'Kind'),
      this.#space,
      h('button', { class: 'primary', type: 'submit', 'data-key': 'go' }, 'Go'),
      button('Previous page', -SCREENFUL),
      button('Next page', SCREENFUL),
    );
    this.#space.addEventListener('change', () => this.#typed());
    this.#lines.addEventListener('keydown', (event) => this.#key(event));
    this.element = h('div', { class: 'memory' }, form, this.#note, this.#lines);
  }

  /** @param place - `address` with `0x` */
  show(place: MemoryPlace): void {
    this.#place = place;
    this.#input.value = place.address;
    this.#space.value = place.space;
    this.#onMoved(place);
    this.#requestId += 1;
    this.#post({ type: 'readMemory', requestId: this.#requestId, ...place, lines: LINES });
  }

  receive(requestId: number, { first, lines, problem }: MemoryView): void {
    if (requestId !== this.#requestId) return;
    const missing = lines.filter((line) => line === null).length;
    this.#note.textContent =
      problem ??
      (missing === lines.length && missing > 0
        ? `Nothing at this ${this.#place.space} address is in the dump.`
        : missing > 0 || lines.some((line) => line?.includes('?'))
          ? 'Question marks: not in the dump.'
          : '');
    const row = (line: string | null, index: number): HTMLElement => {
      const { hex, text } = bytesText(line);
      const address = addressText(moved(first, index * BYTES_IN_LINE));
      return h(
        'div',
        {},
        h('span', { class: 'at' }, `${address}  `),
        ...halves(hex),
        h('span', { class: 'ascii' }, `  ${text}`),
      );
    };
    replaceContent(this.#lines, ...lines.map(row));
  }

  #typed(): void {
    const address = parseAddress(this.#input.value);
    this.#input.setAttribute('aria-invalid', String(address === null));
    if (address === null) this.#note.textContent = 'An address is up to 16 hex digits: 80001000 or fffff800`80001000.';
    else this.show({ address, space: this.#space.value === 'physical' ? 'physical' : 'virtual' });
  }

  #move(bytes: number): void {
    this.show({ ...this.#place, address: moved(this.#place.address, bytes) });
  }

  #key(event: KeyboardEvent): void {
    const bytes = {
      PageDown: SCREENFUL,
      PageUp: -SCREENFUL,
      ArrowDown: BYTES_IN_LINE,
      ArrowUp: -BYTES_IN_LINE,
    }[event.key];
    if (bytes === undefined) return;
    event.preventDefault();
    this.#move(bytes);
  }
}

/** Eight bytes each: where there is no room for both, the second stands below the first. */
function halves(hex: string): readonly HTMLElement[] {
  const middle = (BYTES_IN_LINE / 2) * '00 '.length;
  return [hex.slice(0, middle), hex.slice(middle)].map((half) => h('span', { class: 'bytes' }, half));
}
