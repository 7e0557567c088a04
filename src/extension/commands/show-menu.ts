import type { CommandContext, MachineCommand } from '../command-context.ts';
import { t } from '../text.ts';
import type { Choice } from '../ui/wizard.ts';
import { summaryLine } from '../views/summary-line.ts';
import { advanceTime } from './advance-time.ts';
import { pauseMachine, resumeMachine, stepInto, stepOut, stepOver, switchMachine } from './control-machine.ts';
import { analyzeBugcheck, describeState } from './describe-state.ts';
import { failNext } from './fail-next.ts';
import { injectBugcheck } from './inject-bugcheck.ts';
import { injectIo } from './inject-io.ts';
import { injectPnp } from './inject-pnp.ts';
import { injectPoFx } from './inject-pofx.ts';
import { injectPower } from './inject-power.ts';
import { injectUsage } from './inject-usage.ts';
import { openCrashDump } from './open-crash-dump.ts';
import { pageIn } from './page-in.ts';
import { proveCrashDump } from './prove-dump.ts';
import { runConsoleCommand } from './run-console-command.ts';
import { runUntil } from './run-until.ts';
import { saveDump } from './save-dump.ts';
import { restartMachine, restartWithFreshDisks, startMachine, stopMachine } from './start-machine.ts';

type Action = () => Promise<void>;

/** What can be done now, in one list: the status bar item's menu. */
export async function showMenu(context: CommandContext): Promise<void> {
  const session = context.machines.shown;
  if (session === null) {
    await startMachine(context, undefined);
    return;
  }
  const on =
    (command: MachineCommand): Action =>
    async () =>
      await command(context, session, undefined);
  const paused = session.model?.summary.run === 'paused';
  const item = (label: string, icon: string, value: Action, group: string): Choice<Action> => ({
    label,
    icon,
    value,
    group,
  });
  const now = t('run');
  const inject = t('inject');
  const crashed = session.model?.summary.run === 'crashed';
  const live: readonly Choice<Action>[] = [
    ...(crashed
      ? [
          item(t('Open Crash Dump'), 'file-binary', on(openCrashDump), t('crash')),
          item(t('Save Crash Dump…'), 'save', on(saveDump), t('crash')),
          item(t('Analyze Bugcheck'), 'flame', on(analyzeBugcheck), t('crash')),
        ]
      : session.model?.summary.memoryDump === undefined
        ? []
        : [item(t('Open Crash Dump'), 'file-binary', on(openCrashDump), t('crash'))]),
    ...(paused
      ? [
          item(t('Resume'), 'debug-continue', on(resumeMachine), now),
          item(t('Step Into'), 'debug-step-into', on(stepInto), now),
          item(t('Step Over'), 'debug-step-over', on(stepOver), now),
          item(t('Step Out'), 'debug-step-out', on(stepOut), now),
        ]
      : [item(t('Pause'), 'debug-pause', on(pauseMachine), now)]),
    item(t('Inject Usage Notification…'), 'file-binary', on(injectUsage), inject),
    item(t('Inject PnP Event…'), 'plug', on(injectPnp), inject),
    item(t('Inject Power Event…'), 'symbol-event', on(injectPower), inject),
    item(t('Inject Power Framework Event…'), 'pulse', on(injectPoFx), inject),
    item(t('Inject I/O Request…'), 'arrow-both', on(injectIo), inject),
    item(t('Page In…'), 'file-submodule', on(pageIn), inject),
    item(t('Inject Bugcheck…'), 'flame', on(injectBugcheck), inject),
    item(t('Fail Next…'), 'error', on(failNext), inject),
    item(t('Advance Time…'), 'watch', on(advanceTime), inject),
    item(t('Run Until…'), 'debug-continue', on(runUntil), inject),
    item(t('Open Stack View'), 'layers', () => context.shell.openStackView(), t('look')),
    item(t('Describe Current State'), 'list-tree', on(describeState), t('look')),
    item(t('Run Console Command…'), 'terminal', on(runConsoleCommand), t('look')),
  ];
  const asked = await context.ask.pick<Action>({
    title: summaryLine(session),
    prompt: t('What to do'),
    choices: [
      ...(session.model === null ? [] : live),
      item(t('Prove Crash Dump…'), 'verified', () => proveCrashDump(context, undefined), t('machine')),
      item(t('Restart Machine'), 'debug-restart', () => restartMachine(context, undefined), t('machine')),
      ...(crashed || session.model?.summary.memoryDump !== undefined
        ? [
            item(
              t('Restart with Fresh Disks'),
              'debug-restart',
              () => restartWithFreshDisks(context, undefined),
              t('machine'),
            ),
          ]
        : []),
      item(t('Stop Machine'), 'debug-stop', () => stopMachine(context, session), t('machine')),
      item(t('Switch Machine…'), 'arrow-swap', () => switchMachine(context, undefined), t('machine')),
    ],
  });
  if (asked.kind === 'value') await asked.value();
}
