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
export const PASSING_FILTER = `import {
  cast,
  type DEVICE_OBJECT,
  type DRIVER_OBJECT,
  DO_DEVICE_INITIALIZING,
  FALSE,
  IoAttachDeviceToDeviceStack,
  IoCallDriver,
  IoCreateDevice,
  IoDeleteDevice,
  IoDetachDevice,
  IoGetCurrentIrpStackLocation,
  IoSkipCurrentIrpStackLocation,
  type IRP,
  IRP_MJ_MAXIMUM_FUNCTION,
  IRP_MJ_PNP,
  IRP_MN_REMOVE_DEVICE,
  NULL,
  type NTSTATUS,
  out,
  PDEVICE_OBJECT,
  STATUS_NO_SUCH_DEVICE,
  STATUS_SUCCESS,
  struct,
} from 'wdm';

class EXTENSION extends struct('EXTENSION', { Lower: PDEVICE_OBJECT }) {}

export function DriverEntry(driver: DRIVER_OBJECT): NTSTATUS {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driver.MajorFunction.set(major, Pass);
  driver.DriverExtension.AddDevice = AddDevice;
  driver.DriverUnload = Unload;
  return STATUS_SUCCESS;
}

function Unload(_driver: DRIVER_OBJECT): void {}

function AddDevice(driver: DRIVER_OBJECT, pdo: DEVICE_OBJECT): NTSTATUS {
  const device = out<PDEVICE_OBJECT>();
  const status = IoCreateDevice(driver, EXTENSION, NULL, pdo.DeviceType, pdo.Characteristics, FALSE, device);
  const self = device.value;
  if (self === NULL) return status;
  const lower = IoAttachDeviceToDeviceStack(self, pdo);
  if (lower === NULL) {
    IoDeleteDevice(self);
    return STATUS_NO_SUCH_DEVICE;
  }
  cast(EXTENSION, self.DeviceExtension).Lower = lower;
  self.Flags = (self.Flags | lower.Flags) & ~DO_DEVICE_INITIALIZING;
  return status;
}

async function Pass(device: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const lower = cast(EXTENSION, device.DeviceExtension).Lower;
  const { MajorFunction: major, MinorFunction: minor } = IoGetCurrentIrpStackLocation(irp);
  IoSkipCurrentIrpStackLocation(irp);
  const status = await IoCallDriver(lower, irp);
  if (major === IRP_MJ_PNP && minor === IRP_MN_REMOVE_DEVICE) {
    IoDetachDevice(lower);
    IoDeleteDevice(device);
  }
  return status;
}
`;

/** Where DriverEntry of {@link PASSING_FILTER} returns, counted from 0. */
export const RETURN_LINE = PASSING_FILTER.split('\n').indexOf('  return STATUS_SUCCESS;');

/** The same driver with other code in that place. */
export function filterWith(code: string): string {
  return PASSING_FILTER.replace('  return STATUS_SUCCESS;', code);
}

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

const OUTCOMES = ['live', 'failed', 'lost'];

/** Starts without waiting for the answer to a message that the start may end in. */
export async function start(machine: vscode.Uri, expected = 'live'): Promise<DriverSandboxApi> {
  const api = await sandbox();
  const before = statusOf(api, machine);
  let ended = false;
  const started = run('startMachine', machine.toString());
  started.then(() => {
    ended = true;
  }, console.error);
  const outcome = await until(
    `${machine.path} to start`,
    () => {
      const found = api.machines().find(({ uri }) => uri === machine.toString());
      const settled = ended || (found?.status === 'failed' && before !== 'failed');
      return settled && found !== undefined && OUTCOMES.includes(found.status) && found;
    },
    40_000,
  );
  const problems = vscode.languages
    .getDiagnostics()
    .flatMap(([uri, found]) => found.map(({ message }) => `${uri.path}: ${message}`));
  assert.equal(outcome.status, expected, `${outcome.loss ?? ''} ${problems.slice(0, 3).join('\n')}`);
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

export async function withSetting(name: string, value: unknown, body: () => Promise<void>): Promise<void> {
  const settings = vscode.workspace.getConfiguration('driverSandbox');
  await settings.update(name, value, vscode.ConfigurationTarget.Global);
  try {
    await body();
  } finally {
    await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
  }
}

export async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

/** One device with a driver of ours as upper filter. */
export function machineWith(source: string): string {
  const device = { id: 'dev0', function: 'null', upperFilters: ['passing'] };
  return JSON.stringify({ name: 'test', drivers: { passing: { source } }, devices: [device] }, null, 2);
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

/** What hovering shows there, as text. */
export async function hoverAt(uri: vscode.Uri, at: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
  return hovers
    .flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value)))
    .join('\n');
}
