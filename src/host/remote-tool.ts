/** The compiler runs where the host was started from: it needs hundreds of megabytes, and a disk. */
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { ClientRequests, FileContent } from '../protocol/messages.ts';
import type { ToolResult, ToolRun } from '../toolchain/c/tool.ts';

type Parameters = ClientRequests['toolchain/run'][0];
type Answer = ClientRequests['toolchain/run'][1];

export async function runRemoteTool(connection: MessageConnection, run: ToolRun): Promise<ToolResult | null> {
  const files = Object.entries(run.files).map(([path, content]): [string, FileContent] => [
    path,
    typeof content === 'string' ? { text: content } : { base64: Buffer.from(content).toString('base64') },
  ]);
  const asked: Parameters = { ...run, files: Object.fromEntries(files) };
  const answer: Answer = await connection.sendRequest('toolchain/run', asked);
  return answer === null ? null : { ...answer, output: new Uint8Array(Buffer.from(answer.output, 'base64')) };
}
