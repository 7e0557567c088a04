/** Colour where the terminal has it, plain text elsewhere. */
export type Tone = 'good' | 'bad' | 'warn' | 'quiet' | 'strong';

export type Paint = (tone: Tone, text: string) => string;

const CODES: Readonly<Record<Tone, string>> = { good: '32', bad: '31', warn: '33', quiet: '2', strong: '1' };

export function paintFor(color: boolean): Paint {
  return color ? (tone, text) => (text === '' ? '' : `\u001b[${CODES[tone]}m${text}\u001b[0m`) : (_tone, text) => text;
}
