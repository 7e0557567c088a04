/** Pageable code of drivers: which routine lies in which section, and how often each section is locked into memory. */

/** Where handles of sections begin: addresses at which there is no memory. */
const FIRST_HANDLE = 0xa000_0000;
const HANDLE_STEP = 0x1000;

export interface CodeSection {
  readonly handle: number;
  /** Index of the driver. */
  readonly driver: number;
  /** `PAGE`, `PAGELK`; empty: all that the driver has not placed elsewhere. */
  readonly name: string;
  /** By address: the names of the routines that lie in it. */
  readonly routines: Map<number, string>;
  lockCount: number;
}

export class CodeSections {
  /** Whether any routine lies in a section that can be paged out; what hot paths look at. */
  isUsed = false;
  readonly #sections: CodeSection[] = [];
  readonly #ofRoutine = new Map<number, CodeSection>();

  /** Puts a routine into a section of its driver, which is made when it is named first. */
  place(driver: number, name: string, address: number, routine: string): void {
    this.#ofRoutine.get(address)?.routines.delete(address);
    const section = this.#sectionOf(driver, name);
    section.routines.set(address, routine);
    this.#ofRoutine.set(address, section);
    this.isUsed = true;
  }

  #sectionOf(driver: number, name: string): CodeSection {
    const known = this.#sections.find((section) => section.driver === driver && section.name === name);
    if (known !== undefined) return known;
    const handle = FIRST_HANDLE + this.#sections.length * HANDLE_STEP;
    const section = { handle, driver, name, routines: new Map<number, string>(), lockCount: 0 };
    this.#sections.push(section);
    return section;
  }

  /** The section in which a routine lies; undefined: its code is never paged out. */
  of(address: number): CodeSection | undefined {
    return this.#ofRoutine.get(address);
  }

  byHandle(handle: number): CodeSection | undefined {
    return this.#sections[(handle - FIRST_HANDLE) / HANDLE_STEP];
  }

  /** Whether code may run where it cannot be paged in. */
  isResident(address: number): boolean {
    const section = this.#ofRoutine.get(address);
    return section === undefined || section.lockCount > 0;
  }

  /** The driver is gone, and its code with it. */
  forget(driver: number): void {
    for (const [address, section] of this.#ofRoutine) if (section.driver === driver) this.#ofRoutine.delete(address);
  }
}
