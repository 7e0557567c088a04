import { describe, expect, test } from 'vitest';
import { MachineSession } from '../../src/extension/machine/machine-session.ts';
import { MACHINES_MAX, MachineSessions } from '../../src/extension/machine/machine-sessions.ts';
import { FakeHost, irp, MACHINE, storage, violation } from './support.ts';

function session(host = new FakeHost()): { host: FakeHost; session: MachineSession; events: string[] } {
  const made = new MachineSession(MACHINE, host, async (path) => `text of ${path}`);
  const events: string[] = [];
  made.events.event((event) => events.push(event.type === 'status' ? made.status : `${event.type}!`));
  return { host, session: made, events };
}

describe('a session', () => {
  test('starts: the host hears the file’s own name, and may read beside it', async () => {
    const { host, session: machine, events } = session();
    host.beforeStart = async (listener) => {
      expect(await listener.readFile('auditflt.ts')).toBe('text of auditflt.ts');
    };
    expect(await machine.start()).toBe(true);
    expect(host.asked[0]).toEqual({ method: 'machine/start', params: { file: 'storage.machine.json' } });
    expect([...machine.filesRead]).toEqual(['auditflt.ts']);
    expect(events).toEqual(['starting', 'diagnostics!', 'live']);
    expect(machine.model?.deviceCount).toBe(3);
  });

  test('a machine that does not start leaves its diagnostics and no process', async () => {
    const { host, session: machine } = session();
    const place = { file: 'auditflt.ts', line: 2, column: 1 };
    const diagnostic = { ...place, severity: 'error', code: 'driver/syntax', message: 'x' } as const;
    host.startResult = { ok: false, reason: 'driver', diagnostics: [diagnostic] };
    expect(await machine.start()).toBe(false);
    expect([machine.status, machine.diagnostics, host.disposed]).toEqual(['failed', [diagnostic], 1]);
  });

  test('deltas mend the state; an old or early one is dropped', async () => {
    const { host, session: machine, events } = session();
    host.beforeStart = async (listener) => listener.notify('machine/changed', { revision: 9, time: '9s' });
    await machine.start();
    host.listener.notify('machine/changed', { revision: 1, time: '8s' });
    host.listener.notify('machine/changed', { revision: 2, time: '7s', addedViolations: [violation()] });
    expect(machine.model?.summary.time).toBe('7s');
    expect(machine.model?.violations).toHaveLength(1);
    expect(events.filter((event) => event === 'delta!')).toHaveLength(1);
  });

  test('a hang is told, and stands as a problem at its line', async () => {
    const { host, session: machine } = session();
    await machine.start();
    const loss = { message: 'The driver auditflt did not come back.', file: 'auditflt.ts', line: 12 };
    host.listener.ended(loss);
    host.listener.ended({ message: 'killed', file: null, line: null });
    expect(machine.loss).toEqual(loss);
    expect(machine.diagnostics).toMatchObject([
      { file: 'auditflt.ts', line: 12, code: 'driver/hang', message: loss.message },
    ]);
    expect([machine.status, machine.model, host.disposed]).toEqual(['lost', null, 1]);
  });

  test('a loss while it starts is told once, and a restart works', async () => {
    const { host, session: machine, events } = session();
    host.beforeStart = async (listener) => {
      listener.ended({ message: 'A driver did not come back.', file: null, line: null });
      throw new Error('connection closed');
    };
    expect(await machine.start()).toBe(false);
    expect(events.filter((event) => event === 'lost!')).toHaveLength(1);
    host.beforeStart = undefined;
    expect(await machine.start()).toBe(true);
    expect([machine.loss, machine.diagnostics]).toEqual([null, []]);
  });

  test('what a former process says late is not heard', async () => {
    const { host, session: machine } = session();
    await machine.start();
    const former = host.listener;
    await machine.start();
    former.ended({ message: 'killed', file: null, line: null });
    former.notify('machine/changed', { revision: 50, time: '5s' });
    expect([machine.status, machine.model?.summary.time]).toEqual(['live', '0.0012300s']);
  });

  test('a process that cannot be started is a loss with its reason', async () => {
    const host = new FakeHost();
    host.start = async () => {
      throw new Error('no permission');
    };
    const { session: machine } = session(host);
    expect(await machine.start()).toBe(false);
    expect([machine.status, machine.loss?.message]).toEqual(['lost', 'no permission']);
  });

  test('the answer to pause counts at once; its delta changes nothing any more', async () => {
    const { host, session: machine, events } = session();
    await machine.start();
    await machine.pause();
    expect(machine.model?.summary.run).toBe('paused');
    host.listener.notify('machine/changed', { revision: 2, run: 'paused' });
    expect(events.filter((event) => event === 'delta!')).toHaveLength(1);
  });

  test('of the answer to a step, only what is new counts as changed', async () => {
    const { host, session: machine } = session();
    await machine.start();
    const changes: unknown[] = [];
    machine.events.event(
      (event) => event.type === 'delta' && changes.push([[...event.change.devices], event.change.structure]),
    );
    const after = storage({ revision: 2 });
    const devices = after.devices.map((state) => (state.id === 'hba0' ? { ...state, pnp: 'stopped' } : state));
    host.answers['machine/step'] = () => ({ ...after, devices });
    await machine.step('into');
    expect(changes).toEqual([[['hba0'], false]]);
  });

  test('the same diagnostic twice is one', async () => {
    const { host, session: machine } = session();
    await machine.start();
    const place = { file: 'auditflt.ts', line: 2, column: 1 };
    const diagnostics = [{ ...place, severity: 'error', code: 'driver/exception', message: 'x' }] as const;
    host.listener.notify('machine/diagnostics', { diagnostics });
    host.listener.notify('machine/diagnostics', { diagnostics });
    expect(machine.diagnostics).toHaveLength(1);
  });
});

describe('several sessions', () => {
  test('the last started is shown; when it stops, another one is', async () => {
    const machines = new MachineSessions(new FakeHost(), () => async () => null);
    await machines.start('file:///a.machine.json');
    await machines.start('file:///b.machine.json');
    const [first, second] = machines.all;
    expect(machines.shown).toBe(second);
    if (second !== undefined) await machines.stop(second);
    expect(machines.shown).toBe(first);
  });

  test('the number of processes has a bound that is told', async () => {
    const machines = new MachineSessions(new FakeHost(), () => async () => null);
    for (let count = 0; count < MACHINES_MAX; count++) await machines.start(`file:///${count}.machine.json`);
    await expect(machines.start('file:///more.machine.json')).rejects.toThrow('32 machines are running already.');
  });

  test('disposing ends every process', async () => {
    const host = new FakeHost();
    const machines = new MachineSessions(host, () => async () => null);
    await machines.start('file:///a.machine.json');
    await machines.start('file:///b.machine.json');
    await machines.dispose();
    expect(host.disposed).toBe(2);
  });
});

describe('the model', () => {
  test('a change names the devices whose IRPs moved, and nothing else', async () => {
    const { session: machine } = session();
    await machine.start();
    const model = machine.model;
    if (model === null) throw new Error('not live');
    expect([...model.apply({ revision: 2, irps: [irp()] }).devices]).toEqual(['disk0']);
    expect([...model.apply({ revision: 3, irps: [irp()] }).devices]).toEqual([]);
    const down = irp({ device: 'hba0', stackIndex: 0 });
    expect([...model.apply({ revision: 4, irps: [down] }).devices].sort()).toEqual(['disk0', 'hba0']);
    expect([...model.apply({ revision: 5, irps: [] }).devices]).toEqual(['hba0']);
  });

  test('a device that went is forgotten', async () => {
    const { session: machine } = session();
    await machine.start();
    const change = machine.model?.apply({ revision: 2, order: ['root', 'hba0'] });
    expect([change?.structure, [...(change?.devices ?? [])]]).toEqual([true, ['disk0']]);
    expect(machine.model?.device('disk0')).toBeUndefined();
    expect(machine.model?.state().devices.map(({ id }) => id)).toEqual(['root', 'hba0']);
  });

  test('events and revision alone are no news to the views', async () => {
    const { session: machine } = session();
    await machine.start();
    expect(machine.model?.apply({ revision: 2, events: 7 }).summary).toBe(false);
    expect(machine.model?.state()).toEqual(storage({ revision: 2, events: 7 }));
  });
});
