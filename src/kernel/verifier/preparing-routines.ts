/** What these prepare has to be in memory at every IRQL. */
export const PREPARES = [
  'KeInitializeEvent',
  'KeInitializeSemaphore',
  'KeInitializeMutex',
  'KeInitializeTimer',
  'KeInitializeTimerEx',
  'KeInitializeDpc',
  'KeInitializeSpinLock',
  'KeInitializeDeviceQueue',
  'KeInitializeGuardedMutex',
  'ExInitializeFastMutex',
  'ExInitializeWorkItem',
];
