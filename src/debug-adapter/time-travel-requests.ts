/** Backwards through a machine's history: requests of a client, and what WinDbg's users type for the same. */
import type { TimeTravel } from '../client/travel/time-travel.ts';
import type { DapArguments } from './dap.ts';
import { type AskHost, dataInfo } from './data-info.ts';

export interface TravelPorts {
  /** @throws when no machine is being debugged */
  travel(): TimeTravel;
  readonly ask: AskHost;
  /** The machine is about to be elsewhere. */
  leaving(): void;
  /** It could not go there: it stands where it stood. */
  stayed(why: string): void;
}

const LINE = /^\s*(?:(?<back>[pt]-)|(?<run>g-)|!tt(?:\s+(?<event>[\d,_`]+))?)\s*$/i;

export class TimeTravelRequests {
  readonly #ports: TravelPorts;

  constructor(ports: TravelPorts) {
    this.#ports = ports;
  }

  /** Each is answered at once, as clients expect; where the machine stands then is told when it does. */
  handlers() {
    return {
      stepBack: ({ threadId }: DapArguments['stepBack']): void => this.#move((travel) => travel.stepBack(threadId)),
      reverseContinue: (): void => this.#move((travel) => travel.reverse()),
      lastWriter: async (asked: DapArguments['lastWriter']): Promise<void> => {
        const { dataId, description } = await dataInfo(this.#ports.ask, asked);
        if (dataId === null) throw new Error(description);
        const { address, size, name } = JSON.parse(dataId) as { address: `0x${string}`; size: number; name: string };
        this.#move((travel) => travel.lastWriter(address, size, name));
      },
    };
  }

  /** @returns what to answer; null: the line is none of these */
  typed(line: string): string | null {
    const groups = LINE.exec(line)?.groups;
    if (groups === undefined) return null;
    const { back, run, event } = groups;
    if (back !== undefined) this.#move((travel) => travel.stepBack());
    else if (run !== undefined) this.#move((travel) => travel.reverse());
    else if (event === undefined)
      return '!tt N goes to event N. t- and p- step back, g- goes back to the last breakpoint.';
    else this.#move((travel) => travel.goTo(Number(event.replaceAll(/[,_`]/g, '')) + 1));
    return '';
  }

  #move(move: (travel: TimeTravel) => Promise<void>): void {
    const travel = this.#ports.travel();
    this.#ports.leaving();
    move(travel).catch((error: unknown) => this.#ports.stayed(error instanceof Error ? error.message : String(error)));
  }
}
