/** The screen of `apikit dev` in a narrow window. */
import { expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createTextScreen } from '../../src/ui/dev-screen.ts';
import type { Io } from '../../src/ui/io.ts';
import { themeFor } from '../../src/ui/theme.ts';

it('breaks lines between words, and cuts no URL and no key', () => {
  let shown = '';
  const stdout = { write: (text: string) => (shown += text), isTTY: true, columns: 42 };
  const io = { stdout, env: {}, clock: systemClock } as unknown as Io;
  const screen = createTextScreen(io, themeFor(stdout, io, true), false);
  const url = 'http://127.0.0.1:4568/_aws/execute-api/ubppkg0v3d/local';
  screen.say(['· Starting the embedded cloud and deploying the stage local to it.']);
  screen.emit({ type: 'ready', app: 'items', url, key: 'k'.repeat(40), release: '0a3a1761b1f1', ms: 6000 });
  const lines = shown.split('\n');
  expect(lines.slice(0, 2)).toEqual(['· Starting the embedded cloud and', '  deploying the stage local to it.']);
  expect(lines.filter((line) => line.length > 42).map((line) => line.trim())).toEqual([url, 'k'.repeat(40)]);
});
