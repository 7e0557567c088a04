/** A lifecycle, taken from its state machine's own definition, so that a picture of it cannot lie. */
export interface StateChart {
  /** `device-pnp`. */
  readonly id: string;
  readonly title: string;
  readonly initial: string;
  readonly states: readonly { readonly id: string; readonly description: string; readonly final: boolean }[];
  readonly transitions: readonly {
    readonly from: string;
    readonly event: string;
    readonly to: string;
    /** Rule id or source page, where the machine names one. */
    readonly source: string | null;
    /** The injection that causes it, where a user can: a `PnpRequest`. */
    readonly request: string | null;
  }[];
}
