/** Which routines have to be looked at when a driver's code runs after a bug check, to power devices on for the dump. */

/**
 * Routines that only touch memory, and those that say themselves what they do: IRPs going down and up are events of
 * their own. They are called too often to look at each call for the sake of a bug check.
 */
const LEFT_ALONE: readonly RegExp[] = [
  /^(?:IoCallDriver|PoCallDriver|IoCompleteRequest|IoMarkIrpPending|IoSetCompletionRoutine\w*|Io\w+StackLocation\w*)$/,
  /^Io(?:Acquire|Release|Initialize)RemoveLock$/,
  /^Ke(?:Initialize|Acquire|Release|Query|Get|Read|Raise|Lower|BugCheck)\w*$/,
  /^(?:Interlocked|Rtl(?:Zero|Fill|Copy|Move|Compare)Memory|Rtl(?:Init|Copy)UnicodeString)/,
  /^(?:InitializeListHead|IsListEmpty|(?:Insert|Remove)(?:Head|Tail|Entry)List|CONTAINING_RECORD|IsEqualGUID)$/,
  /^(?:DbgPrint|MmGet|(?:READ|WRITE)_(?:REGISTER|PORT)_)/,
];

export function isWatchedAfterBugCheck(routine: string): boolean {
  return !LEFT_ALONE.some((pattern) => pattern.test(routine));
}
