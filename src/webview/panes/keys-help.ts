/** The list of keys, on `?`. */
import { h } from '../dom/element.ts';

const KEYS: readonly (readonly [string, string])[] = [
  ['Tab', 'to the next pane'],
  ['Arrow keys', 'among tools, boxes and rows'],
  ['Home, End', 'first and last'],
  ['Enter, Space', 'select, press'],
  ['Page Up, Page Down', 'a screen of events'],
  ['← → on the timeline', 'to the event before, after'],
  ['↑ ↓ on the timeline', 'to the event before, after of the same IRP'],
  ['+ − 0 on the timeline', 'nearer, farther, to where the machine is'],
  ['Enter on an event', 'be there: the machine as it was then'],
  ['← → Page Up, Page Down on the slider', 'where to go in time; Enter goes, Esc stays'],
  ['Ctrl and wheel, Shift and wheel', 'zoom and pan the timeline'],
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
