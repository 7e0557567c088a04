import type { Selection } from '../protocol/view.ts';
import { Emitter } from './emitter.ts';

export type SelectionSource = 'tree' | 'panel' | 'command';

/** What tree and Stack View look at together. */
export class SharedSelection {
  readonly changed = new Emitter<{ readonly selection: Selection; readonly by: SelectionSource }>();
  #current: Selection | null = null;

  get current(): Selection | null {
    return this.#current;
  }

  select(selection: Selection, by: SelectionSource): void {
    if (JSON.stringify(selection) === JSON.stringify(this.#current)) return;
    this.#current = selection;
    this.changed.fire({ selection, by });
  }

  clear(): void {
    this.#current = null;
  }
}
