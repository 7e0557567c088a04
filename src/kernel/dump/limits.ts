/** Of all data together that drivers add to a dump, in bytes (BUG-15). */
export const SECONDARY_DATA_MAX = 0x10_0000;
