/** What a driver can do wrong with the power framework without Windows having a code for it. Rules of the verifier judge it. */
export type PoFxMistakeKind =
  | 'pofx-bad-handle'
  | 'pofx-bad-component'
  | 'pofx-leaked-registration'
  | 'pofx-unregister-in-callback'
  | 'pofx-self-deadlock'
  | 'pofx-s0-report-missing'
  | 'pofx-completion-missing'
  | 'pofx-platform-kept-awake';

export interface PoFxMistake {
  readonly kind: PoFxMistakeKind;
  /** Index of the driver at fault. */
  readonly driver: number;
  /** Index of a device object; 0 = none. */
  readonly device: number;
  readonly message: string;
  /** The driver's code is on the stack now. */
  readonly isRunning: boolean;
  /** Name of the driver's routine at fault, where it does not run now. */
  readonly routine: string;
}
