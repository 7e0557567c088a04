import * as vscode from 'vscode';
import { t } from '../text.ts';
import { STACK_VIEW_TYPE, StackViewPanel, type StackViewPorts, webviewOptions } from './stack-view-panel.ts';

/** At most one Stack View, new or restored with the window. */
export class StackViews implements vscode.Disposable {
  readonly #ports: StackViewPorts;
  #open: { readonly panel: vscode.WebviewPanel; readonly view: StackViewPanel } | undefined;

  constructor(ports: StackViewPorts) {
    this.#ports = ports;
  }

  /** @param chart - a lifecycle that it shows; left out: the one that it has shown */
  show(chart?: string): void {
    if (this.#open === undefined) {
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false };
      const options = webviewOptions(this.#ports.extensionUri);
      this.adopt(vscode.window.createWebviewPanel(STACK_VIEW_TYPE, t('Stack View'), place, options));
    } else this.#open.view.reveal();
    if (chart !== undefined) this.#open?.view.showChart(chart);
  }

  adopt(panel: vscode.WebviewPanel): void {
    this.#open?.panel.dispose();
    const view = new StackViewPanel(panel, this.#ports, () => {
      if (this.#open?.panel === panel) this.#open = undefined;
    });
    this.#open = { panel, view };
  }

  dispose(): void {
    this.#open?.panel.dispose();
  }
}
