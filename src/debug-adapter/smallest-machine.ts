/** The smallest machine that runs a driver, and whether a machine file runs one already. */

function lastName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** Whether a machine file's text names a driver's source. */
export function names(machine: string, source: string): boolean {
  return new RegExp(`"source"\\s*:\\s*"(?:\\./)?${source.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}"`).test(machine);
}

export function driverName(path: string): string {
  const name = lastName(path)
    .replace(/(?:\.driver)?\.\w+$/, '')
    .replace(/[^\w-]/g, '');
  return /^[A-Za-z]/.test(name) ? name : `driver${name}`;
}

/** One device on the root bus, with the driver as its function driver. */
export function smallestMachine(path: string): string {
  const name = driverName(path);
  const drivers = { [name]: { source: `./${lastName(path)}` } };
  return JSON.stringify({ name, drivers, devices: [{ id: 'device0', function: name }] }, null, 2);
}
