/** What stands above and beside the lanes. */
import { h } from '../dom/element.ts';
import { cursorOf, placeOf, totalEvents } from '../model/history.ts';
import { goTo } from '../panes/past.ts';
import type { ViewContext } from '../view-context.ts';
import { MARK_SIGNS } from './drawing.ts';
import type { Span } from './span.ts';

export interface BarActions {
  zoomIn(): void;
  zoomOut(): void;
  showAll(): void;
  showPlace(): void;
}

/** @param isFar - events are only counted */
export function barOf(
  context: ViewContext,
  { from, to }: Span,
  isFar: boolean,
  act: BarActions,
): readonly HTMLElement[] {
  const { model } = context;
  const tool = (key: string, icon: string, label: string, onclick: () => void): HTMLElement =>
    h('button', { class: 'tool', 'data-key': `timeline ${key}`, title: label, 'aria-label': label, onclick }, icon);
  const last = Math.max(from, Math.min(to, totalEvents(model)) - 1);
  const shown = `events ${from.toLocaleString('en-US')} to ${last.toLocaleString('en-US')}${isFar ? ', counted' : ''}`;
  const cursor = cursorOf(model);
  const isElsewhere = cursor !== placeOf(model) && cursor >= 0 && cursor < totalEvents(model);
  const go = h(
    'button',
    { class: 'tool wide', 'data-key': 'timeline go', onclick: () => goTo(context, cursor) },
    `Go to Event ${cursor.toLocaleString('en-US')}`,
  );
  return [
    h('h2', {}, 'Timeline'),
    h('span', { class: 'count' }, shown),
    h(
      'span',
      { class: 'tools end' },
      isElsewhere && model.history !== null ? go : null,
      tool('out', '−', 'Zoom out', act.zoomOut),
      tool('in', '+', 'Zoom in', act.zoomIn),
      tool('all', '↔', 'The whole run', act.showAll),
      h(
        'button',
        {
          class: 'tool wide',
          'data-key': 'timeline here',
          title: 'To where the machine is, and follow it',
          onclick: act.showPlace,
        },
        'Here',
      ),
    ),
  ];
}

/** Names of the rows, from above. */
export function labelsOf(lanes: readonly string[]): readonly HTMLElement[] {
  const { violation, bugcheck, injection, fault } = MARK_SIGNS;
  const legend = `${violation} broken rule, ${bugcheck} bug check, ${injection} injection, ${fault} fault`;
  const label = (kind: string, name: string, title = name): HTMLElement =>
    h('div', { class: `lane-name ${kind}`, title }, name);
  return [
    label('axis', ''),
    label('marks', 'findings', legend),
    label('names', 'requests'),
    ...lanes.map((name) => label('lane', name)),
  ];
}
