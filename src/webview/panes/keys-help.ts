/** The list of keys, on `?`. */
import { h } from '../dom/element.ts';

const KEYS: readonly (readonly [string, string])[] = [
  ['Tab', 'to the next pane'],
  ['Arrow keys', 'among tools, boxes and rows'],
  ['Home, End', 'first and last'],
  ['Enter, Space', 'select, press'],
  ['Page Up, Page Down', 'a screen of events'],
  ['Esc', 'back to what was selected before'],
  ['?', 'this list'],
];

export interface KeysHelp {
  readonly element: HTMLDialogElement;
  open(): void;
  /** @returns whether it was open */
  close(): boolean;
}

export function keysHelp(): KeysHelp {
  const close = h('button', { class: 'primary' }, 'Close');
  const element = h(
    'dialog',
    { class: 'keys', 'aria-label': 'Keys' },
    h('h1', {}, 'Keys'),
    h('dl', { class: 'fields' }, ...KEYS.flatMap(([key, text]) => [h('dt', {}, key), h('dd', {}, text)])),
    close,
  );
  close.addEventListener('click', () => element.close());
  return {
    element,
    open: () => element.showModal(),
    close: () => {
      const wasOpen = element.open;
      element.close();
      return wasOpen;
    },
  };
}
