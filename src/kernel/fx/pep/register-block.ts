import { PEP_COMPONENT_V2, PEP_DEVICE_REGISTER_V2 } from '../../../abi/structs/pep.ts';
import { PO_FX_COMPONENT_IDLE_STATE } from '../../../abi/structs/pofx.ts';
import { assert } from '../../../base/assert.ts';
import { writeGuid } from '../../io/guid.ts';
import type { Kernel } from '../../kernel.ts';
import { poolTag } from '../../mm/pool.ts';
import type { ComponentDescription, DeviceDescription } from '../description.ts';

const TAG = poolTag('PepR');
const UNKNOWN_TIME = 0xffff_ffff_ffff_ffffn;
const UNKNOWN_POWER = 0xffff_ffff;

/** PEP_DEVICE_REGISTER_V2 with all that it points at: what a plug-in reads of a device while that is being registered. */
export class RegisterBlock {
  readonly view: PEP_DEVICE_REGISTER_V2;
  readonly #kernel: Kernel;
  readonly #blocks: number[] = [];

  constructor(kernel: Kernel, description: DeviceDescription) {
    this.#kernel = kernel;
    const { components } = description;
    const address = this.#allocate(PEP_DEVICE_REGISTER_V2.size + Math.max(0, components.length - 1) * 4);
    this.view = kernel.memory.view(PEP_DEVICE_REGISTER_V2, address);
    this.view.Flags = BigInt(description.flags);
    this.view.ComponentCount = components.length;
    for (const [index, component] of components.entries()) this.view.Components.set(index, this.#component(component));
  }

  free(): void {
    for (const block of this.#blocks) this.#kernel.pool.free(block);
    this.#blocks.length = 0;
  }

  #allocate(bytes: number): number {
    const address = this.#kernel.pool.allocate(bytes, TAG, 0, true);
    assert(address !== 0, 'the pool of the system is used up');
    this.#blocks.push(address);
    return address;
  }

  #component(component: ComponentDescription): PEP_COMPONENT_V2 {
    const { memory } = this.#kernel;
    const view = memory.view(PEP_COMPONENT_V2, this.#allocate(PEP_COMPONENT_V2.size));
    writeGuid(view.Id, component.id);
    view.Flags = BigInt(component.flags);
    view.DeepestWakeableIdleState = component.deepestWakeableIdleState;
    view.IdleStateCount = component.idleStates.length;
    const states = this.#allocate(PO_FX_COMPONENT_IDLE_STATE.size * component.idleStates.length);
    view.IdleStates = memory.view(PO_FX_COMPONENT_IDLE_STATE, states);
    for (const [index, state] of component.idleStates.entries()) {
      const one = memory.view(PO_FX_COMPONENT_IDLE_STATE, states + index * PO_FX_COMPONENT_IDLE_STATE.size);
      one.TransitionLatency = state.transitionLatency ?? UNKNOWN_TIME;
      one.ResidencyRequirement = state.residencyRequirement ?? UNKNOWN_TIME;
      one.NominalPower = state.nominalPower ?? UNKNOWN_POWER;
    }
    return view;
  }
}
