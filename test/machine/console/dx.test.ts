/** The query language of `dx`. */
import { describe, expect, test } from 'vitest';
import { bootSample } from './scenarios.ts';

const machine = await bootSample('storage');
const dx = (expression: string) =>
  machine.console
    .evaluate(`dx ${expression}`)
    .text.replace(/^.* : /, '')
    .trim();
const SESSION = '@$cursession';
const NODES = `${SESSION}.Devices.DeviceNodes`;

describe('values', () => {
  test.each([
    ['1 + 2 * 3', '0x7'],
    ['(1 + 2) * 3', '0x9'],
    ['-5 + 0n10', '0x5'],
    ['7 / 2', '0x3'],
    ['7 % 4', '0x3'],
    ['"a" + 1', 'a0x1'],
    ['0x10 == 16', 'true'],
    ['"10" == 0n10', 'true'],
    ['1 < 2 && !(2 < 1) || false', 'true'],
    ['"abc" < "abd"', 'true'],
    ['3 >= 3 ? "yes" : "no"', 'yes'],
    ['"Disk".ToLower().Contains("isk")', 'true'],
    ['"Disk".StartsWith("D") && "Disk".EndsWith("k")', 'true'],
    ["'it\\'s'", "it's"],
    ['"four".Length', '0x4'],
    ['null == false', 'false'],
  ])('%s is %s', (expression, value) => {
    expect(dx(expression)).toBe(value);
  });
});

describe('lists', () => {
  test.each([
    [`${NODES}.Count()`, '0x7'],
    [`${NODES}.Count(n => n.State == "started")`, '0x7'],
    [`${NODES}.First(n => n.Id == "disk0").ServiceName`, 'disk'],
    [`${NODES}[4].Id`, 'disk0'],
    [`${NODES}.Last().Id`, 'volC'],
    [`${NODES}.All(n => n.Problem == null)`, 'true'],
    [`${NODES}.Any((n) => n.DeviceStack.Count() > 3)`, 'true'],
    [`${NODES}.Select(n => n.DeviceStack.Count()).Sum()`, '0xf'],
    [`${NODES}.Max(n => n.DeviceStack.Count())`, '0x4'],
    [`${NODES}.Min(n => n.DeviceStack.Count())`, '0x1'],
    [`${NODES}.SelectMany(n => n.DeviceStack).Count()`, '0xf'],
    [`${NODES}.Select(n => n.State).Distinct().Count()`, '0x1'],
    [`${NODES}.OrderByDescending(n => n.Id).First().Id`, 'volmgr0'],
    [`${NODES}.Skip(2).Take(1).First().Id`, 'pci0'],
    [`${NODES}.Select(n => n.Id).Contains("hba0")`, 'true'],
    [`${NODES}.GroupBy(n => n.Power.Device).First().Key`, 'D0'],
    [`${NODES}.First(n => n.Id == "hba0").Parent.Id`, 'pci0'],
    [`${SESSION}.Drivers.First(d => d.Name == "auditflt").Routines.Any(r => r.Name == "DispatchPnp")`, 'true'],
    ['Debugger.Sessions.First().Attributes.Name', 'storage'],
  ])('%s is %s', (expression, value) => {
    expect(dx(expression)).toBe(value);
  });

  test('of many elements shows the first ones and says how to see all', () => {
    const { text } = machine.console.evaluate(`dx -c 2 ${NODES}`);
    expect(text).toMatch(/\[0x1\] +: ACPI_HAL\\.*\n {4}\[\.\.\.\] +: 5 more; dx -c 7 shows all\n$/);
  });

  test('can be opened element by element', () => {
    const items = machine.console.evaluate(`dx ${NODES}.Where(n => n.Id == "disk0")`).items ?? [];
    expect(items[0]?.command).toBe(`dx (${NODES}.Where(n => n.Id == "disk0"))[0x0]`);
    expect(machine.console.evaluate(items[0]?.command ?? '').text).toContain('ServiceName      : disk');
  });
});

describe('a slip is told with the remedy', () => {
  test.each([
    ['', 'Write dx @$cursession'],
    ['@$curseson', 'Did you mean `@$cursession`?'],
    [`${SESSION}.Divers`, 'Did you mean `Drivers`?'],
    [`${NODES}.Wher(n => n.Id)`, 'Did you mean `Where`?'],
    [`${NODES}.Where("x")`, 'A lambda should stand here: n => n.Name.'],
    [`${NODES}[99]`, 'The list has 7 elements; there is no [0x63].'],
    [`${NODES}.Where(n => n.Id ==`, 'the end is not understood'],
    ['1 +', 'the end is not understood'],
    ['#', '`#` is not understood in `#`.'],
    ['"a" * 2', '`a` is no number.'],
    [`${NODES}.constructor`, 'A list has no member `constructor`.'],
    [`${NODES}.toString()`, 'A list has no method `toString`.'],
    [`${SESSION}.__proto__`, 'has no member `__proto__`.'],
    [`${'('.repeat(70)}1`, 'More than 64 expressions in each other.'],
    [`${'!'.repeat(70)}1`, 'More than 64 signs in each other.'],
    [`${NODES}.Flatten(n => n.Parent == null ? n.Children : n.Parent.Children)`, 'The tree does not end'],
    [
      `${SESSION}.Trace.Select(e => ${SESSION}.Trace.Where(f => f.N > e.N).Count())`,
      'The expression takes more than 2000000 steps.',
    ],
  ])('%s: %s', (expression, message) => {
    const { text, failed } = machine.console.evaluate(`dx ${expression}`);
    expect(text).toContain(message);
    expect(failed).toBe(true);
  });
});
