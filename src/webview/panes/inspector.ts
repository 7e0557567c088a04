/** What is selected: a device object, an IRP, an event or a finding, field by field. */

import { documentUrl } from '../../protocol/document-url.ts';
import { dumpFilterText } from '../../protocol/dump-stack-state.ts';
import { pofxLines } from '../../protocol/pofx-text.ts';
import { devicePowerText, powerRequestText } from '../../protocol/power-text.ts';
import type { DeviceState, IrpState, MachineState, ResourceState, ViolationState } from '../../protocol/state.ts';
import type { TraceEvent } from '../../protocol/trace.ts';
import { loggedIrpLine } from '../../protocol/verification-text.ts';
import { MEMORY_CHART } from '../../protocol/view.ts';
import { h, replaceContent } from '../dom/element.ts';
import { placeOf } from '../model/history.ts';
import { filesText, memoryBelow, requestText, statesText } from '../model/view-model.ts';
import type { Pane, ViewContext } from '../view-context.ts';
import { goThere, goTo } from './past.ts';

/** The Violations view has them all. */
const FINDINGS_SHOWN = 8;
/** The timeline has them all. */
const STEPS_SHOWN = 12;

type Field = readonly [name: string, value: string | HTMLElement];

function table(fields: readonly Field[]): HTMLElement {
  return h('dl', { class: 'fields' }, ...fields.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

function sourceLink(context: ViewContext, file: string, line: number, column = 1): HTMLElement {
  return h(
    'button',
    {
      class: 'link',
      'data-key': `source ${file}:${line}`,
      onclick: () => context.post({ type: 'openSource', file, line, column }),
    },
    `${file.replace(/^.*[\\/]/, '')}:${line}`,
  );
}

function deviceFields(context: ViewContext, device: DeviceState): readonly Field[] {
  return [
    ['Instance path', device.instancePath],
    ['Service', device.service ?? 'none'],
    ['PnP', device.pnp],
    ['Power', `${device.power.system}, ${devicePowerText(device.power)}`],
    ['Power policy', device.power.policy],
    ...(device.power.requests ?? []).map(
      (request): Field => ['Power IRP', `${powerRequestText(request)}, ${request.irp}`],
    ),
    ...(device.pofx === null ? [] : pofxLines(device.pofx)).map(
      (line, index): Field => [
        index === 0 ? 'Power framework' : 'Component',
        line.trim().replace(/^(?:power framework: |component )/, ''),
      ],
    ),
    ['Special files', filesText(device.specialFiles) || 'none'],
    ...dumpStackFields(context, device),
    ['Can be disabled', device.notDisableable ? 'no' : 'yes'],
    [
      'Problem',
      device.problem === null ? 'none' : `${device.problem.code} ${device.problem.name}: ${device.problem.text}`,
    ],
    ...statesText(context.model, device).map((text): Field => ['Lifecycle', text]),
    ['Hardware ids', device.hardwareIds.join(', ') || 'none'],
    ['Resources', device.resources?.map(resourceText).join(', ') ?? 'none'],
    ['Open handles', String(device.openHandles ?? 0)],
    ...(device.slot === undefined ? [] : [['Slot', device.slot] as const]),
    ...findings(context, (one) => one.device === device.id),
    ...(device.irpLog ?? []).map((one): Field => ['Last IRP', loggedIrpLine(one)]),
    ...(device.interfaces ?? []).map(
      ({ link, enabled }): Field => ['Interface', enabled ? link : `${link} (disabled)`],
    ),
  ];
}

/** What a crash or a hibernation would write through to the file on this device. */
function dumpStackFields({ model }: ViewContext, { id }: DeviceState): readonly Field[] {
  const stacks = (model.state?.dumpStacks ?? []).filter(({ device }) => device === id);
  return stacks.flatMap(({ kind, state, image, filters }): Field[] => [
    [kind === 'crash' ? 'Dump stack' : 'Hibernation stack', `${state}, through ${image}`],
    ...filters.map((filter): Field => ['Dump filter', dumpFilterText(filter)]),
  ]);
}

/** `memory 0xe0000000-0xe000ffff`, `interrupt 11 (shared)` */
function resourceText({ type, start, length, shared }: ResourceState): string {
  const first = Number(start);
  const range = type === 'interrupt' ? String(first) : `${start}-0x${(first + length - 1).toString(16)}`;
  return `${type} ${range}${shared ? ' (shared)' : ''}`;
}

function objectFields(context: ViewContext, device: DeviceState, object: string): readonly Field[] {
  const entry = device.stack.find((one) => one.object === object);
  if (entry === undefined) return [['Device object', `${object} is gone`]];
  return [
    ['Device object', entry.object],
    ['Driver', entry.driver],
    ['Name', entry.name ?? 'none'],
    ['Flags', entry.flags.join(', ') || '0'],
    ['Special files', filesText(entry.specialFiles) || 'none'],
    ['Source', entry.source === null ? 'in-box' : sourceLink(context, entry.source, 1)],
    ...findings(context, (one) => one.device === device.id && one.driver === entry.driver),
  ];
}

/** Broken rules, each leading to what is known of it. */
function findings(context: ViewContext, isMeant: (violation: ViolationState) => boolean): readonly Field[] {
  const meant = (context.model.state?.violations ?? []).filter(isMeant).slice(-FINDINGS_SHOWN);
  return meant.map(
    ({ rule, title, event }): Field => [
      'Broken rule',
      h(
        'button',
        {
          class: 'link',
          'data-key': `finding ${rule} ${event}`,
          onclick: () => context.select({ kind: 'violation', rule, event }),
        },
        `${rule} ${title}`,
      ),
    ],
  );
}

/** Its last steps, each a place to go to. */
function stepFields(context: ViewContext, steps: readonly TraceEvent[]): readonly Field[] {
  return steps.slice(-STEPS_SHOWN).map((step): Field => {
    const { n, kind, device = '', driver = '', status } = step;
    const text = `${n.toLocaleString('en-US')} ${kind} ${device}/${driver}${status === undefined ? '' : ` ${status}`} `;
    const choose = (): void => context.select({ kind: 'event', event: n });
    const link = h('button', { class: 'link', 'data-key': `step ${n}`, onclick: choose }, text);
    return ['Step', h('span', { ondblclick: () => goTo(context, n) }, link, ' ', goThere(context, n, 'step'))];
  });
}

function irpFields(irp: IrpState): readonly Field[] {
  return [
    ['IRP', irp.address],
    ['Request', requestText(irp)],
    ['At', irp.at],
    ['Way', irp.direction],
    ['Status', irp.status],
    [
      'Held by',
      irp.heldBy === null ? 'nobody' : `${irp.heldBy}${irp.pendingSince === null ? '' : ` since ${irp.pendingSince}`}`,
    ],
    ['Waits for', irp.waitingFor ?? 'nothing'],
    ['Because of', irp.cause ?? 'the system'],
    ...Object.entries(irp.args).map(([name, value]): Field => [name, String(value)]),
  ];
}

/** What a finding about marked memory is about, as a picture. */
function memoryField(context: ViewContext, { rule, device }: ViolationState): readonly Field[] {
  const { state } = context.model;
  if (!rule.startsWith('dump/') || state === null || memoryBelow(state, device) === undefined) return [];
  const show = (): void => context.showChart(MEMORY_CHART);
  return [['Memory', h('button', { class: 'link', 'data-key': 'memory map', onclick: show }, 'show what was marked')]];
}

function violationFields(context: ViewContext, violation: ViolationState): readonly Field[] {
  return [
    ['Rule', violation.rule],
    ...(violation.published === undefined ? [] : [['Published as', violation.published.join(', ')] as const]),
    ['What happened', violation.message],
    ...(violation.why === undefined ? [] : [['Why it matters', violation.why] as const]),
    ['How to mend it', violation.remedy],
    ['Driver', violation.driver],
    ['Device', violation.device ?? 'none'],
    [
      'Source',
      violation.file === null
        ? 'none'
        : sourceLink(context, violation.file, violation.line ?? 1, violation.column ?? 1),
    ],
    ...(violation.earlier ?? []).map(
      ({ file, line, column, message }): Field => [
        'Before that',
        h('span', {}, sourceLink(context, file, line, column), ` ${message}`),
      ],
    ),
    ...memoryField(context, violation),
    [
      'At',
      h(
        'span',
        {},
        `${violation.time}, event ${violation.event} `,
        goThere(context, violation.event, 'finding'),
        goThere(context, violation.event - 1, 'finding', 'Go to the Event Before'),
      ),
    ],
    ...(violation.document === undefined
      ? []
      : [
          [
            'Document',
            h('a', { href: documentUrl(violation.document), 'data-key': 'document' }, violation.document),
          ] as const,
        ]),
  ];
}

function eventFields(event: TraceEvent): readonly Field[] {
  return Object.entries(event).map(
    ([name, value]): Field => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)],
  );
}

function selected(
  context: ViewContext,
  state: MachineState,
  event: TraceEvent | null,
  stepsOf: StepsOf,
): { readonly title: string; readonly fields: readonly Field[] } {
  const { selection } = context.model;
  switch (selection?.kind) {
    case 'irp': {
      const irp = state.irps.find((one) => one.address === selection.irp);
      return irp === undefined
        ? { title: `IRP ${selection.irp}`, fields: [['State', 'completed']] }
        : {
            title: `IRP ${irp.address}`,
            fields: [...irpFields(irp), ...stepFields(context, stepsOf(irp.address, placeOf(context.model)))],
          };
    }
    case 'object': {
      const device = state.devices.find((one) => one.id === selection.device);
      return {
        title: `Device object ${selection.object}`,
        fields: device === undefined ? [] : objectFields(context, device, selection.object),
      };
    }
    case 'violation': {
      const violation = state.violations.find((one) => one.event === selection.event && one.rule === selection.rule);
      return {
        title: violation?.title ?? selection.rule,
        fields: violation === undefined ? [] : violationFields(context, violation),
      };
    }
    case 'event':
      return {
        title: `Event ${selection.event}`,
        fields: event?.n === selection.event ? eventFields(event) : [],
      };
    default: {
      const device = state.devices.find((one) => one.id === context.model.device);
      return {
        title: device === undefined ? 'Inspector' : `${device.description} ${device.id}`,
        fields: device === undefined ? [] : deviceFields(context, device),
      };
    }
  }
}

type StepsOf = (irp: string, until: number) => readonly TraceEvent[];

/**
 * @param eventOf - an event that is at hand
 * @param stepsOf - the way of an IRP, as far as it is at hand
 */
export function inspector(eventOf: (n: number) => TraceEvent | null, stepsOf: StepsOf = () => []): Pane {
  const element = h('div', {
    class: 'pane inspector',
    'data-pane': 'inspector',
    role: 'region',
    'aria-label': 'Inspector',
    tabindex: 0,
  });
  return {
    element,
    render(context) {
      const { state, selection } = context.model;
      if (state === null) return;
      const event = selection?.kind === 'event' ? eventOf(selection.event) : null;
      const { title, fields } = selected(context, state, event, stepsOf);
      const text = [
        title,
        ...fields.map(([name, value]) => `${name}: ${typeof value === 'string' ? value : (value.textContent ?? '')}`),
      ].join('\n');
      const copy = h(
        'button',
        { class: 'link', 'data-key': 'copy', onclick: () => context.post({ type: 'copy', text }) },
        'Copy',
      );
      const go = selection?.kind === 'event' ? goThere(context, selection.event, 'event') : null;
      replaceContent(element, h('h2', {}, title, ' ', copy, ' ', go), table(fields));
    },
  };
}
