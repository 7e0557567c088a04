/** A machine's history that goes nowhere, and keeps where it was asked to go. */
import type { TimeTravel } from '../../src/client/travel/time-travel.ts';
import type { History } from '../../src/protocol/history.ts';
import type { StartResult } from '../../src/protocol/messages.ts';
import type { Recording } from '../../src/protocol/recording.ts';

export const RECORDING: Recording = {
  format: 'driver-sandbox-repro',
  version: 1,
  product: '1.2.3',
  runs: [{ start: { file: 'storage.machine.json' }, files: { 'storage.machine.json': '{}' }, inputs: [] }],
  place: null,
  end: { events: 100, digest: { events: 1, memory: 2 } },
};

export interface Travelled {
  readonly asked: { readonly method: string; readonly params: unknown }[];
  readonly history: History;
  readonly startResult: StartResult;
}

export function fakeTravel(host: Travelled): TimeTravel {
  const moved =
    (method: string) =>
    async (...params: unknown[]): Promise<void> => {
      host.asked.push({ method, params });
    };
  return {
    get history() {
      return host.history;
    },
    goTo: moved('goTo'),
    stepBack: moved('stepBack'),
    reverse: moved('reverse'),
    lastWriter: moved('lastWriter'),
    returnToPresent: moved('returnToPresent'),
    switchTo: moved('switchTo'),
    record: async (product) => ({ ...RECORDING, product }),
    replay: async (recording, debug) => {
      host.asked.push({ method: 'replay', params: [recording, debug] });
      return host.startResult;
    },
  };
}
