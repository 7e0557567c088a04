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

/** With a capital letter and a full stop: findings speak in clauses. Names that begin one keep their spelling. */
export function sentence(clause: string): string {
  const text = /^(?:the|a|an|it|this|there|no|one)\b/.test(clause) ? capitalized(clause) : clause;
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`;
}

export function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
