// Every test under test/ that needs neither a browser nor VS Code. `npm run test:unit [-- FILTER]`
import { runPackage } from './lib/run.ts';

process.exitCode = await runPackage('vitest/vitest.mjs', ['run', ...process.argv.slice(2)]);
