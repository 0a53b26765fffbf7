/** A terminal with someone at it who types an answer when a question shows. */
import { PassThrough } from 'node:stream';
import type { Io } from '../../src/ui/io.ts';

/** `script`: what to wait for on the screen, and what to type then. */
export function terminal(script: [RegExp, string][]): Pick<Io, 'stdin' | 'stderr'> {
  const stdin: PassThrough & { isTTY?: boolean } = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
  });
  // inquirer ends its output after every question; a terminal stays open.
  const stderr: PassThrough = Object.assign(new PassThrough(), { isTTY: true, columns: 200, end: () => stderr });
  let seen = '';
  stderr.on('data', (chunk) => {
    seen += chunk;
    const [next] = script;
    if (!next?.[0].test(seen)) return;
    script.shift();
    seen = '';
    // A person types after the question is there, not while it is being drawn.
    setImmediate(() => stdin.write(next[1]));
  });
  return { stdin, stderr };
}
