import type { AnyStateMachine } from 'xstate';
import { bugCheck } from '../kernel/dump/bugcheck.machine.ts';
import { dumpStack } from '../kernel/dump/dump-stack.machine.ts';
import { hiberStack } from '../kernel/dump/hiber-stack.machine.ts';
import { crashdumpEntry } from '../kernel/fx/crashdump-entry.machine.ts';
import { pofxComponent } from '../kernel/fx/pofx-component.machine.ts';
import { pofxDevice } from '../kernel/fx/pofx-device.machine.ts';
import { standby } from '../kernel/fx/standby.machine.ts';
import { devicePnp, REQUEST_OF_EVENT } from '../kernel/pnp/device-pnp.machine.ts';
import { devicePower } from '../kernel/po/device-power.machine.ts';
import { devnodePower } from '../kernel/po/devnode-power.machine.ts';
import { systemPower } from '../kernel/po/system-power.machine.ts';
import { waitWake } from '../kernel/po/wait-wake.machine.ts';
import { storportAdapter } from '../kernel/storport/adapter.machine.ts';
import { storportUnit } from '../kernel/storport/unit.machine.ts';
import type { StateChart } from '../protocol/chart.ts';

interface StateConfig {
  readonly description?: string;
  readonly type?: string;
  readonly initial?: unknown;
  readonly states?: Readonly<Record<string, StateConfig>>;
  readonly on?: Readonly<Record<string, unknown>>;
}

/** What a machine's definition does not say of itself. */
interface Naming {
  readonly title: string;
  /** The page that describes the lifecycle. */
  readonly source: string;
  /** The injection that causes an event, where a user can. */
  readonly requestOf?: (event: string) => string | null;
}

/** A transition's targets, whichever way the machine writes them. */
function targetsOf(transition: unknown): readonly string[] {
  if (typeof transition === 'string') return [transition];
  if (Array.isArray(transition)) return transition.flatMap(targetsOf);
  const { target } = transition as { target?: string };
  return target === undefined ? [] : [target];
}

function chartOf(id: string, region: StateConfig, { title, source, requestOf }: Naming): StateChart {
  const states = Object.entries(region.states ?? {});
  return {
    id,
    title,
    initial: String(region.initial),
    states: states.map(([name, state]) => ({
      id: name,
      description: state.description ?? '',
      final: state.type === 'final',
    })),
    transitions: states.flatMap(([from, state]) =>
      Object.entries(state.on ?? {}).flatMap(([event, transition]) =>
        targetsOf(transition).map((to) => ({ from, event, to, source, request: requestOf?.(event) ?? null })),
      ),
    ),
  };
}

/** One chart; of a machine with regions one for each, by the ids under which the regions tell their states. */
function chartsOf(machine: AnyStateMachine, naming: Naming): readonly StateChart[] {
  const config = machine.config as StateConfig;
  if (config.type !== 'parallel') return [chartOf(machine.id, config, naming)];
  return Object.entries(config.states ?? {}).map(([name, region]) =>
    chartOf(`${machine.id}.${name}`, region, {
      ...naming,
      title: `${naming.title}: ${region.description ?? name}`,
    }),
  );
}

/** The lifecycles that can be drawn, read from the machines' own definitions. */
export function stateCharts(): readonly StateChart[] {
  return [
    ...chartsOf(devicePnp, {
      title: 'Plug and Play',
      source: 'state-transitions-for-pnp-devices',
      requestOf: (event) => REQUEST_OF_EVENT[event as keyof typeof REQUEST_OF_EVENT] ?? null,
    }),
    ...chartsOf(systemPower, { title: 'System power', source: 'system-power-states' }),
    ...chartsOf(devnodePower, {
      title: 'System state as told to the device',
      source: 'handling-irp-mn-set-power-for-system-power-states',
    }),
    ...chartsOf(devicePower, { title: 'Device power', source: 'device-power-states' }),
    ...chartsOf(waitWake, { title: 'Wait/wake', source: 'irp-mn-wait-wake' }),
    ...chartsOf(pofxDevice, { title: 'Power framework', source: 'overview-of-the-power-management-framework' }),
    ...chartsOf(pofxComponent, { title: 'Power framework', source: 'component-level-power-management' }),
    ...chartsOf(standby, { title: 'Standby', source: 'dpm-notifications' }),
    ...chartsOf(crashdumpEntry, { title: 'Power for the crash dump', source: 'nf-wdm-pofxregistercrashdumpdevice' }),
    ...chartsOf(bugCheck, { title: 'Bug check', source: 'writing-a-bug-check-callback-routine' }),
    ...chartsOf(hiberStack, { title: 'Hibernation stack', source: 'crash-dump-and-hibernation-support' }),
    ...chartsOf(storportAdapter, { title: 'Storage adapter', source: 'nc-storport-hw_find_adapter' }),
    ...chartsOf(storportUnit, { title: 'Storage unit', source: 'storport-queue-management' }),
    ...chartsOf(dumpStack, { title: 'Dump stack', source: 'crash-dump-and-hibernation-support' }),
  ];
}
