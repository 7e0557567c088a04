// Formatter, linter and import order. `npm run lint`, `npm run format` (the same, and writes what can be fixed)
import { runPackage } from './lib/run.ts';

process.exitCode = await runPackage('@biomejs/biome/bin/biome', [
  'check',
  '--error-on-warnings',
  ...process.argv.slice(2),
]);
