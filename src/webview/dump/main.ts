/** A crash dump: what it is, what stopped the machine, the machine as it was, its memory. */
import type { DumpMessage, DumpRequest } from '../../protocol/dump-view.ts';
import type { TraceEvent } from '../../protocol/trace.ts';
import type { Selection, ViewRequest } from '../../protocol/view.ts';
import { h, replaceContent, roving } from '../dom/element.ts';
import { EMPTY, receive, select, type ViewModel } from '../model/view-model.ts';
import { EventsPane } from '../panes/events.ts';
import { inspector } from '../panes/inspector.ts';
import { stacks } from '../panes/stacks.ts';
import { textTwin } from '../panes/text-twin.ts';
import type { Pane, ViewContext } from '../view-context.ts';
import { ConsolePane } from './console-pane.ts';
import { deviceTree } from './device-tree.ts';
import { MemoryPane, type MemoryPlace } from './memory-pane.ts';
import { overview } from './overview.ts';
import { requests } from './requests.ts';
import { eventOf, pageOf } from './trace.ts';

const TABS = {
  overview: 'Bug Check',
  devices: 'Devices',
  requests: 'Requests',
  events: 'Events',
  console: 'Console',
  memory: 'Memory',
  text: 'As Text',
} as const;
type Tab = keyof typeof TABS;

interface Saved {
  readonly tab: Tab;
  readonly memory: MemoryPlace | null;
  readonly selection: Selection | null;
}

type Dump = Extract<DumpMessage, { type: 'dump' }>;

const vscode = acquireVsCodeApi<Saved>();

class DumpView {
  #model: ViewModel = EMPTY;
  #dump: Dump | null = null;
  #trace: readonly TraceEvent[] = [];
  #tab: Tab = vscode.getState()?.tab ?? 'overview';
  #place: MemoryPlace | null = vscode.getState()?.memory ?? null;
  #filter = '';
  #root: HTMLElement = document.body;
  readonly #live = h('div', { class: 'live', role: 'status', 'aria-live': 'polite' });
  readonly #memory = new MemoryPane(
    (request) => this.#post(request),
    (place) => {
      this.#place = place;
      this.#save();
    },
  );
  readonly #console = new ConsolePane((request) => this.#post(request));
  readonly #events = new EventsPane('', (filter) => {
    this.#filter = filter;
  });
  readonly #overview = h('div', { class: 'scroll', 'data-pane': 'overview' });
  readonly #inspector = inspector((n) => this.#events.eventAt(n));
  readonly #panes: Readonly<Record<Tab, readonly Pane[]>> = {
    overview: [],
    devices: [deviceTree(), stacks(), this.#inspector],
    requests: [requests((address) => this.#openMemory(address)), this.#inspector],
    events: [this.#events, this.#inspector],
    console: [],
    memory: [],
    text: [textTwin()],
  };

  start(root: HTMLElement): void {
    this.#root = root;
    window.addEventListener('message', (event: MessageEvent<DumpMessage>) => this.#receive(event.data));
    window.addEventListener('resize', () => this.#drawPanes());
    replaceContent(root, h('p', { class: 'pane' }, 'Reading the dump.'));
    this.#post({ type: 'ready' });
  }

  #post(request: DumpRequest): void {
    vscode.postMessage(request);
  }

  #receive(message: DumpMessage): void {
    switch (message.type) {
      case 'dump':
        this.#show(message);
        break;
      case 'unreadable':
        this.#dump = null;
        replaceContent(this.#root, unreadable(message.file, message.message));
        break;
      case 'memory':
        this.#memory.receive(message.requestId, message.memory);
        break;
      case 'console':
        this.#console.receive(message.line, message.result);
        break;
      case 'consoleOffers':
        this.#console.offer(message.requestId, message.lines);
        break;
    }
  }

  #show(dump: Dump): void {
    this.#dump = dump;
    this.#trace = (dump.contents?.trace ?? []).map(eventOf);
    const state = dump.contents?.state;
    // The events of the dump are the last ones only: the table counts those.
    this.#model =
      state === undefined ? EMPTY : receive(EMPTY, { type: 'state', state: { ...state, events: this.#trace.length } });
    const selection = vscode.getState()?.selection ?? null;
    if (selection !== null) this.#model = select(this.#model, selection);
    if (state === undefined && this.#tab !== 'memory') this.#tab = 'overview';
    this.#live.textContent = `Crash dump ${dump.file}: ${state?.bugcheck?.name ?? dump.header.bugCheckName ?? dump.header.kind}.`;
    this.#draw();
    this.#memory.show(this.#place ?? this.#firstPlace(dump));
  }

  /** The driver that was blamed, else where the processor stood. */
  #firstPlace({ contents, header }: Dump): MemoryPlace {
    const blamed = contents?.state.bugcheck?.driver ?? null;
    const entry = contents?.state.devices.flatMap(({ stack }) => stack).find(({ driver }) => driver === blamed);
    return { address: entry?.object ?? header.instruction, space: 'virtual' };
  }

  #openMemory(address: string): void {
    this.#memory.show({ address, space: 'virtual' });
    this.#open('memory');
  }

  #open(tab: Tab): void {
    this.#tab = tab;
    this.#save();
    this.#draw();
  }

  #save(): void {
    vscode.setState({ tab: this.#tab, memory: this.#place, selection: this.#model.selection });
  }

  #context(): ViewContext {
    return {
      model: this.#model,
      post: (request) => this.#request(request),
      select: (selection) => this.#select(selection),
      showChart: () => {},
    };
  }

  #select(selection: Selection): void {
    this.#model = select(this.#model, selection);
    this.#save();
    if (this.#tab === 'overview') this.#open(selection.kind === 'event' ? 'events' : 'devices');
    else this.#drawPanes();
  }

  /** The panes ask as in the Stack View: the dump answers for its events itself. */
  #request(request: ViewRequest): void {
    if (request.type === 'openSource' || request.type === 'copy') this.#post(request);
    if (request.type !== 'traceRequest') return;
    const { requestId, from, count } = request;
    // The table draws while it asks: the answer waits until it has.
    queueMicrotask(() => {
      this.#events.receive(requestId, pageOf(this.#trace, from, count, this.#filter));
      if (this.#tab === 'events') this.#inspector.render(this.#context());
    });
  }

  #draw(): void {
    if (this.#dump === null) return;
    document.body.dataset['mode'] = 'dump';
    const tabs = (Object.keys(TABS) as Tab[]).filter(
      (tab) => tab === 'overview' || tab === 'memory' || this.#model.state !== null,
    );
    const list = h(
      'div',
      { class: 'tabs', role: 'tablist', 'aria-label': 'Crash dump' },
      ...tabs.map((tab) => this.#tabButton(tab)),
    );
    roving(list, '[role="tab"]');
    const body = h(
      'main',
      {
        class: `dump-body ${this.#tab}`,
        id: 'panel',
        role: 'tabpanel',
        'aria-labelledby': `tab-${this.#tab}`,
      },
      ...this.#elements(),
    );
    replaceContent(this.#root, list, body, this.#live);
    this.#drawPanes();
  }

  #tabButton(tab: Tab): HTMLElement {
    const isShown = tab === this.#tab;
    return h(
      'button',
      {
        class: 'tab',
        role: 'tab',
        id: `tab-${tab}`,
        'data-key': `tab ${tab}`,
        'aria-selected': String(isShown),
        'aria-controls': 'panel',
        tabindex: isShown ? 0 : -1,
        onclick: () => this.#open(tab),
      },
      TABS[tab],
    );
  }

  #elements(): readonly HTMLElement[] {
    if (this.#tab === 'overview') return [this.#overview];
    if (this.#tab === 'memory') return [this.#memory.element];
    if (this.#tab === 'console') return [this.#console.element];
    return this.#panes[this.#tab].map(({ element }) => element);
  }

  #drawPanes(): void {
    const context = this.#context();
    if (this.#tab === 'overview' && this.#dump !== null) {
      const { header, note, contents } = this.#dump;
      const openMemory = (address: string): void => this.#openMemory(address);
      replaceContent(this.#overview, ...overview(context, header, note, contents?.analysis ?? null, openMemory));
    }
    for (const pane of this.#panes[this.#tab]) pane.render(context);
  }
}

function unreadable(file: string, message: string): HTMLElement {
  return h(
    'div',
    { class: 'empty', 'data-pane': 'unreadable', role: 'alert' },
    h('div', { class: 'mark', 'aria-hidden': 'true' }, '✕'),
    h('h1', {}, `${file} cannot be read as a crash dump`),
    h('p', {}, message),
    h(
      'p',
      {},
      'What can be read are 64-bit kernel dumps: complete, active, kernel and small ones, whoever wrote them. A dump of a process is none. Copy the file again if it was cut off on its way; Reopen Editor With… shows it with another editor.',
    ),
  );
}

const root = document.getElementById('app');
if (root !== null) new DumpView().start(root);
