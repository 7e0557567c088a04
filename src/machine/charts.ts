import { devicePnp, REQUEST_OF_EVENT } from '../kernel/pnp/device-pnp.machine.ts';
import type { StateChart } from '../protocol/chart.ts';

interface StateConfig {
  readonly description?: string;
  readonly type?: string;
  readonly on?: Readonly<Record<string, unknown>>;
}

/** A transition's targets, whichever way the machine writes them. */
function targetsOf(transition: unknown): readonly string[] {
  if (typeof transition === 'string') return [transition];
  if (Array.isArray(transition)) return transition.flatMap(targetsOf);
  const { target } = transition as { target?: string };
  return target === undefined ? [] : [target];
}

/** The lifecycles that can be drawn, read from the machines' own definitions. */
export function stateCharts(): readonly StateChart[] {
  const states = Object.entries(devicePnp.config.states ?? {}) as [string, StateConfig][];
  return [
    {
      id: devicePnp.id,
      title: 'Plug and Play',
      initial: String(devicePnp.config.initial),
      states: states.map(([id, state]) => ({
        id,
        description: state.description ?? '',
        final: state.type === 'final',
      })),
      transitions: states.flatMap(([from, state]) =>
        Object.entries(state.on ?? {}).flatMap(([event, transition]) =>
          targetsOf(transition).map((to) => ({
            from,
            event,
            to,
            source: 'state-transitions-for-pnp-devices',
            request: REQUEST_OF_EVENT[event as keyof typeof REQUEST_OF_EVENT] ?? null,
          })),
        ),
      ),
    },
  ];
}
