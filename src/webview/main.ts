/** The Stack View: takes messages, draws once a frame. */
import { type SavedView, type Selection, VIEW_VERSION, type ViewMessage, type ViewRequest } from '../protocol/view.ts';
import { h, replaceContent } from './dom/element.ts';
import { travelAnnouncement } from './model/history.ts';
import { announcement, EMPTY, receive, select, type ViewModel } from './model/view-model.ts';
import { banner, emptyState } from './panes/banners.ts';
import { EventsPane } from './panes/events.ts';
import { inspector } from './panes/inspector.ts';
import { keysHelp } from './panes/keys-help.ts';
import { life } from './panes/life.ts';
import { stacks } from './panes/stacks.ts';
import { textTwin } from './panes/text-twin.ts';
import { TimeSlider } from './panes/time-slider.ts';
import { TimelinePane } from './panes/timeline.ts';
import { timelineText } from './panes/timeline-text.ts';
import { toolbar } from './panes/toolbar.ts';
import { Visits } from './timeline/visits.ts';
import type { Pane, ViewContext } from './view-context.ts';

const vscode = acquireVsCodeApi<SavedView>();
const saved = vscode.getState();

function restored(): ViewModel {
  const model = { ...EMPTY, chart: saved?.chart ?? EMPTY.chart };
  return saved?.selection === undefined || saved.selection === null ? model : select(model, saved.selection);
}

class StackView {
  #model: ViewModel = restored();
  #isText = saved?.text ?? false;
  #filter = saved?.filter ?? '';
  #isScheduled = false;
  readonly #back: Selection[] = [];
  readonly #live = h('div', { class: 'live', role: 'status', 'aria-live': 'polite' });
  readonly #top = h('div', { class: 'top' });
  readonly #body = h('main', { class: 'body' });
  readonly #help = keysHelp();
  readonly #events = new EventsPane(this.#filter, (filter) => {
    this.#filter = filter;
    this.#save();
  });
  readonly #timeline = new TimelinePane(() => this.#schedule());
  readonly #slider = new TimeSlider(() => this.#schedule());
  readonly #visits = new Visits();
  readonly #toolbar = toolbar(
    () => this.#toggleText(),
    () => this.#isText,
    this.#slider,
  );
  readonly #pictures: readonly Pane[] = [
    stacks(),
    life(this.#visits),
    inspector(
      (n) => this.#events.eventAt(n) ?? this.#timeline.eventAt(n),
      (irp, until) => this.#timeline.stepsOf(irp, until),
    ),
    this.#timeline,
    this.#events,
  ];
  readonly #text = textTwin((context) => timelineText(context, this.#timeline));
  #shown = '';

  start(root: HTMLElement): void {
    root.append(this.#toolbar.element, this.#top, this.#body, this.#help.element, this.#live);
    window.addEventListener('message', (event: MessageEvent<ViewMessage>) => this.#receive(event.data));
    window.addEventListener('keydown', (event) => this.#key(event));
    window.addEventListener('resize', () => this.#schedule());
    this.#post({ type: 'ready', version: VIEW_VERSION });
    this.#schedule();
  }

  #post(request: ViewRequest): void {
    vscode.postMessage(request);
  }

  #receive(message: ViewMessage): void {
    if (message.type === 'tracePage' || message.type === 'outline') {
      this.#receiveTrace(message);
      return;
    }
    const before = this.#model;
    this.#model = receive(before, message);
    if (message.type === 'history') this.#slider.arrived();
    // A machine that goes on in its past says what happens there.
    const travelled = message.type === 'delta' ? '' : travelAnnouncement(before, this.#model);
    const said = travelled || announcement(before.state, this.#model.state);
    if (said !== '') this.#live.textContent = said;
    this.#save();
    this.#schedule();
  }

  /** Who has asked takes the answer. */
  #receiveTrace(message: Extract<ViewMessage, { type: 'tracePage' | 'outline' }>): void {
    const { requestId } = message;
    const takers = [this.#timeline, this.#slider];
    if (message.type === 'outline') takers.find((one) => one.receiveOutline(requestId, message.outline));
    else if (![...takers, this.#visits].some((one) => one.receivePage(requestId, message.page)))
      this.#events.receive(requestId, message.page);
    this.#schedule();
  }

  #select(selection: Selection): void {
    if (this.#model.selection !== null) this.#back.push(this.#model.selection);
    this.#model = select(this.#model, selection);
    this.#post({ type: 'select', selection });
    this.#save();
    this.#schedule();
  }

  #showChart(chart: string): void {
    this.#model = { ...this.#model, chart };
    this.#save();
    this.#schedule();
  }

  #toggleText(): void {
    this.#isText = !this.#isText;
    this.#save();
    this.#schedule();
  }

  #save(): void {
    vscode.setState({
      version: VIEW_VERSION,
      file: this.#model.state?.file ?? null,
      selection: this.#model.selection,
      filter: this.#filter,
      chart: this.#model.chart,
      text: this.#isText,
      scroll: {},
    });
  }

  #key(event: KeyboardEvent): void {
    const isTyping = event.target instanceof HTMLInputElement;
    if (event.key === 'Escape') {
      if (this.#help.close()) return;
      const back = this.#back.pop();
      if (back !== undefined) {
        this.#model = select(this.#model, back);
        this.#schedule();
      }
    } else if (event.key === '?' && !isTyping) {
      this.#help.open();
    }
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestAnimationFrame(() => {
      this.#isScheduled = false;
      this.#draw();
    });
  }

  #draw(): void {
    const context: ViewContext = {
      model: this.#model,
      post: (request) => this.#post(request),
      select: (selection) => this.#select(selection),
      showChart: (chart) => this.#showChart(chart),
    };
    const empty = emptyState(context);
    const mode = empty !== null ? 'empty' : this.#isText ? 'text' : 'pictures';
    document.body.dataset['mode'] = mode;
    this.#toolbar.render(context);
    replaceContent(this.#top, banner(context));
    if (empty !== null) {
      replaceContent(this.#body, empty);
    } else {
      const panes = this.#isText ? [this.#text] : this.#pictures;
      // The panes stay in place while the mode does, so that they keep what was scrolled and focused.
      if (this.#shown !== mode) this.#body.replaceChildren(...panes.map(({ element }) => element));
      for (const pane of panes) pane.render(context);
    }
    this.#shown = mode;
  }
}

const root = document.getElementById('app');
if (root !== null) new StackView().start(root);
