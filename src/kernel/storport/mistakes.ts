/** What the port driver finds wrong in a miniport. */

/** How a mistake is told when nobody knows the rules: the verifier has the same ids, with their reasons. */
export type StorportMistakeKind =
  | 'argument'
  | 'stall'
  | 'uncachedExtension'
  | 'deviceBase'
  | 'completedTwice'
  | 'registerAccess'
  | 'entryPointTime'
  | 'srbStatus'
  | 'physicalAddress'
  | 'resetBusIncomplete'
  | 'abortIncomplete'
  | 'resetHold'
  | 'neverCompletes'
  | 'findAdapterUnset'
  | 'returnValue'
  | 'duplex'
  | 'changesIrql'
  | 'lock'
  | 'messageLock'
  | 'passiveOutside'
  | 'startIoWaits'
  | 'notificationType'
  | 'deprecated'
  | 'poolIrql'
  | 'virtualDevice'
  | 'interruptStorm'
  | 'interruptTime'
  | 'stopWithOutstanding'
  | 'pofxPlace'
  | 'pofxDescription'
  | 'pofxUnbalanced'
  | 'prohibited'
  | 'dumpCall'
  | 'markCallSite'
  | 'markRange'
  | 'dumpModeWritten'
  | 'dumpBufferSize';

export interface StorportMistake {
  readonly kind: StorportMistakeKind;
  /** Index of the miniport. */
  readonly driver: number;
  /** Index of the adapter's device object; 0 = none. */
  readonly device: number;
  readonly message: string;
  /** Name of the miniport's routine, for when none of its code is on the stack. */
  readonly routine: string;
  /** Second to fourth parameter of the bug check, where Windows has one. */
  readonly parameters: readonly [number, number, number];
}
