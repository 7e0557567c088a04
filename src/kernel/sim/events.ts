/** What the event stream can say. The numbers are stored; the order is part of recorded files, so only append. */
export const EVENT = {
  callDriver: 1,
  dispatchReturn: 2,
  completeRequest: 3,
  completionRoutine: 4,
  irpDone: 5,
  state: 6,
  wait: 7,
  wake: 8,
  thread: 9,
  irql: 10,
  dpc: 11,
  timer: 12,
  allocate: 13,
  free: 14,
  pofx: 15,
  srb: 16,
  dumpIo: 17,
  dbgPrint: 18,
  violation: 19,
  bugcheck: 20,
  injection: 21,
  call: 22,
  fault: 23,
  // Heard by the verifier and never recorded.
  completionEntered: 24,
  deviceAdded: 25,
  driverUnloaded: 26,
  irpCancelled: 28,
  /** A driver has been told of something that it registered for, and has returned. */
  notification: 27,
} as const;

export type EventCode = (typeof EVENT)[keyof typeof EVENT];
export type EventName = keyof typeof EVENT;

const names: string[] = [];
for (const [name, code] of Object.entries(EVENT)) names[code] = name;

export function eventName(code: number): EventName {
  return names[code] as EventName;
}
