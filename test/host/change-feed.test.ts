import { expect, test } from 'vitest';
import { ChangeFeed } from '../../src/host/change-feed.ts';
import { bootMachine } from '../support/machine.ts';

test('what drivers print at boot comes before what they print later', async () => {
  const machine = await bootMachine();
  const said: string[] = [];
  const feed = new ChangeFeed(
    machine,
    (method, params) => {
      if (method === 'output/dbgPrint' && 'lines' in params)
        said.push(...params.lines.map(({ driver, text }) => `${driver}: ${text.trim()}`));
    },
    [],
  );
  await machine.inject({ op: 'usage', device: 'volC', type: 'dump', inPath: true });
  feed.stop();
  expect(said).toEqual([
    'auditflt: auditflt: paging file comes, passed down',
    'auditflt: auditflt: back up with status 0x0, 1 special files',
    'auditflt: auditflt: dump file comes, passed down',
    'auditflt: auditflt: back up with status 0x0, 2 special files',
  ]);
});
