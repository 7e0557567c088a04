import * as vscode from 'vscode';
import type { Ask, Asked, Choice, InputQuestion, LineQuestion, PickManyQuestion, PickQuestion } from './wizard.ts';

interface Item<T> extends vscode.QuickPickItem {
  readonly choice?: Choice<T>;
}

/** Questions through VS Code's own pickers. */
export const ask: Ask = { pick, pickMany, input, line };

function pick<T>(question: PickQuestion<T>): Promise<Asked<T>> {
  const picker = vscode.window.createQuickPick<Item<T>>();
  const known = items(question.choices);
  picker.items = known;
  picker.matchOnDescription = true;
  picker.placeholder = question.prompt;
  const { other } = question;
  if (other !== undefined) {
    picker.onDidChangeValue((text) => {
      const typed = text === '' || question.choices.some(({ label }) => label === text) ? undefined : other(text);
      picker.items = typed === undefined ? known : [itemOf(typed), ...known];
    });
  }
  return new Promise((resolve) => {
    settleWith(picker, question, resolve);
    picker.onDidAccept(() => {
      const choice = picker.selectedItems[0]?.choice;
      if (choice === undefined) return;
      resolve({ kind: 'value', value: choice.value });
      picker.hide();
    });
    picker.show();
  });
}

function pickMany<T>(question: PickManyQuestion<T>): Promise<Asked<readonly T[]>> {
  const picker = vscode.window.createQuickPick<Item<T>>();
  picker.canSelectMany = true;
  picker.items = items(question.choices);
  picker.selectedItems = picker.items.filter(({ choice }) => choice !== undefined && question.picked(choice.value));
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.placeholder = question.prompt;
  return new Promise((resolve) => {
    settleWith(picker, question, resolve);
    picker.onDidAccept(() => {
      const chosen = picker.selectedItems.flatMap(({ choice }) => (choice === undefined ? [] : [choice.value]));
      resolve({ kind: 'value', value: chosen });
      picker.hide();
    });
    picker.show();
  });
}

function input(question: InputQuestion): Promise<Asked<string>> {
  const box = vscode.window.createInputBox();
  box.value = question.value;
  box.prompt = question.prompt;
  const check = (): boolean => {
    box.validationMessage = question.check(box.value);
    return box.validationMessage === undefined;
  };
  box.onDidChangeValue(check);
  return new Promise((resolve) => {
    settleWith(box, question, resolve);
    box.onDidAccept(() => {
      if (!check()) return;
      resolve({ kind: 'value', value: box.value.trim() });
      box.hide();
    });
    box.show();
  });
}

/** The first choice runs the line; any other one writes it on. */
function line(question: LineQuestion): Promise<Asked<string>> {
  const picker = vscode.window.createQuickPick<Item<string>>();
  picker.placeholder = question.prompt;
  picker.value = question.value;
  const update = async (): Promise<void> => {
    const { value } = picker;
    const completions = (await question.complete(value)).filter((choice) => choice.value.trim() !== value.trim());
    // The line has gone on meanwhile: a later answer counts.
    if (picker.value !== value) return;
    const recent = question.recent.map((one) => ({ ...question.run(one), group: question.recentGroup }));
    const shown = value.trim() === '' ? [...recent, ...completions] : [question.run(value.trim()), ...completions];
    // VS Code would hide what does not contain the words of the line.
    picker.items = items(shown).map((one) => ({ ...one, alwaysShow: true }));
  };
  const refresh = (): void => void update().catch(() => {});
  picker.onDidChangeValue(refresh);
  refresh();
  return new Promise((resolve) => {
    settleWith(picker, question, resolve);
    picker.onDidAccept(() => {
      const selected = picker.selectedItems[0]?.choice;
      // What was clicked has made room for other choices meanwhile.
      if (selected === undefined && picker.items.length > 0) return;
      const chosen = selected?.value ?? picker.value.trim();
      const isWhole = chosen === picker.value.trim() || question.recent.includes(chosen);
      if (isWhole) {
        resolve({ kind: 'value', value: chosen });
        picker.hide();
        return;
      }
      picker.value = chosen;
      refresh();
    });
    picker.show();
  });
}

/** What picks and inputs share: title, steps, the way back, and giving up. */
function settleWith<T>(
  box: Pick<vscode.QuickInput, 'title' | 'step' | 'totalSteps' | 'ignoreFocusOut' | 'onDidHide' | 'hide' | 'dispose'> &
    Pick<vscode.InputBox, 'buttons' | 'onDidTriggerButton'>,
  question: { readonly title: string; readonly place?: { readonly step: number; readonly of: number } },
  resolve: (asked: Asked<T>) => void,
): void {
  box.title = question.title;
  const { place } = question;
  // Who is asked may look at the tree or a source meanwhile. And an editor that gets the focus back from the palette, a
  // little late, would take the question away before anyone has seen it.
  box.ignoreFocusOut = true;
  if (place !== undefined && place.of > 1) {
    box.step = place.step;
    box.totalSteps = place.of;
    if (place.step > 1) box.buttons = [vscode.QuickInputButtons.Back];
  }
  box.onDidTriggerButton((button) => {
    if (button !== vscode.QuickInputButtons.Back) return;
    resolve({ kind: 'back' });
    box.hide();
  });
  box.onDidHide(() => {
    resolve({ kind: 'cancel' }); // does nothing after an answer
    box.dispose();
  });
}

function items<T>(choices: readonly Choice<T>[]): readonly Item<T>[] {
  const result: Item<T>[] = [];
  let group: string | undefined;
  for (const choice of choices) {
    if (choice.group !== undefined && choice.group !== group) {
      result.push({ label: choice.group, kind: vscode.QuickPickItemKind.Separator });
    }
    group = choice.group;
    result.push(itemOf(choice));
  }
  return result;
}

function itemOf<T>(choice: Choice<T>): Item<T> {
  return {
    label: choice.label,
    choice,
    ...(choice.description === undefined ? {} : { description: choice.description }),
    ...(choice.detail === undefined ? {} : { detail: choice.detail }),
    ...(choice.icon === undefined ? {} : { iconPath: new vscode.ThemeIcon(choice.icon) }),
  };
}
