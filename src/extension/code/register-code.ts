/** What editors of machine files and drivers show beside the text. */
import * as vscode from 'vscode';
import type { MachineSessions } from '../machine/machine-sessions.ts';
import { registerMachineLens } from '../project/machine-lens.ts';
import { registerEvaluatable } from './evaluatable.ts';
import { registerRoutineLens } from './routine-lens.ts';

export function registerCode(machines: MachineSessions): vscode.Disposable {
  return vscode.Disposable.from(registerMachineLens(machines), registerRoutineLens(machines), registerEvaluatable());
}
