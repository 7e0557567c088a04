/** What JavaScript programs have elsewhere and a driver does not: name -> what a driver uses instead. */
const CLOCK = 'Virtual time comes from `KeQuerySystemTime` or `KeQueryInterruptTime`.';
const TIMER = 'Use `KeSetTimer` with a DPC, or wait with `KeDelayExecutionThread`.';
const FILES = 'A driver sees only its devices and what the machine file gives it in "registry".';
const NETWORK = 'There is no network in the sandbox.';
const PRINT = 'Use `DbgPrint`.';
const MEMORY = 'Use `ExAllocatePool2` and structures.';

export const ABSENT_GLOBALS: ReadonlyMap<string, string> = new Map([
  ['process', FILES],
  ['Buffer', MEMORY],
  ['WebAssembly', MEMORY],
  ['SharedArrayBuffer', MEMORY],
  ['Atomics', 'Use `InterlockedIncrement` and its kin, or a spin lock.'],
  ['console', PRINT],
  ['alert', PRINT],
  ['setTimeout', TIMER],
  ['setInterval', TIMER],
  ['setImmediate', `${TIMER} To run at PASSIVE_LEVEL use \`IoQueueWorkItem\`.`],
  ['clearTimeout', 'Use `KeCancelTimer`.'],
  ['clearInterval', 'Use `KeCancelTimer`.'],
  ['queueMicrotask', 'Use `IoQueueWorkItem` or a DPC.'],
  ['performance', CLOCK],
  ['crypto', 'Nothing in the sandbox depends on chance: seed a generator of your own.'],
  ['Intl', 'Format with `RtlStringCbPrintfW` or plain strings.'],
  ['fetch', NETWORK],
  ['XMLHttpRequest', NETWORK],
  ['WebSocket', NETWORK],
  ['Worker', 'Use `PsCreateSystemThread` or `IoQueueWorkItem`.'],
  ['window', 'There is no page.'],
  ['document', 'There is no page.'],
  ['global', 'Use variables of the module, or the device extension.'],
]);

const ABSENT_MESSAGE = /^`\w+` does not exist in a driver/;

export function absentGlobalMessage(name: string): string {
  return `\`${name}\` does not exist in a driver: it runs in an emulated kernel. ${ABSENT_GLOBALS.get(name) ?? ''}`.trim();
}

/** A plain explanation where the engine's own message says little to a driver developer; else null. */
export function explainMessage(message: string): string | null {
  if (/SharedDate/.test(message)) {
    return `A driver has no wall clock: the same run must give the same events. ${CLOCK}`;
  }
  if (/SharedMath.*random/.test(message)) {
    return 'A driver has no `Math.random`: the same run must give the same events. Seed a generator of your own.';
  }
  if (message === 'Maximum call stack size exceeded') {
    return 'The driver calls itself without end and its stack is used up. A kernel stack holds only 12 to 24 KB: on a real machine this is bugcheck 0x7F.';
  }
  if (/is not extensible|read only property|Cannot redefine property/.test(message)) {
    return `${message}. Objects that several drivers share are frozen: keep the driver's own data in its device extension.`;
  }
  if (ABSENT_MESSAGE.test(message)) {
    return message;
  }
  const name = /^(\w+) is not (?:defined|a function)$/.exec(message)?.[1];
  if (name === undefined) {
    return null;
  }
  return ABSENT_GLOBALS.has(name)
    ? absentGlobalMessage(name)
    : `\`${name}\` is not known here. If it is a kernel routine, import it from 'wdm'.`;
}
