/** Previous states that a devnode remembers, as the debugger's `!devnode` lists them. */
export const SANDBOX_STATE_HISTORY = 20;
