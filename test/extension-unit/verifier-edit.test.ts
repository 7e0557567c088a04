import { describe, expect, test } from 'vitest';
import { readVerifier, withRule, withVerifier } from '../../src/extension/project/verifier-edit.ts';

const FILE = `{
  // A machine.
  "name": "lab",
  "verifier": "all", // strict
  "devices": [],
}
`;

describe('the verifier of a machine file', () => {
  test('a rule is turned off; comments and layout stay', () => {
    const text = withRule(FILE, 'USE-V03', 'off');
    expect(text).toBe(`{
  // A machine.
  "name": "lab",
  "verifier": {
    "mode": "all",
    "rules": {
      "USE-V03": "off"
    }
  }, // strict
  "devices": [],
}
`);
    expect(readVerifier(text)).toEqual({ mode: 'all', rules: { 'USE-V03': 'off' }, options: {} });
  });

  test('a file without the property gets one', () => {
    expect(readVerifier(withRule('{ "devices": [] }', 'C9/0x224', 'bugcheck'))).toEqual({
      mode: 'standard',
      rules: { 'C9/0x224': 'bugcheck' },
      options: {},
    });
  });

  test('settings are read and written; what needs no more than a word is one', () => {
    const choice = { mode: 'standard', rules: { 'USE-V03': 'off' }, options: { specialPool: true } } as const;
    const text = withVerifier(FILE, choice);
    expect(readVerifier(text)).toEqual(choice);
    expect(withVerifier(text, choice)).toBe(text);
    const fewer = withVerifier(text, { mode: 'standard', rules: {}, options: { specialPool: true } });
    expect(readVerifier(fewer).rules).toEqual({});
    expect(fewer).not.toContain('rules');
    expect(withVerifier(text, { mode: 'off', rules: {}, options: {} })).toContain('"verifier": "off", // strict');
  });

  test('what is no machine file has the usual settings', () => {
    expect(readVerifier('[1')).toEqual({ mode: 'standard', rules: {}, options: {} });
  });
});
