import type { CommandContext, FreeCommand, MachineCommand } from './command-context.ts';
import { advanceTime } from './commands/advance-time.ts';
import { clearViolationsFilter, filterViolations, groupViolations } from './commands/arrange-violations.ts';
import {
  pauseMachine,
  resumeMachine,
  step,
  stepInto,
  stepOut,
  stepOver,
  switchMachine,
} from './commands/control-machine.ts';
import { analyzeBugcheck, copyDescription, copyName, copyViolation, describeState } from './commands/describe-state.ts';
import { expectState } from './commands/expect-state.ts';
import { exportTrace } from './commands/export-trace.ts';
import { failNext } from './commands/fail-next.ts';
import { changeHardwareProfile } from './commands/hardware-profile.ts';
import { injectBugcheck } from './commands/inject-bugcheck.ts';
import { closeHandle, injectIo, openHandle } from './commands/inject-io.ts';
import { injectPnp } from './commands/inject-pnp.ts';
import { injectPoFx } from './commands/inject-pofx.ts';
import { injectPower } from './commands/inject-power.ts';
import { injectUsage } from './commands/inject-usage.ts';
import { injectWmi } from './commands/inject-wmi.ts';
import { openLoss, openMachineFile, openSource, openStackView, select } from './commands/open.ts';
import { openCrashDump } from './commands/open-crash-dump.ts';
import { openRepro } from './commands/open-repro.ts';
import { pageIn } from './commands/page-in.ts';
import { proveCrashDump } from './commands/prove-dump.ts';
import { runConsoleCommand } from './commands/run-console-command.ts';
import { runUntil } from './commands/run-until.ts';
import { saveDump } from './commands/save-dump.ts';
import { createSample, setUpIntelliSense } from './commands/set-up.ts';
import { showDumpMemory } from './commands/show-dump-memory.ts';
import { showMenu } from './commands/show-menu.ts';
import {
  debugMachine,
  restartMachine,
  restartWithFreshDisks,
  startMachine,
  stopMachine,
} from './commands/start-machine.ts';
import { breakAtViolation, stopAtRule, suppressRule } from './commands/suppress-rule.ts';
import {
  copyRepro,
  goToEvent,
  goToViolation,
  lastWriter,
  returnToPresent,
  reverseContinue,
  stepBack,
  switchBranch,
} from './commands/travel.ts';
import { verifierSettings } from './commands/verifier-settings.ts';
import { t } from './text.ts';

export const COMMAND_PREFIX = 'driverSandbox.';

/**
 * What a command does while no machine is live: `run` works all the same; `offer` says so and offers to start one;
 * `ignore` does nothing, for commands that only rows of a live machine call.
 */
type Registered =
  | { readonly whileDown: 'run'; readonly run: FreeCommand }
  | { readonly whileDown: 'offer' | 'ignore'; readonly run: MachineCommand };

const free = (run: FreeCommand): Registered => ({ whileDown: 'run', run });
const live = (run: MachineCommand): Registered => ({ whileDown: 'offer', run });
const row = (run: MachineCommand): Registered => ({ whileDown: 'ignore', run });

/** Every command, by its id without the prefix. */
export const COMMANDS = {
  startMachine: free(startMachine),
  restartMachine: free(restartMachine),
  restartWithFreshDisks: free(restartWithFreshDisks),
  debugMachine: free(debugMachine),
  switchMachine: free(switchMachine),
  stopMachine: free(async (context) => {
    if (context.machines.shown !== null) await stopMachine(context, context.machines.shown);
  }),
  pauseMachine: live(pauseMachine),
  resumeMachine: live(resumeMachine),
  step: live(step),
  stepInto: live(stepInto),
  stepOver: live(stepOver),
  stepOut: live(stepOut),
  goToEvent: live(goToEvent),
  goToViolation: row(goToViolation),
  stepBack: live(stepBack),
  reverseContinue: live(reverseContinue),
  returnToPresent: live(returnToPresent),
  switchBranch: live(switchBranch),
  copyRepro: live(copyRepro),
  lastWriter: free(lastWriter),
  openRepro: free(openRepro),
  injectUsage: live(injectUsage),
  injectPnp: live(injectPnp),
  injectPower: live(injectPower),
  injectPoFx: live(injectPoFx),
  injectIo: live(injectIo),
  injectWmi: live(injectWmi),
  changeHardwareProfile: live(changeHardwareProfile),
  openHandle: live(openHandle),
  closeHandle: live(closeHandle),
  pageIn: live(pageIn),
  injectBugcheck: live(injectBugcheck),
  failNext: live(failNext),
  advanceTime: live(advanceTime),
  runUntil: live(runUntil),
  expectState: live(expectState),
  openStackView: free(openStackView),
  showDumpMemory: live(showDumpMemory),
  analyzeBugcheck: live(analyzeBugcheck),
  saveDump: live(saveDump),
  openCrashDump: live(openCrashDump),
  proveCrashDump: free(proveCrashDump),
  describeState: live(describeState),
  runConsoleCommand: live(runConsoleCommand),
  exportTrace: live(exportTrace),
  showMenu: free(showMenu),
  showLog: free(async (context) => context.shell.showLog()),
  showDbgPrint: free(async (context) => context.shell.showDbgPrint()),
  showProblems: free((context) => context.shell.showProblems()),
  viewByConnection: free(async (context) => context.shell.arrangeDevices('byConnection')),
  viewByDriver: free(async (context) => context.shell.arrangeDevices('byDriver')),
  groupViolations: free(groupViolations),
  filterViolations: free(filterViolations),
  clearViolationsFilter: free(clearViolationsFilter),
  suppressRule: live(suppressRule),
  stopAtRule: live(stopAtRule),
  verifierSettings: free(verifierSettings),
  showHiddenDevices: free(async (context) => context.shell.showHiddenDevices(true)),
  hideHiddenDevices: free(async (context) => context.shell.showHiddenDevices(false)),
  openMachineFile: free(openMachineFile),
  openLoss: free(openLoss),
  setUpIntelliSense: free(setUpIntelliSense),
  createSample: free(createSample),
  openSource: row(openSource),
  select: free(select),
  copyName: free(copyName),
  copyDescription: row(copyDescription),
  copyViolation: row(copyViolation),
  breakAtViolation: row(breakAtViolation),
} as const satisfies Readonly<Record<string, Registered>>;

export type CommandName = keyof typeof COMMANDS;

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** Runs a command; what goes wrong is told to the user once. */
export async function runCommand(context: CommandContext, name: CommandName, argument?: unknown): Promise<void> {
  const command: Registered = COMMANDS[name];
  const session = context.machines.shown;
  try {
    if (command.whileDown === 'run') {
      await command.run(context, argument);
    } else if (session !== null && session.model !== null) {
      await command.run(context, session, argument);
    } else if (command.whileDown === 'offer') {
      await offerStart(context);
    }
  } catch (error) {
    // The loss of the process was told already, with a remedy.
    if (session?.status === 'lost' || session?.status === 'stopped') return;
    await context.messages.error(error instanceof Error ? error.message : String(error));
  }
}

async function offerStart(context: CommandContext): Promise<void> {
  const start = t('Start Machine');
  if ((await context.messages.info(t('No machine is running.'), start)) === start)
    await startMachine(context, undefined);
}
