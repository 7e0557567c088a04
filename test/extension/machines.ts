// What the tests in this folder share: the extension's own interface, and machines in throw-away folders.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DriverSandboxApi } from '../../src/extension/extension-api.ts';
import type { DeviceState, MachineState } from '../../src/protocol/state.ts';
import { until } from '../support/vscode/harness.ts';

export const EXTENSION_ID = 'driver-sandbox.driver-sandbox';

/** A driver that does what a filter must and no more. */
export const PASSING_FILTER = `import { DRIVER_OBJECT, NTSTATUS, STATUS_SUCCESS } from 'wdm';

export function DriverEntry(driver: DRIVER_OBJECT): NTSTATUS {
  return STATUS_SUCCESS;
}
`;

export async function sandbox(): Promise<DriverSandboxApi> {
  const extension = vscode.extensions.getExtension<DriverSandboxApi>(EXTENSION_ID);
  assert.ok(extension, `${EXTENSION_ID} is not installed`);
  return await extension.activate();
}

export function sample(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no workspace is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

export function run(command: string, argument?: unknown): Thenable<void> {
  return vscode.commands.executeCommand(`driverSandbox.${command}`, argument);
}

/** Starts without waiting for the answer to a message that the start may end in. */
export async function start(machine: vscode.Uri, status = 'live'): Promise<DriverSandboxApi> {
  const api = await sandbox();
  const started = run('startMachine', machine.toString());
  started.then(undefined, (error: unknown) => console.error(error));
  await until(`${machine.path} to be ${status}`, () => statusOf(api, machine) === status, 40_000);
  return api;
}

export async function stopAll(): Promise<void> {
  const api = await sandbox();
  while (api.machines().length > 0) await run('stopMachine');
}

export function statusOf(api: DriverSandboxApi, machine: vscode.Uri): string | undefined {
  return api.machines().find(({ uri }) => uri === machine.toString())?.status;
}

export function stateOf(api: DriverSandboxApi): MachineState {
  const state = api.shown()?.state;
  assert.ok(state, 'no machine is live');
  return state;
}

export function deviceOf(api: DriverSandboxApi, id: string): DeviceState {
  const device = stateOf(api).devices.find((candidate) => candidate.id === id);
  assert.ok(device, `no device ${id}`);
  return device;
}

/** The tree as text, two spaces a level. */
export function tree(api: DriverSandboxApi): string {
  return api
    .deviceRows()
    .map(({ depth, label, description }) => `${'  '.repeat(depth)}${label} | ${description}`)
    .join('\n');
}

/** Writes the files into a new folder outside the workspace, and removes it when the body has ended. */
export async function withFiles(
  files: Readonly<Record<string, string>>,
  body: (file: (name: string) => vscode.Uri) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'driver-sandbox-test-'));
  const file = (name: string): vscode.Uri => vscode.Uri.file(join(folder, name));
  try {
    for (const [name, text] of Object.entries(files)) await write(file(name), text);
    await body(file);
  } finally {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await stopAll();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

/** One bus, one device with our driver as upper filter. */
export function machineWith(filter: string): string {
  const device = { id: 'dev0', hardwareIds: ['TEST\\DEVICE'], function: 'null', upperFilters: ['filter'] };
  const machine = { name: 'test', drivers: { filter: { source: filter } }, devices: [device] };
  return JSON.stringify(machine, null, 2);
}

export async function problemsOf(uri: vscode.Uri, count = 1): Promise<readonly vscode.Diagnostic[]> {
  return await until(`problems in ${uri.path}`, () => {
    const found = ownProblems(uri);
    return found.length >= count ? found : undefined;
  });
}

export function ownProblems(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Driver Sandbox');
}
