import { type Devnode, deepestFirst } from '../pnp/devnode.ts';
import type { PnpManager } from '../pnp/pnp-manager.ts';
import { isPagable } from './power-manager.ts';

/**
 * Which device depends on which for power: on its parent, and on the devices that its drivers report for
 * PowerRelations. Of devices that take part in a system transition; the others are as if they were not there.
 *
 * @source irp-mn-query-device-relations, handling-irp-mn-set-power-for-system-power-states
 */
export class PowerOrder {
  /** Leaves first, siblings as their bus has reported them. */
  readonly down: readonly Devnode[];
  /** Roots first. */
  readonly up: readonly Devnode[];
  /** Power relations that would make a circle; the order goes without them. */
  readonly rejected: { readonly devnode: Devnode; readonly provider: Devnode }[] = [];
  /** Devices whose drivers may be paged out although a device needs them whose drivers may not; found by `nonPageable`. */
  readonly wronglyPageable: { readonly devnode: Devnode; readonly provider: Devnode }[] = [];
  readonly #dependents = new Map<Devnode, Devnode[]>();
  readonly #providers = new Map<Devnode, Devnode[]>();

  constructor(pnp: PnpManager) {
    const { root } = pnp;
    this.down = root === null ? [] : deepestFirst(root).filter(({ isStarted }) => isStarted);
    const members = new Set(this.down);
    this.up = pnp.tree().filter((devnode) => members.has(devnode));
    for (const devnode of this.up)
      if (devnode.parent !== null && members.has(devnode.parent)) this.#connect(devnode, devnode.parent);
    for (const devnode of this.up)
      for (const id of devnode.powerRelations) {
        const provider = pnp.byId(id);
        if (provider === undefined || !members.has(provider)) continue;
        if (this.#needs(provider, devnode)) this.rejected.push({ devnode, provider });
        else this.#connect(devnode, provider);
      }
  }

  /** Whether a device needs another one, if only by way of others, or is that one itself. */
  #needs(devnode: Devnode, other: Devnode): boolean {
    return devnode === other || this.providersOf(devnode).some((provider) => this.#needs(provider, other));
  }

  #connect(dependent: Devnode, provider: Devnode): void {
    append(this.#dependents, provider, dependent);
    append(this.#providers, dependent, provider);
  }

  /** Those that stand on a device or say that they need it: they go down before it. */
  dependentsOf(devnode: Devnode): readonly Devnode[] {
    return this.#dependents.get(devnode) ?? [];
  }

  /** What a device stands on and what it says it needs: they come up before it. */
  providersOf(devnode: Devnode): readonly Devnode[] {
    return this.#providers.get(devnode) ?? [];
  }

  /**
   * Devices that go down last and come up first: those in the path of a special file and whatever they need, whether or
   * not the drivers of those have heard of the file.
   */
  nonPageable(): ReadonlySet<Devnode> {
    const found = new Set<Devnode>();
    const add = (devnode: Devnode): void => {
      if (found.has(devnode)) return;
      found.add(devnode);
      for (const provider of this.providersOf(devnode)) {
        // Below the root no driver reports flags.
        if (isPagable(provider) && !isPagable(devnode) && provider.parent !== null)
          this.wronglyPageable.push({ devnode, provider });
        add(provider);
      }
    };
    for (const devnode of this.up) if (!isPagable(devnode)) add(devnode);
    return found;
  }
}

function append(map: Map<Devnode, Devnode[]>, key: Devnode, value: Devnode): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
