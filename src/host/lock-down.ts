import 'ses';

/** Takes clock, chance and the way to the outside from all code that is evaluated later. Once a process. */
export function lockDown(): void {
  lockdown({
    errorTaming: 'unsafe', // stacks name the driver's lines
    overrideTaming: 'moderate', // `severe` costs XState two thirds of its speed
    consoleTaming: 'unsafe',
    stackFiltering: 'verbose',
    errorTrapping: 'none',
    unhandledRejectionTrapping: 'none',
    reporting: 'none',
  });
}
