import * as vscode from 'vscode';
import type { MachineSessions } from '../machine/machine-sessions.ts';

/** What `when` and `enablement` clauses of the manifest see. */
export function keepContextKeys(machines: MachineSessions): vscode.Disposable {
  const known = new Map<string, unknown>();
  const set = (key: string, value: unknown): void => {
    if (known.get(key) === value) return;
    known.set(key, value);
    vscode.commands.executeCommand('setContext', `driverSandbox.${key}`, value).then(undefined, () => {});
  };
  const update = (): void => {
    set('state', stateOf(machines));
    set('live', (machines.shown?.model ?? null) !== null);
    set('memoryDump', machines.shown?.model?.summary.memoryDump !== undefined);
    set('past', machines.shown?.history?.isPast === true);
    set('several', machines.all.length > 1);
  };
  update();
  const shown = machines.shownChanged.event(update);
  const changes = machines.events.event(({ event }) => {
    if (event.type === 'status' || event.type === 'history' || (event.type === 'delta' && event.change.summary))
      update();
  });
  return vscode.Disposable.from(shown, changes);
}

export function setTreeKeys(keys: { readonly arrangement: string; readonly hiddenShown: boolean }): void {
  for (const key of ['arrangement', 'hiddenShown'] as const)
    vscode.commands.executeCommand('setContext', `driverSandbox.${key}`, keys[key]).then(undefined, () => {});
}

function stateOf(machines: MachineSessions): string {
  const session = machines.shown;
  if (session === null) return 'none';
  const run = session.model?.summary.run;
  return run === 'paused' || run === 'crashed' ? run : session.status;
}
