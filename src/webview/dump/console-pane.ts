/** The commands of a debugger, answered from the dump. */
import { CONSOLE_PROMPT, type ConsoleItem, type ConsoleResult } from '../../protocol/console.ts';
import type { DumpRequest } from '../../protocol/dump-view.ts';
import { h } from '../dom/element.ts';

/** Answers that are kept on the page. */
const MOST_ANSWERS = 100;
/** Follow-up commands that an answer offers. */
const MOST_LINKS = 24;

export class ConsolePane {
  readonly element: HTMLElement;
  readonly #post: (request: DumpRequest) => void;
  readonly #input = h('input', {
    type: 'text',
    id: 'command',
    class: 'line',
    spellcheck: 'false',
    autocomplete: 'off',
    list: 'commands',
    'data-key': 'command',
  });
  readonly #offers = h('datalist', { id: 'commands' });
  readonly #log = h('div', {
    class: 'answers',
    role: 'log',
    'aria-label': 'Answers',
    tabindex: 0,
    'data-key': 'answers',
  });
  /** Lines that were asked, oldest first, and how far the user has gone back. */
  readonly #asked: string[] = [];
  #back = 0;
  #requestId = 0;

  constructor(post: (request: DumpRequest) => void) {
    this.#post = post;
    const ask = (event: Event): void => {
      event.preventDefault();
      this.#ask(this.#input.value.trim());
      this.#input.value = '';
    };
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    this.#input.addEventListener('input', () => this.#complete());
    const form = h(
      'form',
      { class: 'bar', onsubmit: ask },
      h('label', { for: 'command' }, CONSOLE_PROMPT.trim()),
      this.#input,
      this.#offers,
      h('button', { class: 'primary', type: 'submit', 'data-key': 'run' }, 'Run'),
    );
    const start = h('p', { class: 'note' }, 'Commands such as !devstack disk0, !irpfind, dt or dx; ? lists them.');
    this.element = h('div', { class: 'console' }, start, this.#log, form);
  }

  receive(line: string, { text, items = [] }: ConsoleResult): void {
    const answer = h(
      'section',
      { 'aria-label': line },
      h('div', { class: 'asked' }, `${CONSOLE_PROMPT}${line}`),
      h('pre', {}, text),
      ...this.#links(items),
    );
    this.#log.append(answer);
    while (this.#log.childElementCount > MOST_ANSWERS) this.#log.firstElementChild?.remove();
    answer.scrollIntoView({ block: 'nearest' });
  }

  /** @param lines - whole lines that the one being written can become */
  offer(requestId: number, lines: readonly string[]): void {
    if (requestId !== this.#requestId) return;
    this.#offers.replaceChildren(...lines.map((value) => h('option', { value })));
  }

  #ask(line: string): void {
    if (line === '') return;
    if (this.#asked.at(-1) !== line) this.#asked.push(line);
    this.#back = 0;
    this.#post({ type: 'console', line });
  }

  #complete(): void {
    this.#requestId += 1;
    this.#post({ type: 'completeConsole', requestId: this.#requestId, line: this.#input.value });
  }

  #links(items: readonly ConsoleItem[]): readonly HTMLElement[] {
    const open = items.flatMap(({ name, command }) => (command === undefined ? [] : [{ name, command }]));
    if (open.length === 0) return [];
    const buttons = open
      .slice(0, MOST_LINKS)
      .map(({ name, command }) =>
        h('button', { class: 'tool wide', type: 'button', title: command, onclick: () => this.#ask(command) }, name),
      );
    return [h('div', { class: 'links', role: 'group', 'aria-label': 'Look into' }, ...buttons)];
  }

  /** The arrow keys walk what was asked before, as in a terminal. */
  #key(event: KeyboardEvent): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    const back = this.#back + (event.key === 'ArrowUp' ? 1 : -1);
    if (back < 0 || back > this.#asked.length) return;
    event.preventDefault();
    this.#back = back;
    this.#input.value = this.#asked.at(-back) ?? '';
    if (back === 0) this.#input.value = '';
  }
}
