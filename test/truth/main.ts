/** `npm run truth` as a process: arguments, terminal and signals. */
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { systemClock } from '../../src/clock.ts';
import { truth } from './truth.ts';

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    if (!interruption.signal.aborted) process.stderr.write('\nStopping; what was made is being removed.\n');
    interruption.abort();
  });
}

process.exitCode = await truth(process.argv.slice(2), {
  env: process.env,
  clock: systemClock,
  signal: interruption.signal,
  print: (line) => void process.stdout.write(`${line}\n`),
  newRun: () => randomBytes(4).toString('hex'),
  async confirm(question) {
    if (!process.stdin.isTTY) return undefined;
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return /^y(es)?$/i.test(await terminal.question(`${question} [y/N] `, { signal: interruption.signal }));
    } catch (error) {
      if (interruption.signal.aborted) return false;
      throw error;
    } finally {
      terminal.close();
    }
  },
});
