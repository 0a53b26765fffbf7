/** `apikit local start`: starts the embedded cloud in the background or, with `--foreground`, in this terminal. */
import { join, resolve } from 'node:path';
import type { Context } from '../../context.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import { defineCommand } from '../parts/command.ts';
import { DATA_OPTION, dataDirOf } from '../parts/local/local-data.ts';
import { PORT_OPTION, readPort } from '../parts/local/local-port.ts';

interface Answers {
  dataDir: string;
  memory: boolean;
  /** The folder for the cloud's address if another cloud uses `dataDir`. */
  elsewhere: string | undefined;
  foreground: boolean;
  realistic: boolean;
  adversity: boolean;
  anyUser: boolean;
  trustState: boolean;
  /** Absolute paths. */
  enforceCallers: readonly string[];
  port?: number;
  region?: string;
}

export interface LocalStarted {
  endpoint: string;
  pid: number;
  dataDir: string;
  /** Whether this command started the cloud without state on disk. */
  memory: boolean;
  alreadyRunning: boolean;
  foreground: boolean;
}

export const localStart = defineCommand({
  options: [
    PORT_OPTION,
    DATA_OPTION,
    { flags: '--memory', description: 'keep no state across restarts' },
    { flags: '--realistic', description: "use AWS's call rates, latencies and delays" },
    { flags: '--adversity', description: 'allow faults to be set at /_apikit/adversity' },
    { flags: '--any-user', description: 'also serve other users of this machine; they may run code as you' },
    { flags: '--trust-state', description: 'use state that was not created here; its functions may run' },
    {
      flags: '--enforce-callers <file>',
      description: 'callers have only the permissions in this IAM policy',
      repeatable: true,
    },
    { flags: '--foreground', description: 'stay in this terminal until Ctrl-C' },
  ],
  common: ['region'],
  examples: [
    'apikit local start',
    'apikit local start --port 4566 --memory --foreground',
    'apikit local start --enforce-callers deployer.json',
  ],

  async ask({ flags }, context): Promise<Answers> {
    const dataDir = await dataDirOf(flags, context);
    const { memory } = flags;
    const port = readPort(flags);
    const enforceCallers = await policyFiles(flags.enforceCallers, context);
    return {
      dataDir,
      memory,
      // A cloud that stores nothing can share a folder, unless it was given one.
      elsewhere: memory && flags.data === undefined ? join(dataDir, 'memory', String(port ?? process.pid)) : undefined,
      foreground: flags.foreground,
      realistic: flags.realistic,
      adversity: flags.adversity,
      anyUser: flags.anyUser,
      trustState: flags.trustState,
      enforceCallers,
      ...(port !== undefined && { port }),
      ...(flags.region !== undefined && { region: flags.region }),
    };
  },

  execute: start,

  render: ({ endpoint, pid, dataDir, memory, alreadyRunning, foreground }, theme) => ({
    data: foreground ? [] : [theme.bold(endpoint)],
    notes: foreground
      ? ['The embedded cloud has stopped.']
      : [
          `The embedded cloud ${alreadyRunning ? 'was already running' : 'is running'} (pid ${pid}, state in ${memory ? 'memory only' : dataDir}).`,
        ],
    next: foreground
      ? []
      : [`AWS_ENDPOINT_URL=${endpoint} aws apigateway get-rest-apis`, 'apikit deploy --stage local'],
  }),

  json: ({ foreground, endpoint, pid, dataDir }) => (foreground ? undefined : { endpoint, pid, dataDir }),
});

async function start(answers: Answers, context: Context): Promise<LocalStarted> {
  const { foreground, elsewhere, ...options } = answers;
  if (foreground) return serveHere(answers, context);
  const { putAside, startEmbeddedCloud } = await import('../../embedded-cloud.ts');
  const { cloud, alreadyRunning } = await startEmbeddedCloud({ ...options, self: context.io.self }, context.io.signal);
  if (alreadyRunning && answers.port !== undefined && !cloud.endpoint.endsWith(`:${answers.port}`)) {
    if (elsewhere === undefined) throw heldBy(answers.dataDir, cloud.pid, cloud.endpoint);
    return await start({ ...answers, dataDir: elsewhere, elsewhere: undefined }, context);
  }
  if (alreadyRunning) await refuseMissingFlags(answers, cloud.endpoint);
  else if (cloud.aside !== undefined) context.report.warn(putAside(cloud.aside));
  const { dataDir, memory } = answers;
  return {
    endpoint: cloud.endpoint,
    pid: cloud.pid,
    dataDir,
    memory: memory && !alreadyRunning,
    alreadyRunning,
    foreground,
  };
}

async function serveHere(answers: Answers, context: Context): Promise<LocalStarted> {
  const { serve } = await import('../../local/process/serve.ts');
  const result = await serve(answers, context.io.signal);
  if ('heldBy' in result && answers.elsewhere !== undefined)
    return await serveHere({ ...answers, dataDir: answers.elsewhere, elsewhere: undefined }, context);
  if ('portInUse' in result) {
    throw new ApikitError('PortInUse', `Port ${result.portInUse} is already in use on this machine.`, {
      exitCode: EXIT.usage,
      hint: 'Choose another port with --port, or remove --port to take the next free one.',
    });
  }
  if ('heldBy' in result) throw heldBy(answers.dataDir, result.heldBy.pid, result.heldBy.endpoint);
  const { endpoint, stopped, aside } = result.started;
  if (aside !== undefined) {
    const { putAside } = await import('../../embedded-cloud.ts');
    context.report.warn(putAside(aside));
  }
  const started = { endpoint, pid: process.pid, dataDir: answers.dataDir };
  if (context.flags.json) context.io.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...started }, null, 2)}\n`);
  else context.report.note(`The embedded cloud listens at ${endpoint}; Ctrl-C stops it.`);
  await stopped;
  return { ...started, memory: answers.memory, alreadyRunning: false, foreground: true };
}

/** Throws a usage error for an invalid policy. */
async function policyFiles(named: readonly string[], { io }: Context): Promise<string[]> {
  const files = named.map((file) => resolve(io.cwd, file));
  if (files.length === 0) return [];
  const { readCallerPolicies } = await import('../../local/process/caller-policies.ts');
  const read = readCallerPolicies(files);
  if ('faults' in read)
    throw usageError(read.faults.join(' '), 'Print one: apikit policy deployer --stage local > deployer.json');
  return files;
}

/** The running cloud would ignore a flag that it was started without. */
async function refuseMissingFlags(
  asked: Pick<Answers, 'realistic' | 'adversity' | 'anyUser' | 'enforceCallers'>,
  endpoint: string,
): Promise<void> {
  if (asked.enforceCallers.length > 0)
    throw new ApikitError(
      'AlreadyRunning',
      `The embedded cloud at ${endpoint} is already running, and reads the policies of its callers only at its start.`,
      {
        exitCode: EXIT.usage,
        hint: 'Stop it with apikit local stop, then start it again: its state is kept.',
      },
    );
  if (!asked.realistic && !asked.adversity && !asked.anyUser) return;
  const { startedWith } = await import('../../local/process/background.ts');
  const running = await startedWith(endpoint);
  const missing = (['realistic', 'adversity', 'anyUser'] as const).find((flag) => asked[flag] && !running[flag]);
  if (missing === undefined) return;
  const flag = missing === 'anyUser' ? 'any-user' : missing;
  throw new ApikitError('AlreadyRunning', `The embedded cloud at ${endpoint} runs without --${flag}.`, {
    exitCode: EXIT.usage,
    hint: 'Stop it with apikit local stop, then start it again: its state is kept.',
  });
}

function heldBy(dataDir: string, pid: number, endpoint: string | undefined): ApikitError {
  const where = endpoint === undefined ? 'is starting' : `listens at ${endpoint}`;
  return new ApikitError('AlreadyRunning', `Another embedded cloud (pid ${pid}) uses ${dataDir} and ${where}.`, {
    exitCode: EXIT.usage,
    hint: 'Use that cloud, stop it with apikit local stop, or give this cloud its own folder with --data.',
  });
}
