// Checks types and import directions of every folder. `npm run typecheck`
import { runPackage } from './lib/run.ts';

process.exitCode = await runPackage('typescript/bin/tsc', ['-b', ...process.argv.slice(2)]);
