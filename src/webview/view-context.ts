/** What every pane may do. */
import type { Selection, ViewRequest } from '../protocol/view.ts';
import type { ViewModel } from './model/view-model.ts';

export interface ViewContext {
  readonly model: ViewModel;
  post(request: ViewRequest): void;
  select(selection: Selection): void;
  /** Shows another lifecycle of the device. @param chart - its id */
  showChart(chart: string): void;
}

/** A pane draws itself into its element. `key` says what it draws from: the same key, the same picture. */
export interface Pane {
  readonly element: HTMLElement;
  render(context: ViewContext): void;
}
