/**
 * `npm run truth` says what it will do and what that costs, asks for confirmation, runs every probe and every parity
 * case on AWS or at an endpoint, deletes what it created in every case, and writes a recording.
 */
import { join } from 'node:path';
import { callerIdentity } from '../../src/aws/sdk/caller-identity.ts';
import { explainError } from '../../src/aws/sdk/errors/explain-error.ts';
import { isAwsItself } from '../../src/aws/sdk/service-endpoint.ts';
import type { Clock } from '../../src/clock.ts';
import { EXIT } from '../../src/errors.ts';
import { announce } from './announce.ts';
import { PREFIX } from './marks.ts';
import { type Options, parseOptions, USAGE } from './options.ts';
import { parityCases } from './parity-cases.ts';
import { playParity } from './play-parity.ts';
import { PROBES } from './probes/index.ts';
import { RECORDINGS, writeRecording } from './recording.ts';
import { createRemains, parityThings, type Remains, removeParityThings, sweep } from './remains.ts';
import { REMAINS, type RemainsKind } from './remains-kinds.ts';
import { findingLines, summaryLines } from './report.ts';
import { runProbes } from './run-probes.ts';
import { clientsOf, openWorld, type World, type WorldOptions } from './world.ts';

export interface TruthIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  print(line: string): void;
  /** `undefined` if there is no terminal. */
  confirm(question: string): Promise<boolean | undefined>;
  /** Eight lower-case hexadecimal digits. */
  newRun(): string;
}

/**
 * Returns the exit code: 0 nothing differs, 1 something differs or was left, 2 usage, 3 declined, 4 no credentials, 130
 * Ctrl-C.
 */
export async function truth(argv: readonly string[], io: TruthIo): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(argv);
  } catch (error) {
    io.print(`${(error as Error).message}\n\n${USAGE}`);
    return EXIT.usage;
  }
  if (options.help) {
    io.print(USAGE);
    return EXIT.done;
  }
  const unknown = unknownIds(options);
  if (unknown.length > 0) {
    io.print(
      `There is no probe and no parity case called ${unknown.join(', ')}. docs/aws/assumptions.md lists the probes.`,
    );
    return EXIT.usage;
  }
  const { region, endpoint } = placeOf(io.env);
  const setup: WorldOptions = { ...io, region, run: io.newRun(), ...(endpoint !== undefined && { endpoint }) };
  if (!options.sweep) for (const line of announce(announcementOf(options, endpoint))) io.print(line);

  const account = await accountOf(setup, io);
  if (typeof account !== 'string') return account.code;
  const refusal = endpoint === undefined && !options.yes ? await ask(options, account, region, io) : undefined;
  if (refusal !== undefined) return refusal;
  return options.sweep ? await sweepUp(setup, options, io) : await findOut(setup, options, io);
}

function placeOf(env: TruthIo['env']): { region: string; endpoint?: string } {
  const endpoint = env.AWS_ENDPOINT_URL;
  return {
    region: env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'us-east-1',
    ...(endpoint && !isAwsItself(endpoint) && { endpoint }),
  };
}

const probesOf = ({ only }: Options) => PROBES.filter(({ id }) => only === undefined || only.includes(id));

/** Returns the ids of the parity cases to run. */
function casesOf({ only, parity }: Options): string[] {
  return parity ? parityCases().filter((id) => only === undefined || only.includes(id)) : [];
}

function unknownIds({ only = [] }: Options): string[] {
  const known = new Set([...PROBES.map(({ id }) => id), ...parityCases()]);
  return only.filter((id) => !known.has(id));
}

function announcementOf(options: Options, endpoint: string | undefined) {
  return {
    probes: probesOf(options),
    cases: casesOf(options).length,
    kinds: Object.keys(REMAINS) as RemainsKind[],
    ...(endpoint !== undefined && { endpoint }),
  };
}

/** Returns an exit code if the endpoint does not respond or the credentials do not work; the error is printed then. */
async function accountOf(setup: WorldOptions, io: TruthIo): Promise<string | { code: number }> {
  const clients = clientsOf(setup, setup.signal);
  try {
    return (await callerIdentity(clients)).account;
  } catch (error) {
    const explained = explainError(error);
    if (!explained) throw error;
    io.print(`\nNothing was done. ${explained.message}`);
    if (explained.exitCode === EXIT.credentials) {
      io.print('With credentials of an account for tests: AWS_PROFILE=<profile> AWS_REGION=<region> npm run truth');
      io.print('Against the embedded cloud: AWS_ENDPOINT_URL=http://127.0.0.1:4566 npm run truth');
    }
    return { code: explained.exitCode };
  } finally {
    clients.destroy();
  }
}

/** Returns an exit code unless the user agreed. */
async function ask(options: Options, account: string, region: string, io: TruthIo): Promise<number | undefined> {
  const what = options.sweep ? 'Remove what earlier runs have left' : 'Make and remove these things';
  const agreed = await io.confirm(`\n${what} in AWS account ${account}, region ${region}?`);
  if (agreed) return undefined;
  io.print(agreed === undefined ? 'Nobody can be asked here. Say --yes.' : 'Nothing was done.');
  return agreed === undefined ? EXIT.usage : EXIT.declined;
}

async function sweepUp(setup: WorldOptions, { now }: Options, io: TruthIo): Promise<number> {
  const clients = clientsOf(setup);
  try {
    const { removed, left } = await sweep(clients, now ? {} : { time: io.clock.now() });
    for (const each of removed) io.print(`removed  ${each}`);
    for (const each of left) io.print(`left     ${each}`);
    io.print(`${removed.length} removed, ${left.length} left.`);
    return left.length === 0 ? EXIT.done : EXIT.failed;
  } finally {
    clients.destroy();
  }
}

async function findOut(setup: WorldOptions, options: Options, io: TruthIo): Promise<number> {
  const remains = createRemains();
  const world = await openWorld(setup, remains);
  const { region, endpoint, account } = { ...world.target };
  io.print(
    `\nRun ${setup.run} in account ${account}, region ${region}${endpoint === undefined ? '' : ` (${endpoint})`}:`,
  );
  let problems: string[] = [];
  const probes = await runProbes(world, probesOf(options), (finding) => {
    for (const line of findingLines(finding)) io.print(line);
  }).finally(async () => {
    problems = await cleanUp(setup, remains);
    for (const problem of problems) io.print(problem);
    world.clients.destroy();
  });
  const cases = casesOf(options);
  const parity =
    cases.length > 0 && !io.signal.aborted ? await playTidily(setup, world, onlyOf(options, cases), io) : [];
  for (const finding of parity)
    if (finding.verdict !== 'agree') for (const line of findingLines(finding)) io.print(line);
  if (io.signal.aborted) {
    io.print('\nStopped. What was made is removed; nothing was written down.');
    return EXIT.interrupted;
  }
  const all = [...probes, ...parity];
  for (const line of summaryLines(all)) io.print(line);
  const file = options.record ?? (endpoint === undefined ? join(RECORDINGS, `${region}.json`) : undefined);
  if (file !== undefined) {
    const others = parity.filter(({ verdict }) => verdict !== 'agree');
    const recorded = new Date(io.clock.now()).toISOString();
    const recording = { recorded, region, endpoint: endpoint ?? 'aws', probes };
    writeRecording(file, { ...recording, parity: { agree: parity.length - others.length, others } }, account);
    io.print(`The answers are in ${file}. \`npm test\` holds the embedded cloud to those in test/truth/recordings.`);
  }
  return problems.length > 0 || all.some(({ verdict }) => verdict === 'differ') ? EXIT.failed : EXIT.done;
}

const onlyOf = ({ only }: Options, cases: readonly string[]) => (only === undefined ? undefined : cases.join(','));

/** Prints what could not be deleted after a runner that was stopped. */
async function playTidily(setup: WorldOptions, world: World, only: string | undefined, io: TruthIo) {
  const clients = clientsOf(setup);
  try {
    const before = await parityThings(clients);
    const findings = await playParity(world, only, io.env);
    if (io.signal.aborted) for (const problem of await removeParityThings(clients, before)) io.print(problem);
    return findings;
  } finally {
    clients.destroy();
  }
}

/** Also deletes what AWS created when its response was lost. Returns what still exists, as sentences. */
async function cleanUp(setup: WorldOptions, remains: Remains): Promise<string[]> {
  const clients = clientsOf(setup);
  try {
    const problems = await remains.removeAll(clients);
    return [...problems, ...(await sweep(clients, { prefix: `${PREFIX}${setup.run}-` })).left];
  } finally {
    clients.destroy();
  }
}
