import * as vscode from 'vscode';

/** Markdown with icons, whose links may run these commands of the extension and no others. */
export function trustedMarkdown(text: string, commands: readonly string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text, true);
  markdown.isTrusted = { enabledCommands: commands.map((name) => `driverSandbox.${name}`) };
  return markdown;
}
