/** Runs the whole program in-process, as a user without a terminal would, in a separate folder. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { run } from '../../src/cli.ts';
import { systemClock } from '../../src/clock.ts';
import type { Io } from '../../src/ui/io.ts';

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
  /** Parses stdout as the one JSON document that `--json` promises. */
  json<T = Record<string, unknown>>(): T;
}

/** The built program, for tests that need a separate process. */
export const SELF: readonly [string, string] = [process.execPath, resolve(import.meta.dirname, '../../dist/bin.js')];

export const tempDir = (): string => mkdtempSync(join(tmpdir(), 'apikit-test-'));

export async function apikit(argv: readonly string[], overrides: Partial<Io> = {}): Promise<CliResult> {
  const out = { stdout: '', stderr: '' };
  const code = await run(argv, {
    stdin: Object.assign(Readable.from([]), { isTTY: false }),
    stdout: { write: (text) => (out.stdout += text), isTTY: false },
    stderr: { write: (text) => (out.stderr += text), isTTY: false },
    env: {},
    cwd: process.cwd(),
    clock: systemClock,
    signal: new AbortController().signal,
    self: SELF,
    ...overrides,
  });
  return { code, ...out, json: () => JSON.parse(out.stdout) };
}
