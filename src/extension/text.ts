type Argument = string | number | boolean;
type Translator = (message: string, ...args: Argument[]) => string;

let translator: Translator = fillIn;

/** activate.ts hands in VS Code's translator; unit tests run with the English text itself. */
export function useTranslator(translate: Translator): void {
  translator = translate;
}

/** The text in the user's language. Each message stands in l10n/bundle.l10n.json too. */
export function t(message: string, ...args: Argument[]): string {
  return translator(message, ...args);
}

function fillIn(message: string, ...args: Argument[]): string {
  return message.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
}
