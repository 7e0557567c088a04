/** What every pane may do. */
import type { Selection, ViewRequest } from '../protocol/view.ts';
import type { ViewModel } from './model/view-model.ts';

export interface ViewContext {
  readonly model: ViewModel;
  post(request: ViewRequest): void;
  select(selection: Selection): void;
}

/** A pane draws itself into its element. `key` says what it draws from: the same key, the same picture. */
export interface Pane {
  readonly element: HTMLElement;
  render(context: ViewContext): void;
}
