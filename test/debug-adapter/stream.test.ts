/** DAP over a stream: how messages are framed, and `driver-sandbox debug-adapter` from end to end. */
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CliIo } from '../../src/cli/io.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import type { DapMessage } from '../../src/debug-adapter/dap.ts';
import { messageText, readMessages } from '../../src/debug-adapter/stream.ts';
import { buildSandbox } from '../host/sandbox/build.ts';
import { compile } from '../support/c-compiler.ts';
import { ROOT } from '../support/machine.ts';

let entry = '';
beforeAll(async () => {
  entry = await buildSandbox('debug-adapter-stream', 'real');
});

const request = (seq: number, command: string, arguments_: object = {}): DapMessage => ({
  seq,
  type: 'request',
  command,
  arguments: arguments_,
});

async function heard(chunks: readonly (string | Uint8Array)[]): Promise<readonly DapMessage[]> {
  const messages: DapMessage[] = [];
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  await readMessages(Readable.from(bytes), (message) => messages.push(message));
  return messages;
}

describe('messages', () => {
  const one = request(1, 'evaluate', { expression: 'größer → 1' });
  const two = request(2, 'threads');

  test('are read however they are cut', async () => {
    const bytes = Buffer.from(messageText(one) + messageText(two));
    expect(await heard([bytes])).toEqual([one, two]);
    expect(await heard([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual([one, two]);
  });

  test('that are broken are skipped', async () => {
    expect(await heard(['Content-Type: x\r\n\r\n', 'Content-Length: 3\r\n\r\n{"a', messageText(two)])).toEqual([two]);
    expect(await heard(['Content-Length: 4\r\n\r\nnull', messageText(two)])).toEqual([two]);
  });
});

test('another editor debugs a machine over standard input and output', async () => {
  const answers: DapMessage[] = [];
  let wake = (): void => {};
  let rest: Buffer = Buffer.alloc(0);
  /** The other editor: sends the next request when it has what it waits for. */
  async function* editor(): AsyncGenerator<Uint8Array> {
    const until = async (name: string): Promise<void> => {
      while (!answers.some((one) => (one.type === 'event' ? one.event : one.command) === name))
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    };
    const say = (seq: number, command: string, arguments_: object = {}): Uint8Array =>
      Buffer.from(messageText(request(seq, command, arguments_)));
    yield say(1, 'initialize');
    yield say(2, 'launch', { program: 'storage.machine.json', stopOnEntry: true });
    await until('initialized');
    yield say(3, 'configurationDone');
    await until('stopped');
    yield say(4, 'threads');
    await until('threads');
    yield say(5, 'disconnect');
    await until('disconnect');
  }
  const io: Partial<CliIo> = {
    out: (text) => {
      rest = Buffer.concat([rest, Buffer.from(text)]);
      const [, head = '', body = ''] = /^(Content-Length: \d+\r\n\r\n)([\s\S]*)$/.exec(rest.toString()) ?? [];
      expect(head).not.toBe('');
      answers.push(JSON.parse(body) as DapMessage);
      rest = Buffer.alloc(0);
      wake();
    },
    err: (text) => {
      throw new Error(text);
    },
    input: editor,
    currentFolder: `${ROOT}/samples/storage`,
    hostEntry: entry,
    compilerFor: () => compile,
  };
  expect(await runCli(['debug-adapter'], io as CliIo)).toBe(0);
  expect(answers.find((one) => one.type === 'event' && one.event === 'stopped')).toMatchObject({
    body: { reason: 'entry' },
  });
  expect(answers.filter((one) => one.type === 'response').map(({ success }) => success)).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
});
