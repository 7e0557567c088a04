import { defineConfig } from 'vitest/config';
import { inboxDriversForVite } from './scripts/lib/inbox-drivers.ts';

export default defineConfig({
  plugins: [inboxDriversForVite()],
  test: {
    include: ['test/**/*.test.ts'],
    // These folders have runners of their own: they need a real VS Code or a browser (see CONTRIBUTING.md).
    exclude: ['test/extension/**', 'test/ui/**'],
    passWithNoTests: false,
    allowOnly: false,
    // Unless told, one core is left alone; on a small machine that is half of it.
    maxWorkers: '100%',
    // Starting a host process takes most of this on a loaded machine.
    testTimeout: 20_000,
  },
});
