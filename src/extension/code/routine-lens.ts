/** Above each routine that a driver registers: what it handles, what it has broken, and the machines to debug it with. */
import * as vscode from 'vscode';
import type { MachineSessions } from '../machine/machine-sessions.ts';
import { resolveBeside } from '../machine/workspace-files.ts';
import { t } from '../text.ts';
import { COMPLETION, type RoutineText, registeredRoutines } from './driver-text.ts';
import { routineTitle } from './routine-title.ts';

const SETTING = 'routineLens';
export const DRIVER_FILES: vscode.DocumentSelector = ['typescript', 'javascript', 'c', 'cpp'].map((language) => ({
  language,
}));

export function registerRoutineLens(machines: MachineSessions): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider(DRIVER_FILES, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) => lenses(document, machines),
    }),
    machines.events.event(({ event }) => {
      if (event.type === 'status' || event.type === 'diagnostics') changed.fire();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`driverSandbox.${SETTING}`)) changed.fire();
    }),
  );
}

/** A machine that runs this file. */
interface Runs {
  readonly uri: string;
  readonly name: string;
  /** Lines of the file at which it has broken a rule, from 1. */
  readonly lines: readonly number[];
}

function lenses(document: vscode.TextDocument, machines: MachineSessions): vscode.CodeLens[] {
  const settings = vscode.workspace.getConfiguration('driverSandbox', document);
  if (!vscode.workspace.isTrusted || !settings.get<boolean>(SETTING, true)) return [];
  const runs = runsOf(document.uri.toString(), machines);
  return registeredRoutines(document.getText()).flatMap((routine) => lensesOf(routine, runs));
}

function runsOf(file: string, machines: MachineSessions): readonly Runs[] {
  return machines.all.flatMap((session) => {
    const machine = vscode.Uri.parse(session.uri);
    const isThis = (path: string): boolean => resolveBeside(machine, path).toString() === file;
    if (![...session.filesRead].some(isThis)) return [];
    const violations = session.model?.violations ?? [];
    const lines = violations.flatMap((one) => (one.file !== null && isThis(one.file) ? [one.line ?? 1] : []));
    return [{ uri: session.uri, name: session.fileName, lines }];
  });
}

function lensesOf(routine: RoutineText, runs: readonly Runs[]): readonly vscode.CodeLens[] {
  const range = new vscode.Range(routine.line, 0, routine.line, 0);
  const lens = (title: string, command = '', parameters: readonly unknown[] = []): vscode.CodeLens =>
    new vscode.CodeLens(range, { title, command, tooltip: routine.minors.join(', '), arguments: [...parameters] });
  const inside = (line: number): boolean => line > routine.line && line <= routine.endLine + 1;
  const broken = runs.flatMap(({ lines }) => lines).filter(inside).length;
  const count = broken === 1 ? t('1 violation') : t('{0} violations', broken);
  const debugs =
    runs.length === 0
      ? [lens(`$(debug-alt) ${t('Debug with…')}`, 'driverSandbox.debugMachine')]
      : runs.map(({ uri, name }) =>
          lens(`$(debug-alt) ${t('Debug with {0}', name)}`, 'driverSandbox.debugMachine', [uri]),
        );
  return [
    lens(routineTitle(routine, t('and {0} more'))),
    ...(broken === 0 ? [] : [lens(`$(warning) ${count}`, 'driverSandbox.violations.focus')]),
    ...(isEntry(routine) ? debugs : []),
  ];
}

/** The system calls it first with a request, or for a device: where one begins to look. */
function isEntry({ roles }: RoutineText): boolean {
  return roles.some((role) => role !== COMPLETION);
}
