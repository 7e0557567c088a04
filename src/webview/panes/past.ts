/** What leads into the past of the machine, and what is said there. */
import { h } from '../dom/element.ts';
import { isPast, placeOf, totalEvents } from '../model/history.ts';
import type { ViewContext } from '../view-context.ts';

/** The machine as it was just after an event; the last one is the present. */
export function goTo({ model, post }: ViewContext, event: number): void {
  if (model.history === null || event < 0 || event === placeOf(model)) return;
  if (isPast(model) && event >= totalEvents(model) - 1) post({ type: 'command', command: 'returnToPresent', args: {} });
  else post({ type: 'command', command: 'goToEvent', args: { event } });
}

/** null: the machine cannot be elsewhere, or is there already. @param where - tells it from others like it */
export function goThere(context: ViewContext, event: number, where: string, label = 'Go There'): HTMLElement | null {
  const { model } = context;
  if (model.history === null || event < 0 || event >= totalEvents(model) || event === placeOf(model)) return null;
  const title = `See the machine as it was at event ${event.toLocaleString('en-US')}`;
  const act = (click: Event): void => {
    click.stopPropagation();
    goTo(context, event);
  };
  return h('button', { class: 'go', 'data-key': `go ${where} ${event}`, title, onclick: act }, label);
}

/** Above everything else while the machine is in its past. */
export function pastBanner(context: ViewContext): HTMLElement | null {
  const { model, post } = context;
  if (!isPast(model) || model.state === null) return null;
  const [place, last] = [placeOf(model), totalEvents(model) - 1];
  const stop = model.state.paused?.text.replace(/^Event \d+: /, '') ?? '';
  return h(
    'section',
    { class: 'banner past', role: 'status', 'aria-label': 'In the past' },
    h(
      'div',
      { class: 'said' },
      h(
        'p',
        {},
        h('strong', {}, `↶ In the past: event ${place.toLocaleString('en-US')} of ${last.toLocaleString('en-US')}. `),
        stop,
      ),
      h(
        'p',
        { class: 'note' },
        'Resume repeats what happened. Inject or change something, and a new branch of history begins here; this one is kept.',
      ),
    ),
    h(
      'p',
      {},
      h(
        'button',
        {
          class: 'primary',
          'data-key': 'present',
          onclick: () => post({ type: 'command', command: 'returnToPresent', args: {} }),
        },
        'Return to Present',
      ),
      h(
        'button',
        {
          class: 'secondary',
          'data-key': 'repro',
          title: 'A small file that repeats this run on another machine',
          onclick: () => post({ type: 'command', command: 'copyRepro', args: {} }),
        },
        'Copy Repro',
      ),
    ),
  );
}
