/** A terminal with a user who types an answer when a question appears. */
import { PassThrough } from 'node:stream';
import type { Io } from '../../src/ui/io.ts';

/**
 * `script`: pairs of a text to wait for on the screen and the keys to type then, at once or after another promise.
 * `shown`: everything that was on the screen.
 */
export function terminal(
  script: [RegExp, string | (() => Promise<string>)][],
): Pick<Io, 'stdin' | 'stderr'> & { shown(): string } {
  const stdin: PassThrough & { isTTY?: boolean } = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
  });
  // inquirer ends its output after every question, but a terminal stays open.
  const stderr: PassThrough = Object.assign(new PassThrough(), { isTTY: true, columns: 200, end: () => stderr });
  let seen = '';
  let all = '';
  stderr.on('data', (chunk) => {
    seen += chunk;
    all += chunk;
    const [next] = script;
    if (!next?.[0].test(seen)) return;
    script.shift();
    seen = '';
    // A person types after the question appears, not while it is being drawn.
    setImmediate(async () => stdin.write(typeof next[1] === 'string' ? next[1] : await next[1]()));
  });
  return { stdin, stderr, shown: () => all };
}
