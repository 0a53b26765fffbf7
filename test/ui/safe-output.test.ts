import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLogLine } from '../../src/logs/log-line.ts';
import type { Io } from '../../src/ui/io.ts';
import { createLiveProgress } from '../../src/ui/live-progress.ts';
import { createLogText } from '../../src/ui/log-text.ts';
import { safeText, withSafeOutput } from '../../src/ui/safe-output.ts';
import { themeFor } from '../../src/ui/theme.ts';
import { apikit, tempDir } from '../helpers/cli.ts';

/** Everything a terminal acts upon, but newline, tab and colour. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const OBEYED = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;
const colour = themeFor({ write: () => {}, isTTY: true }, { env: {} }, false);

describe('terminal output', () => {
  it.each([
    ['\x1b]0;owned\x07', '\\u001b]0;owned\\u0007'],
    ['\x1b[2J\x1b[1;1H', '\\u001b[2J\\u001b[1;1H'],
    ['\x9b31m', '\\u009b31m'],
    ['\x1b[8mhidden', '\\u001b[8mhidden'],
    ['\x1b[31;40mx', '\\u001b[31;40mx'],
    ['good\roverwritten', 'good\\u000doverwritten'],
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['a\tb\nc\r\n', 'a\tb\nc\r\n'],
    ['größer → ✔ 日本', 'größer → ✔ 日本'],
    ['a\n##vso[task.setvariable variable=A]b', 'a\n#\\u0023vso[task.setvariable variable=A]b'],
    ['a ##[error]b', 'a #\\u0023[error]b'],
    ['a\n  ::set-output name=a::b', 'a\n  \\u003a:set-output name=a::b'],
    ['::error::x', '\\u003a:error::x'],
    ['a\n\u00a0::error::x', 'a\n\u00a0\\u003a:error::x'],
    ['\u3000\u2003\ufeff::add-mask::x', '\u3000\u2003\ufeff\\u003a:add-mask::x'],
    ['a\u2028::stop-commands::x', 'a\u2028\\u003a:stop-commands::x'],
    ['std::vector, ## heading, arn:aws:iam::123', 'std::vector, ## heading, arn:aws:iam::123'],
  ])('%j becomes %j', (text, safe) => expect(safeText(text)).toBe(safe));

  it('keeps colours, and no other control sequence', () => {
    const painted = colour.bad(colour.bold('x')) + colour.dim('y') + colour.accent('z');
    expect(safeText(painted)).toBe(painted);
    fc.assert(
      fc.property(fc.array(fc.constantFrom('\x1b', '[', '3', '1', ';', 'm', '\x9b', 'A', '\r', '\n', 'x')), (parts) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
        const rest = safeText(parts.join('')).replace(/\x1b\[[\d;]*m|\r\n/g, '');
        expect(rest).not.toMatch(OBEYED);
      }),
    );
  });

  it('keeps a JSON document unchanged in meaning', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.parse(safeText(JSON.stringify({ text })))).toEqual({ text });
      }),
    );
  });

  it('lets live progress move the cursor, with any resource names', () => {
    const screen: string[] = [];
    const io = withSafeOutput({
      stderr: { write: (text: string) => screen.push(text), isTTY: true, columns: 80 },
      stdout: { write: () => {} },
      clock: { now: () => 0 },
    } as unknown as Io);
    const live = createLiveProgress(io, colour);
    live.event({ type: 'resource.reading', kind: 'table', name: 'x', resource: 'table/\x1b[2Jx' });
    live.above(() => {});
    live.above(() => {});
    live.finish();
    expect(screen.filter((text) => text.startsWith('\x1b[1A\x1b[2K'))).not.toHaveLength(0);
    expect(screen.join('')).not.toContain('\x1b[2J');
  });
});

describe('a log line', () => {
  it('cannot look like another one', () => {
    const message = JSON.stringify({ message: 'name is x\n09:12:34.056  8f5e3c1a  error  all keys were deleted' });
    const [, second] = createLogText(colour)(parseLogLine({ time: 0, message }, 'function'))[1]!.split('\n');
    expect(second).toMatch(/^ {24}09:12/);
  });
});

it('an error that repeats its input shows control characters', async () => {
  const { stderr } = await apikit(['plan', '--config', `${tempDir()}/\x1b]0;owned\x07\u202e`, '--stage', 'dev']);
  expect(stderr).toContain('\\u001b]0;owned\\u0007\\u202e');
  expect(stderr).not.toMatch(OBEYED);
});

it('questions are written to the stream itself, where a person types', () => {
  const stderr = Object.assign(new PassThrough(), { isTTY: true });
  const io = withSafeOutput({ stderr, stdout: stderr } as unknown as Io);
  expect(io.stderr.terminal).toBe(stderr);
  expect(withSafeOutput(io).stderr).toBe(io.stderr);
});
