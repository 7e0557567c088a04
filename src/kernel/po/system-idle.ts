/** The system goes to sleep by itself when nobody has needed it for a while, unless a driver says that it is needed. */
import { ES_SYSTEM_REQUIRED, ES_USER_PRESENT, PowerSystemWorking } from '../../abi/enums.ts';
import { later } from '../../base/time.ts';
import { poolTag } from '../mm/pool.ts';
import type { Alarm } from '../sim/clock.ts';
import { sleepTarget } from './power-context.ts';
import type { PowerManager } from './power-manager.ts';
import type { PowerRequests } from './power-requests.ts';
import { SystemTransition } from './system-transition.ts';

const KEEPS_AWAKE = ES_SYSTEM_REQUIRED | ES_USER_PRESENT;
const HANDLE_SIZE = 4;
const TAG = poolTag('PoSs');
const SLEEPS_IN = 3;

export class SystemIdle {
  readonly #power: PowerManager;
  /** EXECUTION_STATE by handle. */
  readonly #registered = new Map<number, number>();
  readonly #requests: PowerRequests;
  #alarm: Alarm | null = null;

  constructor(power: PowerManager, requests: PowerRequests) {
    this.#power = power;
    this.#requests = requests;
    requests.onReleased = () => this.#restart();
    power.listeners.push({
      afterSystemSet: (devnode, state) => {
        if (devnode.parent === null && state === PowerSystemWorking) this.#restart();
      },
    });
    this.#restart();
  }

  /**
   * @param handle - of an earlier call, whose state changes; 0 = a new one
   * @param flags - EXECUTION_STATE; they hold until they are changed or taken back
   * @returns the handle, or 0: no memory, or none such
   * @source nf-ntifs-poregistersystemstate
   */
  register(handle: number, flags: number): number {
    if (handle !== 0 && !this.#registered.has(handle)) return 0;
    const key = handle === 0 ? this.#power.pnp.kernel.pool.allocate(HANDLE_SIZE, TAG, 0, true) : handle;
    if (key === 0) return 0;
    this.#registered.set(key, flags);
    this.#restart();
    return key;
  }

  /** @returns false when there is no such registration. @source nf-ntifs-pounregistersystemstate */
  unregister(handle: number): boolean {
    if (!this.#registered.delete(handle)) return false;
    this.#power.pnp.kernel.pool.free(handle);
    this.#restart();
    return true;
  }

  /** The system is needed at this moment: its idle time begins anew. @source nf-wdm-posetsystemstate */
  set(flags: number): void {
    if ((flags & KEEPS_AWAKE) !== 0) this.#restart();
  }

  get #isNeeded(): boolean {
    const isRegistered = [...this.#registered.values()].some((flags) => (flags & KEEPS_AWAKE) !== 0);
    return isRegistered || this.#requests.holders.length > 0;
  }

  #restart(): void {
    const { options, pnp } = this.#power;
    const { sim } = pnp.kernel;
    if (options.systemIdle === null) return;
    if (this.#alarm !== null) sim.clock.cancel(this.#alarm);
    this.#alarm = sim.setAlarm(later(sim.now, options.systemIdle), () => {
      this.#alarm = null;
      const isWorking = this.#power.system.state === 'working' && !this.#power.isInStandby;
      if (!this.#isNeeded && isWorking) new SystemTransition(this.#power, sleepTarget(SLEEPS_IN), false).start();
      this.#restart();
    });
  }
}
