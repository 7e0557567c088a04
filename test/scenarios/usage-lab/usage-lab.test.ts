import { describe, expect, test } from 'vitest';
import { FINDINGS, LAB, lineOf, playLab } from './lab.ts';

describe('the usage lab', () => {
  test('each of the six filters gives its finding, at its marked line, and nothing else is found', async () => {
    const machine = await playLab();
    const found = machine.state().violations.map(({ rule, driver, file, line }) => `${rule} ${driver} ${file}:${line}`);
    const expected = await Promise.all(
      Object.entries(FINDINGS).map(
        async ([driver, rule]) => `${rule} ${driver} ${LAB}/${driver}.ts:${await lineOf(driver)}`,
      ),
    );
    expect(found).toEqual(expected);
    expect(machine.state().bugcheck).toBeNull();
  });

  test('each finding says what to do and why', async () => {
    const machine = await playLab();
    for (const { title, message, remedy, why } of machine.state().violations) {
      for (const text of [title, message, remedy, why]) expect(text?.length).toBeGreaterThan(20);
    }
  });
});
