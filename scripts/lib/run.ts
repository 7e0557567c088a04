import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.ts';

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Needed only for .cmd files on Windows. */
  shell?: boolean;
  /** Sees the text as it is printed. */
  onText?: (text: string) => void;
}

/** Runs a program with this terminal; resolves with its exit code, 1 where a signal ended it. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const { cwd = root, env = process.env, shell = false, onText } = options;
    const stdio = ['ignore', onText === undefined ? 'inherit' : 'pipe', 'inherit'] as const;
    const child = spawn(command, args, { cwd, env, shell, stdio: [...stdio] });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      process.stdout.write(text);
      onText?.(text);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a JavaScript or TypeScript file with the same Node that runs this one. */
export function runNode(args: readonly string[], options: RunOptions = {}): Promise<number> {
  return run(process.execPath, args, options);
}

/** Runs the program of an installed package, given as its JavaScript file under node_modules. */
export function runPackage(file: string, args: readonly string[], options: RunOptions = {}): Promise<number> {
  return runNode([join(root, 'node_modules', file), ...args], options);
}
