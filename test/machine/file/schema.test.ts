import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseDuration } from '../../../src/base/time.ts';
import { POWER_OPTIONS } from '../../../src/kernel/po/power-manager.ts';
import { FORCE_PENDING, LOW_RESOURCES, POWER_DELAYS } from '../../../src/kernel/verifier/settings.ts';
import { inboxNames } from '../../../src/machine/file/inbox-names.ts';
import { CRASH_CONTROL } from '../../../src/machine/file/read-crash-control.ts';
import {
  CRASH_DUMPS,
  DEFAULTS,
  ID_PATTERN,
  PEP_KINDS,
  QUERY_VETOES,
  RESUME_BUG_CHECKS,
  RULE_ACTIONS,
  SHAPE,
  SPECIAL_POOL_ALIGNMENTS,
  VERIFIER_MODES,
} from '../../../src/machine/file/shape.ts';
import { parseSize } from '../../../src/machine/file/size.ts';
import { USAGE_TYPES } from '../../../src/protocol/injection.ts';

const schema = JSON.parse(readFileSync(new URL('../../../media/machine.schema.json', import.meta.url), 'utf8'));

test.each(Object.keys(SHAPE) as (keyof typeof SHAPE)[])(
  'the schema of a %s has the properties that the reader takes',
  (name) => {
    const described = name === 'machine' ? schema : schema.definitions[name];
    expect(Object.keys(described.properties)).toEqual([...SHAPE[name]]);
    expect(described.additionalProperties).toBe(false);
  },
);

test('words, names and defaults are the same in both', () => {
  const { properties, definitions } = schema;
  expect(properties.crashDump.enum).toEqual([...CRASH_DUMPS]);
  expect(definitions.crashControl.properties.MinidumpsCount.default).toBe(CRASH_CONTROL.minidumpsCount);
  expect(properties.pep.enum).toEqual([...PEP_KINDS]);
  expect(properties.verifier.oneOf[0].enum).toEqual([...VERIFIER_MODES]);
  expect(definitions.verifier.properties.rules.additionalProperties.enum).toEqual([...RULE_ACTIONS]);
  expect(definitions.specialPool.properties.align.enum).toEqual([...SPECIAL_POOL_ALIGNMENTS]);
  expect(definitions.lowResources.properties.probability.default).toBe(LOW_RESOURCES.probability);
  expect(definitions.forcePendingIo.properties.probability.default).toBe(FORCE_PENDING.probability);
  expect(definitions.powerDelays.properties.probability.default).toBe(POWER_DELAYS.probability);
  expect(parseDuration(definitions.powerDelays.properties.most.default)).toBe(POWER_DELAYS.most);
  expect(definitions.specialFile.properties.type.enum).toEqual([...USAGE_TYPES]);
  expect(definitions.device.properties.function.anyOf[0].enum).toEqual(inboxNames('function'));
  expect(definitions.device.properties.miniport.anyOf[0].enum).toEqual(inboxNames('miniport'));
  expect(definitions.id.pattern).toBe(ID_PATTERN.source);
  expect(properties.drivers.propertyNames.pattern).toBe(ID_PATTERN.source);
  expect(properties.seed.default).toBe(DEFAULTS.seed);
  expect(parseSize(properties.memory.default)).toBe(DEFAULTS.memoryBytes);
});

test('the options of the power manager: words and defaults are the same in both', () => {
  const { properties } = schema.definitions.systemPower;
  expect(properties.queryVeto.enum).toEqual([...QUERY_VETOES]);
  expect(properties.resumeBugCheck.enum).toEqual([...RESUME_BUG_CHECKS]);
  const inSchema = Object.fromEntries(
    Object.entries<{ default: unknown }>(properties).map(([name, { default: value }]) => [name, value]),
  );
  const { raisesPowerUp, ...options } = POWER_OPTIONS;
  expect({
    ...inSchema,
    watchdog: parseDuration(String(inSchema['watchdog'])),
    pnpLockWait: parseDuration(String(inSchema['pnpLockWait'])),
    directedTimeout: parseDuration(String(inSchema['directedTimeout'])),
    dripsWatchdog: parseDuration(String(inSchema['dripsWatchdog'])),
  }).toEqual({ ...options, raiseIrql: raisesPowerUp });
});

test.each(['64MiB', ' 4 KiB ', '512', '1TiB', '7B'])('the schema and the reader both take the size %j', (text) => {
  expect(text).toMatch(new RegExp(schema.definitions.size.oneOf[0].pattern));
  expect(parseSize(text)).toBeGreaterThan(0);
});

test.each(['64MB', '', 'MiB', '-1', '1.5MiB'])('the schema and the reader both refuse the size %j', (text) => {
  expect(text).not.toMatch(new RegExp(schema.definitions.size.oneOf[0].pattern));
  expect(parseSize(text)).toBeNull();
});
