/** `apikit console`: one page in the browser for everything about a stage. Writes only items of the local stage. */
import { usageError } from '../errors.ts';
import { openInBrowser } from '../ui/open-in-browser.ts';
import { openConsole } from './console/open-console.ts';
import { defineCommand } from './parts/command.ts';

interface Answers {
  port: number;
  open: boolean;
}

export const webConsole = defineCommand({
  options: [
    { flags: '--port <number>', description: 'listen on exactly this port (default: any free one)' },
    { flags: '--no-open', description: 'print the address, and open no browser' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: ['apikit console --stage local', 'apikit console --stage prod --no-open'],

  ask({ flags }): Answers {
    return { port: readPort(flags.port), open: flags.open };
  },

  async execute({ port, open }, context): Promise<undefined> {
    const { io, flags, report, theme } = context;
    const running = await openConsole(context, port);
    if (flags.json) io.stdout.write(`${JSON.stringify({ schemaVersion: 1, url: running.url }, null, 2)}\n`);
    else {
      const opened = open && (await openInBrowser(running.urlForBrowser(), io.env));
      report.note(`The console ${opened ? 'was opened in the browser' : 'listens'}; Ctrl-C stops it.`);
      io.stdout.write(`${theme.stdout.bold(running.url)}\n`);
    }
    await new Promise<void>((resolve) => {
      if (io.signal.aborted) resolve();
      io.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await running.close();
    return undefined;
  },

  render: () => ({}),
  json: () => undefined,
});

function readPort(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw usageError(`--port takes a number from 1 to 65535, not "${text}".`, 'Remove it to take any free port.');
}
