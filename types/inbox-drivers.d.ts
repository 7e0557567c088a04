/** The in-box drivers as CommonJS module functions, made from `src/drivers` by the build (see scripts/lib/inbox-drivers.ts). */
declare module 'virtual:inbox-drivers' {
  export type DriverModuleFunction = (
    require: (name: string) => unknown,
    module: { exports: Record<string, unknown> },
    exports: Record<string, unknown>,
  ) => void;
  /** By file name below `src/drivers`: `disk.driver.ts`, `lib/usage.ts`. */
  export const inboxModules: Readonly<Record<string, DriverModuleFunction>>;
}
