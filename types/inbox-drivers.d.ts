/** The in-box drivers as CommonJS module functions, made from `src/drivers/*.driver.ts` by the build (see scripts/lib/inbox-drivers.ts). */
declare module 'virtual:inbox-drivers' {
  export type DriverModuleFunction = (
    require: (name: string) => unknown,
    module: { exports: Record<string, unknown> },
    exports: Record<string, unknown>,
  ) => void;
  /** By driver name: the file name without `.driver.ts`. */
  export const inboxDrivers: Readonly<Record<string, DriverModuleFunction>>;
}
