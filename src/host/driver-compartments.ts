import { Script } from 'node:vm';
import { ABSENT_GLOBALS, absentGlobalMessage } from '../toolchain/kernel-globals.ts';
import { API_MODULE } from '../toolchain/load-driver.ts';

type ModuleFunction = (require: (name: string) => unknown, module: object, exports: object) => void;

/** One compartment a driver: no globals but the language's own, and nothing shared with another driver. */
export class DriverCompartments {
  readonly #byDriver = new Map<string, Compartment>();
  readonly #globals: Readonly<Record<string, unknown>>;

  /** @param globals - what every driver finds beside the language's own: hardened, and not enumerable */
  constructor(globals: Readonly<Record<string, unknown>> = {}) {
    this.#globals = globals;
  }

  /** See `MachineEnvironment.evaluate`. @param note - goes behind the text: what debuggers read */
  evaluate(code: string, sourceUrl: string, driver: string, note = ''): ModuleFunction {
    // A compartment does not say where a syntax error is. Compiling runs nothing.
    new Script(code, { filename: sourceUrl });
    const run = this.#compartment(driver).evaluate(code + note) as ModuleFunction;
    return (require, module, exports) =>
      run((name) => (name === API_MODULE ? harden(require(name)) : require(name)), module, exports);
  }

  #compartment(driver: string): Compartment {
    const known = this.#byDriver.get(driver);
    if (known !== undefined) {
      return known;
    }
    const made = new Compartment();
    for (const [name, value] of Object.entries(this.#globals))
      Object.defineProperty(made.globalThis, name, { value: harden(value) });
    for (const name of ABSENT_GLOBALS.keys()) {
      Object.defineProperty(made.globalThis, name, {
        get: () => {
          throw new ReferenceError(absentGlobalMessage(name));
        },
        // A driver may have a global of its own by that name.
        set: (value: unknown) => {
          Object.defineProperty(made.globalThis, name, { value, writable: true, configurable: true });
        },
        configurable: true,
      });
    }
    this.#byDriver.set(driver, made);
    return made;
  }
}
