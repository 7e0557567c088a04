// The budgets of the design, measured: `npm run bench`. Ratios are against a bare loop, or a bare process, in the same run.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.ts';
import { benchDebugger } from './debugger.bench.ts';
import { benchDump } from './dump.bench.ts';
import { benchExtension } from './extension.bench.ts';
import { benchHost } from './host.bench.ts';
import { benchIrps } from './irp.bench.ts';
import { benchStorport } from './storport.bench.ts';
import { benchTravel } from './travel.bench.ts';
import { benchTree } from './tree.bench.ts';
import { benchVerifier } from './verifier.bench.ts';

function line(what: string, value: string, note = ''): void {
  console.log(`${what.padEnd(58)} ${value.padStart(14)}  ${note}`);
}

const perSecond = (count: number): string => `${Math.round(count).toLocaleString('en-US')}/s`;
const milliseconds = (count: number): string => `${count.toFixed(1)} ms`;
const share = (count: number): string => `${(count * 100).toFixed(1)} % of without`;
const ratio = (count: number): string => `${count.toFixed(2)} of it`;

console.log('IRPs through a stack of 4 devices with completion routines');
const irps = await benchIrps();
line('  bare memory-and-call loop', perSecond(irps.bare));
line('  trace off', perSecond(irps.traceOff), ratio(irps.traceOff / irps.bare));
line('  trace on', perSecond(irps.traceOn), `${ratio(irps.traceOn / irps.bare)}; budget 0.25 and 1,000,000/s`);

console.log('\nThe same through the routines that drivers call');
const verifier = await benchVerifier();
line('  verifier off', perSecond(verifier.off));
line('  standard rules', perSecond(verifier.standard), ratio(verifier.standard / verifier.off));
line('  all rules', perSecond(verifier.all), `${ratio(verifier.all / verifier.off)}; budget 0.33`);

const debugging = await benchDebugger();
line('  a debugger was attached, with breakpoints, and has left', share(debugging.left), 'budget 98 %');
line('  started under a debugger, which has left', share(debugging.leftFromStart), 'budget 98 %');

console.log('\n4 KiB through volume, disk, storport and the miniport');
const storage = await benchStorport();
line('  bare loop that moves the bytes', perSecond(storage.bare));
line('  reads', perSecond(storage.reads), ratio(storage.reads / storage.bare));
line('  writes', perSecond(storage.writes), ratio(storage.writes / storage.bare));

console.log('\nA complete dump of 64 MiB, and one of 2 GiB');
const dumps = await benchDump();
const times = (count: number, bare: number): string => `${(count / bare).toFixed(2)} times it`;
line('  memory copied', milliseconds(dumps.bareCopy));
line('  written by the dump stack and the miniport', milliseconds(dumps.stack), times(dumps.stack, dumps.bareCopy));
line('  memory written to a file', milliseconds(dumps.bareFile));
line('  written as a dump file', milliseconds(dumps.file), times(dumps.file, dumps.bareFile));
line('  2 GiB read', milliseconds(dumps.readAll));
line(
  '  opened, with devices and one address looked up',
  milliseconds(dumps.opened),
  `${((dumps.opened / dumps.readAll) * 100).toFixed(4)} % of it; ${(dumps.share * 100).toFixed(4)} % of the bytes`,
);

console.log('\nThe sandbox process with the storage sample');
const host = await benchHost();
line('  a bare Node process, start to end', milliseconds(host.bareProcess));
line(
  '  started, sample compiled and booted',
  milliseconds(host.booted),
  `${(host.booted / host.bareProcess).toFixed(1)} times it; budget 300 ms`,
);
line('  compiled and booted again in the same process', milliseconds(host.again));

line('  the code of the extension, loaded by VS Code', milliseconds(benchExtension()));

console.log('\nA million events, and back');
const travel = await benchTravel();
line('  for the first time, with the start of the process', milliseconds(travel.first));
line('  back over all of them', milliseconds(travel.back), `${ratio(travel.back / travel.first)}; budget 2,000 ms`);
line(
  '  one step back from the last',
  milliseconds(travel.stepBack),
  `${ratio(travel.stepBack / travel.first)}; budget 2,000 ms`,
);

console.log('\nA machine of 10,000 devices');
const tree = await benchTree();
line('  boot', milliseconds(tree.boot));
line('  one device changes: the message about it', milliseconds(tree.update), `budget 200 ms; ${tree.message} bytes`);
line(
  '  the whole state as one message',
  milliseconds(tree.wholeState),
  `${(tree.update / tree.wholeState).toFixed(2)} of it is the above`,
);

console.log('\nBundles, minified');
for (const name of ['extension.cjs', 'host.cjs', 'c-compiler.cjs', 'cli.cjs', 'webview.js']) {
  const { size } = statSync(join(root, 'dist', name));
  line(`  dist/${name}`, `${(size / 1024).toFixed(0)} KB`, name === 'extension.cjs' ? 'budget 300 KB' : '');
}
