/** DAP messages as they go over a stream: a header with the length, an empty line, JSON. */
import type { DapMessage } from './dap.ts';

const SEPARATOR = '\r\n\r\n';

export function messageText(message: DapMessage): string {
  const text = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(text)}${SEPARATOR}${text}`;
}

/** Calls `hear` for each message; resolves at the end of the stream. Bytes that are no message are skipped. */
export async function readMessages(
  input: AsyncIterable<Uint8Array>,
  hear: (message: DapMessage) => void,
): Promise<void> {
  let bytes: Buffer = Buffer.alloc(0);
  for await (const chunk of input) {
    bytes = Buffer.concat([bytes, chunk]);
    for (let end = bytes.indexOf(SEPARATOR); end >= 0; end = bytes.indexOf(SEPARATOR)) {
      const length = Number(/Content-Length: *(\d+)/i.exec(bytes.toString('ascii', 0, end))?.[1]);
      const start = end + SEPARATOR.length;
      if (!Number.isInteger(length)) {
        bytes = bytes.subarray(start);
        continue;
      }
      if (bytes.length < start + length) break;
      const text = bytes.toString('utf8', start, start + length);
      bytes = bytes.subarray(start + length);
      const message = parse(text);
      if (message !== null) hear(message);
    }
  }
}

function parse(text: string): DapMessage | null {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null && 'type' in message ? (message as DapMessage) : null;
  } catch {
    return null; // the other side is broken: its next message may be whole again
  }
}
