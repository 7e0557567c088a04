/** The pages of the Stack View and of crash dumps: the same for the extension and for the tests, under the same policy. */

export interface ViewPage {
  /** `webview.cspSource`: where the style sheet may come from. */
  readonly cspSource: string;
  /** Fresh and random for each page. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** BCP 47 language of the text: `vscode.env.language`. */
  readonly lang: string;
}

/** Below the extension's folder. */
export const STACK_VIEW_SCRIPT = 'dist/webview.js';
/** Imports its neighbours, so the whole folder must be readable to the webview. */
export const STACK_VIEW_STYLE = 'media/webview/stack-view.css';
export const DUMP_VIEW_SCRIPT = 'dist/dump-view.js';
export const DUMP_VIEW_STYLE = 'media/webview/dump-view.css';

export function viewPolicy(cspSource: string, nonce: string): string {
  return [
    "default-src 'none'",
    `style-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

export function viewHtml(title: string, page: ViewPage): string {
  const context = '{"preventDefaultContextMenuItems":true}';
  return `<!DOCTYPE html>
<html lang="${attribute(page.lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(viewPolicy(page.cspSource, page.nonce))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${attribute(title)}</title>
<link rel="stylesheet" href="${attribute(page.styleUri)}">
</head>
<body data-vscode-context="${attribute(context)}">
<div id="app"></div>
<script nonce="${attribute(page.nonce)}" src="${attribute(page.scriptUri)}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
