/** The report of a bug check: what a debugger's user looks for stands where he looks for it. */
import { describe, expect, test } from 'vitest';
import { bootDescription, bootMachine } from '../support/machine.ts';
import { driverText } from './support/driver-text.ts';
import { FILE } from './support/one-driver.ts';

const START = 'if (minor === IRP_MN_START_DEVICE) ';

async function report(
  pnp: string,
  verifier: unknown = 'standard',
): Promise<{ readonly text: string; readonly line: number }> {
  const source = driverText({ pnp });
  const description = {
    verifier,
    drivers: { bad: { source: `./${FILE}` } },
    devices: [{ id: 'dev0', function: 'null', upperFilters: ['bad'] }],
  };
  const machine = await bootDescription(description, { [FILE]: source });
  const line = source.split('\n').findIndex((one) => one.includes('/* here */')) + 1;
  return { text: machine.analyze() ?? '', line };
}

describe('the report', () => {
  test('names the driver, its line and its routine, and shows the lines around it', async () => {
    const { text, line } = await report(
      `${START} { IoCompleteRequest(irp, 0); IoCompleteRequest(irp, 0); /* here */ }`,
    );
    expect(text).toContain('MULTIPLE_IRP_COMPLETE_REQUESTS (44)');
    expect(text).toMatch(new RegExp(`^FAULTING_SOURCE_LINE_NUMBER: {2}${line}$`, 'm'));
    expect(text).toMatch(new RegExp(`^> +${line}: .*/\\* here \\*/`, 'm'));
    expect(text).toMatch(/^SYMBOL_NAME: {2}bad!\w+$/m);
    expect(text).toMatch(new RegExp(`^STACK_TEXT:\\nbad!\\w+ \\[${FILE} @ ${line}\\]$`, 'm'));
    expect(text).toMatch(/^LAST_EVENTS: {2}of dev0, newest last$/m);
  });

  test('gathers failures of one kind under one name, with the first parameter where it counts', async () => {
    const { text } = await report(`${START} { IoCompleteRequest(irp, 0); IoCompleteRequest(irp, 0); /* here */ }`);
    expect(text).toMatch(/^FAILURE_BUCKET_ID: {2}0x44_bad!\w+$/m);
    const machine = await bootMachine();
    await machine.inject({ op: 'bugcheck', code: 0x9f, parameters: [3, 0x1230, 0, 0x4560] });
    const power = machine.analyze() ?? '';
    expect(power).toMatch(/^FAILURE_BUCKET_ID: {2}0x9F_3_nt$/m);
    expect(power).toMatch(/^DRVPOWERSTATE_SUBCODE: {2}3\n\nDEVICE_OBJECT: 0{12}1230\nIRP_ADDRESS: 0{12}4560$/m);
    const [, hash] = /^FAILURE_ID_HASH: {2}(\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\})$/m.exec(power) ?? [];
    expect(power).toContain(`    Key  : Failure.Hash\n    Value: ${hash}\n`);
    expect(text).not.toContain(hash);
  });

  test('a rule that stopped the machine is told with reason and document', async () => {
    const verifier = { mode: 'standard', rules: { 'C9/0x06': 'bugcheck' } };
    const pending =
      'irp.IoStatus.Status = STATUS_PENDING; IoCompleteRequest(irp, 0); /* here */ return STATUS_SUCCESS;';
    const { text } = await report(`${START} { ${pending} }`, verifier);
    expect(text).toContain('DRIVER_VERIFIER_IOMANAGER_VIOLATION (c9)');
    expect(text).toMatch(/^DV_VIOLATED_CONDITION: {2}An IRP is completed with STATUS_PENDING: .+\.$/m);
    expect(text).toMatch(/^DV_MSDN_LINK: https:\/\/learn\.microsoft\.com\//m);
    expect(text).toMatch(/^DV_RULE_INFO: C9\/0x06$/m);
  });

  test('parameters say what they are: a status by name', async () => {
    const machine = await bootMachine();
    await machine.inject({ op: 'pnp', device: 'disk0', request: 'surpriseRemove' });
    await machine.inject({ op: 'pageIn', device: 'volC' });
    const { bugcheck } = machine.state();
    expect(bugcheck?.name).toBe('KERNEL_DATA_INPAGE_ERROR');
    expect(bugcheck?.values?.[1]).toBe('STATUS_NO_SUCH_DEVICE');
    expect(machine.analyze()).toMatch(/^Arg2: 00000000c000000e, .*, STATUS_NO_SUCH_DEVICE$/m);
  });

  test('parameters say what they are: an IRP with its request, a device object with its driver', async () => {
    const machine = await bootMachine();
    const object = machine.state().devices.find(({ id }) => id === 'disk0')?.stack[0]?.object ?? '';
    await machine.inject({ op: 'bugcheck', code: 0x9f, parameters: [2, object, 0, 0] });
    expect(machine.state().bugcheck?.values).toEqual(['', 'device object of disk0/auditflt', '', '']);
    expect(machine.analyze()).toMatch(/^STACK_TEXT:\n\(no driver was running\)$/m);
    expect(machine.analyze()).toMatch(/^LAST_EVENTS: {2}of the machine/m);
  });
});
