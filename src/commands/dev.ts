/** `apikit dev`: runs the embedded cloud, deploys at every save, and shows a live log until the user quits. */
import { dirname, resolve } from 'node:path';
import { LOCAL_STAGE } from '../config/config.ts';
import { findConfigFile } from '../config/find-project.ts';
import { loadProject } from '../config/load-config.ts';
import type { RunningConsole } from '../console/console-server.ts';
import { type Context, createContext, endpointFromEnvironment } from '../context.ts';
import { openInspector } from '../dev/inspector.ts';
import { type Session, startSession } from '../dev/session.ts';
import { putAside, startEmbeddedCloud } from '../embedded-cloud.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import { localDataDirOf } from '../files/local-data-dir.ts';
import { stopCloud } from '../local/process/background.ts';
import { createJsonScreen, createTextScreen, type DevScreen, KEYS } from '../ui/dev-screen.ts';
import { listenToKeys } from '../ui/key-presses.ts';
import { openInBrowser } from '../ui/open-in-browser.ts';
import { SYMBOL } from '../ui/theme.ts';
import { asApikitError } from './parts/as-apikit-error.ts';
import { defineCommand } from './parts/command.ts';
import { PORT_OPTION, readPort } from './parts/local/local-port.ts';

/** The default port of debuggers for Node.js. */
const INSPECT_PORT = 9229;

interface Answers {
  /** The absolute path of apikit.yaml. */
  file: string;
  /** The port for a debugger. */
  inspect?: number;
  /** The port on which the cloud must listen. */
  port?: number;
}

export const dev = defineCommand({
  options: [
    PORT_OPTION,
    { flags: '--inspect [port]', description: `let a debugger attach to the function (default: ${INSPECT_PORT})` },
  ],
  common: ['region', 'events'],
  examples: ['apikit dev', 'apikit dev --port 8080', 'apikit dev --inspect', 'apikit dev --json | jq .'],

  ask({ flags }, { io }): Answers {
    const start = resolve(io.cwd, flags.config ?? '.');
    const file = findConfigFile(start);
    const inspect = inspectPort(flags.inspect);
    const port = readPort(flags);
    if (port !== undefined && endpointFromEnvironment(io.env) !== undefined)
      throw usageError(
        '--port sets the port of the embedded cloud, but AWS_ENDPOINT_URL names another endpoint.',
        'Unset one of the two.',
      );
    if (file !== undefined)
      return { file, ...(inspect !== undefined && { inspect }), ...(port !== undefined && { port }) };
    throw new ApikitError('NoProject', `There is no apikit.yaml in ${start} or in a folder above it.`, {
      exitCode: EXIT.usage,
      hint: 'Run `apikit init` to create a project here, or change to the folder of a project.',
    });
  },

  async execute({ file, inspect, port }, context): Promise<undefined> {
    const inspector = inspect === undefined ? undefined : await openInspector(inspect);
    const quit = new AbortController();
    const signal = AbortSignal.any([context.io.signal, quit.signal]);
    const screen = screenFor(context);
    const cloud = cloudOf(file, port, context, signal);
    screen.say([
      `${SYMBOL.note} Starting the embedded cloud and deploying the stage local to it; the first time takes a few seconds.`,
    ]);
    const session = startSession({
      ...sessionParts(file, context, cloud),
      ...(inspector && { inspector }),
      emit: screen.emit,
      signal,
    });
    if (inspector) screen.emit({ type: 'note', text: debuggerNote(inspector.address) });
    const page = consolePage(context);
    const act = actions(session, screen, context, page);
    const stopListening = listenToKeys(context.io, (key) => {
      if (key === 'q' || key === 'ctrl-c') quit.abort();
      else act[key]?.();
    });
    await aborted(signal);
    stopListening();
    await page.close();
    await session.close();
    await inspector?.close();
    screen.close();
    await cloud.stop();
    return undefined;
  },

  render: () => ({}),
  json: () => undefined,
});

const debuggerNote = (address: string) =>
  `A debugger can attach at ${address} with VS Code ("attach", with "restart": true) or chrome://inspect. The function may run for 15 minutes meanwhile, but the gateway responds with 504 after 29 s, as on AWS.`;

function inspectPort(flag: string | true | undefined): number | undefined {
  if (flag === undefined) return undefined;
  const port = flag === true ? INSPECT_PORT : Number(flag);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw usageError(`--inspect takes a port, not "${flag}".`, `Leave it out to take ${INSPECT_PORT}.`);
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

function screenFor({ io, flags, theme }: Context): DevScreen {
  if (flags.json) return createJsonScreen(io, io.stdout);
  if (flags.events) return createJsonScreen(io, io.stderr);
  const live = io.stdout.isTTY === true && io.env.TERM !== 'dumb' && !io.env.CI;
  return createTextScreen(io, theme.stdout, live);
}

interface DevCloud {
  /** Starts the cloud if it does not run. */
  endpoint(): Promise<string>;
  /** Stops the cloud, unless it ran before the session. */
  stop(): Promise<void>;
}

/**
 * A cloud in `AWS_ENDPOINT_URL` is left alone. Otherwise the session uses the project's own cloud, which ends with this
 * process.
 */
function cloudOf(file: string, port: number | undefined, { io, report }: Context, signal: AbortSignal): DevCloud {
  const named = endpointFromEnvironment(io.env);
  if (named !== undefined) return { endpoint: async () => named, stop: async () => {} };
  const dataDir = localDataDirOf(dirname(file));
  let ours = false;
  return {
    async endpoint() {
      const options = { dataDir, attached: true, self: io.self, ...(port !== undefined && { port }) };
      const started = await startEmbeddedCloud(options, signal);
      const { endpoint } = started.cloud;
      if (port !== undefined && !endpoint.endsWith(`:${port}`)) {
        throw new ApikitError('AlreadyRunning', `The embedded cloud of this project already listens at ${endpoint}.`, {
          exitCode: EXIT.usage,
          hint: `Leave out --port, or stop the cloud with \`apikit local stop\` first.`,
        });
      }
      ours ||= !started.alreadyRunning;
      const { aside } = started.cloud;
      if (!started.alreadyRunning && aside !== undefined) report.warn(putAside(aside));
      return endpoint;
    },
    async stop() {
      if (ours) await stopCloud(dataDir);
    },
  };
}

function sessionParts(file: string, context: Context, cloud: DevCloud) {
  const { io, flags } = context;
  return {
    root: dirname(file),
    endpoint: () => cloud.endpoint(),
    load: () =>
      loadProject(file, {
        region: flags.region,
        defaultRegion: io.env.AWS_REGION ?? io.env.AWS_DEFAULT_REGION,
      }),
    connect: async (config: Parameters<Context['connect']>[0]) => context.connect(config, await cloud.endpoint()),
    env: io.env,
    clock: io.clock,
    explain: (error: unknown) => asApikitError(error, io),
  };
}

/** The actions of keys other than the one that quits. */
function actions(
  session: Session,
  screen: DevScreen,
  context: Context,
  page: ConsolePage,
): Record<string, (() => void) | undefined> {
  const tellError = (error: unknown) => {
    const { message } = asApikitError(error, context.io);
    screen.emit({ type: 'warning', text: message });
  };
  const help = () => screen.say(['', ...KEYS.map(([key, what]) => `  ${key}  ${what}`), '']);
  return {
    h: help,
    '?': help,
    c: screen.clear,
    o: () => {
      page.open().then(async ({ url, urlForBrowser }) => {
        const shown = await openInBrowser(urlForBrowser(), context.io.env);
        screen.emit({ type: 'note', text: shown ? `Console opened: ${url}` : `Console: ${url}` });
      }, tellError);
    },
    k: () => {
      session.createKey().then((key) => {
        if (key) screen.emit({ type: 'key', ...key });
        else screen.emit({ type: 'note', text: 'There is no usage plan for a key.' });
      }, tellError);
    },
  };
}

interface ConsolePage {
  /** Starts the console of the stage `local` at its first use. */
  open(): Promise<RunningConsole>;
  close(): Promise<void>;
}

function consolePage({ io, flags, run }: Context): ConsolePage {
  let started: Promise<RunningConsole> | undefined;
  const start = async () => {
    const { openConsole } = await import('./console/open-console.ts');
    const context = createContext(io, { ...flags, stage: LOCAL_STAGE, json: true }, {}, run);
    return await openConsole(context).finally(() => context.close());
  };
  return {
    async open() {
      started ??= start();
      try {
        return await started;
      } catch (error) {
        // The project may be correct at the next attempt.
        started = undefined;
        throw error;
      }
    },
    async close() {
      await (await started?.catch(() => undefined))?.close();
    },
  };
}
