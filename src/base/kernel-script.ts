/** Behind code that is compiled from text: a JavaScript debugger takes it for the sandbox's own, and passes over it. */
export const KERNEL_SCRIPT = '//# sourceURL=file:///driver-sandbox/host.cjs';
