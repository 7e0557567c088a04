import type { VerifierRule } from '../protocol/verifier.ts';
import type { Selection } from '../protocol/view.ts';
import type { MachineSession } from './machine/machine-session.ts';
import type { MachineSessions } from './machine/machine-sessions.ts';
import type { SampleName } from './project/samples.ts';
import type { Ask } from './ui/wizard.ts';
import type { Grouping } from './views/violation-groups.ts';

export interface Messages {
  /** @returns the action that the user chose */
  info(message: string, ...actions: string[]): Promise<string | undefined>;
  warn(message: string, ...actions: string[]): Promise<string | undefined>;
  error(message: string, ...actions: string[]): Promise<string | undefined>;
  /** A line in the status bar for a few seconds, and in the log: for what went as asked. */
  status(message: string): void;
  log(message: string): void;
}

/** What the user chose last, by question. */
export interface Recent {
  labels(question: string): readonly string[];
  remember(question: string, label: string): void;
}

export interface Workspace {
  readonly trusted: boolean;
  /** Machine files in the workspace, as URIs, sorted. */
  machineFiles(): Promise<readonly string[]>;
  /** The machine file in the active editor. */
  activeMachineFile(): string | undefined;
  /** Recordings in the workspace, and the one in the active editor. */
  repros(): Promise<readonly string[]>;
  activeRepro(): string | undefined;
  /** What an editor shows of it, saved or not; null: no such file. */
  text(uri: string): Promise<string | null>;
  /** Puts another text in its place, as one edit that can be undone, and saves it. */
  rewrite(uri: string, text: string): Promise<void>;
  /** A path as people read it. */
  label(uri: string): string;
  /** Writes edited machine and driver files of this folder to disk, since a machine runs what is saved. */
  saveNear(uri: string): Promise<void>;
  /** Where a dump goes that is only looked at: outside of the workspace, one file a machine, whose folder is there. */
  dumpFileOf(machine: string): Promise<string>;
}

/** A file that grows piece by piece. */
export interface FileOutput {
  /** The user gave up: what was written is dropped. */
  readonly isCancelled: boolean;
  writeAt(offset: number, bytes: Uint8Array): Promise<void>;
  /** @param fraction - of the work that is done, 0 to 1 */
  report(fraction: number): void;
}

export interface SaveFileOptions {
  /** Of the question where to. */
  readonly title: string;
  /** What is being done, while it is. */
  readonly progress: string;
  readonly suggestedName: string;
  /** `extension` has no dot. */
  readonly filter: { readonly name: string; readonly extension: string };
  /** Where to; left out: the user is asked. */
  readonly uri?: string;
}

/** A long task, as whoever does it sees it. */
export interface RunningTask {
  /** The user gave up. */
  readonly isCancelled: boolean;
  /** @param fraction - of the work that is done, 0 to 1 */
  report(message: string, fraction: number): void;
}

export interface ViolationsChange {
  readonly grouping?: Grouping;
  readonly filter?: string;
}

export interface Shell {
  /** `file` is relative to the machine file's folder; lines and columns count from 1. */
  openSource(machine: string, file: string, line: number, column: number): Promise<void>;
  /** A breakpoint for the debugger, as if the user had clicked beside the line. */
  addBreakpoint(machine: string, file: string, line: number): void;
  openFile(uri: string): Promise<void>;
  /** In whatever editor its kind of file has. */
  openEditor(uri: string): Promise<void>;
  copy(text: string): Promise<void>;
  /** Shows a text on a page of its own, where a screen reader and the keyboard can read it. */
  print(text: string, title: string): Promise<void>;
  /** Adds an answer to the console's output, and shows it. */
  printConsole(text: string): void;
  showLog(): void;
  showDbgPrint(): void;
  showProblems(): Promise<void>;
  showViolations(): Promise<void>;
  /** @param chart - a lifecycle that it shows, or `dump-memory`; left out: the one that it has shown */
  openStackView(chart?: string): Promise<void>;
  /** Tree and Stack View turn to it together. */
  select(selection: Selection): void;
  /** How Violations are gathered, and which are shown: undefined leaves it as it is. */
  arrangeViolations(change: ViolationsChange): void;
  readonly violationsFilter: string;
  arrangeDevices(arrangement: 'byConnection' | 'byDriver'): void;
  /** Devices that their drivers have asked to leave out, as Device Manager does. */
  showHiddenDevices(shown: boolean): void;
  /** Starts the machine of a machine file under the debugger. */
  startDebugging(machine: string): Promise<void>;
  /** A request of the sandbox's own to the debugger in front. @returns false when none of ours is there */
  askDebugger(request: string, parameters: object): Promise<boolean>;
  /** Restarts a machine that is being debugged, under its debugger. @returns whether it is */
  restartDebugging(machine: string): Promise<boolean>;
  /** Asks where to, and writes it there. @returns what it was saved as */
  saveAs(suggestedName: string, text: string): Promise<string | undefined>;
  /** The same for what comes in pieces; the file is there when it is whole. @returns its URI, undefined when the user gave up */
  saveFile(options: SaveFileOptions, write: (file: FileOutput) => Promise<void>): Promise<string | undefined>;
  /** Runs a long task with its name shown; short ones show nothing but the status bar. */
  progress<T>(title: string, task: () => Promise<T>): Promise<T>;
  /** The same for what takes longer, with a bar and a way out. */
  cancellable<T>(title: string, task: (running: RunningTask) => Promise<T>): Promise<T>;
}

export interface Project {
  /** @returns what was done, for people, or undefined when there was nothing to do */
  setUpIntelliSense(machine: string): Promise<string>;
  /** Asks for a folder and puts a copy of the sample there. @returns the sample's machine file */
  createSample(sample: SampleName): Promise<string | undefined>;
}

/** All that commands use of VS Code: unit tests hand in another. */
export interface CommandContext {
  /** Of the extension. */
  readonly version: string;
  readonly machines: MachineSessions;
  readonly ask: Ask;
  readonly messages: Messages;
  readonly recent: Recent;
  readonly workspace: Workspace;
  readonly shell: Shell;
  readonly project: Project;
  /** Every rule that the verifier knows. Starts a sandbox process for a moment when none is running. */
  verifierRules(): Promise<readonly VerifierRule[]>;
}

/** The commands that work on the shown machine get it handed in. */
export type MachineCommand = (context: CommandContext, session: MachineSession, argument: unknown) => Promise<void>;
export type FreeCommand = (context: CommandContext, argument: unknown) => Promise<void>;
