/**
 * `apikit deploy` and `apikit destroy` from the command's own code on, each as a separate run. Only the command line,
 * reading the files and bundling are left out, because they are always the same and make no calls.
 */
import { Readable } from 'node:stream';
import { describeTable } from '../../src/aws/dynamodb/describe-table.ts';
import { restoreWindow } from '../../src/aws/items/restore-table.ts';
import { callerIdentity } from '../../src/aws/sdk/caller-identity.ts';
import { createClients } from '../../src/aws/sdk/clients.ts';
import { run as runProgram } from '../../src/cli.ts';
import type { Clock } from '../../src/clock.ts';
import { type DeployResult, deploy as deployCommand } from '../../src/commands/deploy.ts';
import { destroy as destroyCommand } from '../../src/commands/destroy.ts';
import { pruneUnderLock } from '../../src/commands/parts/prune/prune-under-lock.ts';
import { promote as promoteCommand } from '../../src/commands/promote.ts';
import type { RollbackResult } from '../../src/commands/rollback.ts';
import { tablesSwitch } from '../../src/commands/tables/switch.ts';
import { type Context, createContext, type Target } from '../../src/context.ts';
import { pending } from '../../src/engine/plan.ts';
import { standInName, tableName } from '../../src/naming/names.ts';
import { parse } from '../../src/program.ts';
import { LOOK_EVERY } from '../../src/stage/canary/watch-canary.ts';
import { desiredStage } from '../../src/stage/desired/desired-stage.ts';
import { planDestroy } from '../../src/stage/destroy-stage.ts';
import { withUsableKey } from '../../src/stage/encryption/encryption-key.ts';
import { withNetwork } from '../../src/stage/network/with-network.ts';
import { planStage } from '../../src/stage/plan/plan-stage.ts';
import { expiredPreviews } from '../../src/stage/previews/expired-previews.ts';
import { stageReleases } from '../../src/stage/releases/stage-releases.ts';
import { restoreBeside } from '../../src/stage/tables/restore-beside.ts';
import { prepared, type StageInput } from './stage-project.ts';

export interface StageRun {
  readonly endpoint: string;
  readonly clock: Clock;
  /** Ends the run. */
  readonly signal?: AbortSignal;
  readonly limits?: 'published' | 'none';
  /** How long to wait for another run's lock. */
  readonly wait?: string;
}

interface Begun {
  readonly target: Target;
  readonly context: Context;
  readonly parts: Parameters<typeof planStage>[2];
}

/** Creates the clients, calls `work`, and destroys them. */
async function begin<T>({ config }: StageInput, run: StageRun, work: (begun: Begun) => Promise<T>): Promise<T> {
  const { endpoint, clock, signal = new AbortController().signal, limits = 'none' } = run;
  const { region } = config;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const clients = createClients({ region, endpoint, credentials, clock, limits, signal, env: {} });
  try {
    const { account, partition, arn } = await callerIdentity(clients);
    const facts = { account, partition, region, endpoint };
    const project = { name: config.app, root: '/nowhere', stages: [config.stage], warnings: [], stage: () => config };
    const quiet = { write: () => undefined, isTTY: false };
    const io = {
      stdin: Object.assign(Readable.from([]), { isTTY: false }),
      ...{ stdout: quiet, stderr: quiet, env: {}, cwd: '/nowhere', clock, signal, self: ['node', 'apikit'] as const },
    };
    const flags = { yes: true, quiet: true, ...(run.wait !== undefined && { wait: run.wait }) };
    const context = createContext(io, flags, {}, runProgram);
    const target = { project, config, clients, facts, caller: arn } as unknown as Target;
    return await work({ target, context, parts: { clients, facts, clock, signal, report: () => {} } });
  } finally {
    clients.destroy();
  }
}

/** Runs a command line, and returns its `--json` document. */
async function carryOut(argv: string[], context: Context): Promise<object | undefined> {
  const { command, args, flags } = (await parse(argv, context.io))!;
  const work = await command.begin({ args, flags }, context);
  return (await work()).json();
}

/** Finds the key and the network that the configuration names, which makes calls only if it names one. */
async function wantedStage(input: StageInput, { clients, facts }: Begun['parts']) {
  const made = await prepared(input);
  const place = await withUsableKey(input.config, { clients, facts });
  const { config } = await withNetwork(input.config, clients, made);
  return { config, contract: made.contract, desired: desiredStage(made, config, place) };
}

type PromoteFlags = Parameters<typeof promoteCommand.ask>[0]['flags'];

/** Throws the command's error. */
export async function deploy(
  input: StageInput,
  run: StageRun,
  { smoke = false }: { smoke?: boolean } = {},
): Promise<DeployResult> {
  return await begin(input, run, async ({ target, context, parts }) => {
    const started = run.clock.now();
    const { config, contract, desired } = await wantedStage(input, parts);
    // The user has confirmed that tables which look renamed are meant.
    const newTables = Object.keys(config.tables);
    const again = () => planStage(config, desired, parts, { newTables });
    const planned = await again();
    const wanted = { smoke, dryRun: false, markdown: false, watch: false, look: 'apikit plan' };
    const answers = { target, contract, ...planned, observedFrom: started, again, started, ...wanted };
    return (await deployCommand.execute(answers, context)) as DeployResult;
  });
}

/** Rolls back to the release of `to`. Throws the command's error. */
export async function rollBack(to: StageInput, run: StageRun): Promise<RollbackResult> {
  return await begin(to, run, async ({ target, context, parts }) => {
    const { release } = desiredStage(await prepared(to), to.config, parts.facts);
    const here = { ...context, target: async () => target };
    return (await carryOut(['rollback', release, '--yes'], here)) as RollbackResult;
  });
}

/** Starts a canary of `to`, which gets all requests. Throws the command's error. */
export async function startCanary(to: StageInput, run: StageRun): Promise<void> {
  await begin(to, run, async ({ target, context, parts }) => {
    const { release } = desiredStage(await prepared(to), to.config, parts.facts);
    const here = { ...context, target: async () => target };
    await carryOut(['canary', 'start', release, '--percent', '100'], here);
  });
}

/**
 * Starts a canary of `to` and watches it until it is promoted; an existing canary is watched from its current share.
 * There are requests while the watch waits. Throws the command's error.
 */
export async function watchCanary(to: StageInput, run: StageRun): Promise<void> {
  let url = '';
  const clock: Clock = {
    now: () => run.clock.now(),
    async sleep(milliseconds, signal) {
      // No operation answers this path, so no function is needed, and the log has the requests all the same.
      if (milliseconds === LOOK_EVERY) for (let n = 0; n < 8; n += 1) await fetch(`${url}/none`);
      await run.clock.sleep(milliseconds, signal);
    },
  };
  await begin(to, { ...run, clock }, async ({ target, context, parts }) => {
    const { release } = desiredStage(await prepared(to), to.config, parts.facts);
    const stage = await stageReleases(to.config, parts);
    url = stage.url;
    const here = { ...context, target: async () => target };
    const few = ['--min-requests', '1'];
    if (stage.canary === undefined)
      await carryOut(['canary', 'start', release, '--step', '50,100', '--every', '90s', ...few], here);
    else await carryOut(['canary', 'watch', ...few], here);
  });
}

/** Throws the command's error. */
export async function promoteCanary(of: StageInput, run: StageRun): Promise<void> {
  await begin(of, run, async ({ target, context }) => {
    const here = { ...context, target: async () => target };
    await carryOut(['canary', 'promote'], here);
  });
}

/** Throws the command's error. */
export async function abortCanary(of: StageInput, run: StageRun): Promise<void> {
  await begin(of, run, async ({ target, context }) => {
    const here = { ...context, target: async () => target };
    await carryOut(['canary', 'abort'], here);
  });
}

/**
 * Promotes the live release of the stage of `from` to that of `to`. `code` is a hash that Lambda then has instead of
 * the release's. Throws the command's error.
 */
export async function promote(from: StageInput, to: StageInput, run: StageRun, code?: string): Promise<void> {
  await begin(to, run, async ({ target, context }) => {
    const configOf = (stage: string) => [from, to].map(({ config }) => config).find((each) => each.stage === stage);
    const project = { ...target.project, stage: configOf };
    const here = {
      ...context,
      project: async () => project,
      targetOf: async (stage: string) => ({ ...target, config: configOf(stage) }),
    } as unknown as Context;
    const argv = ['promote', '--from', from.config.stage, '--to', to.config.stage, '--yes', '--quiet'];
    const { flags } = (await parse(argv, context.io))!;
    const answers = await promoteCommand.ask({ args: [], flags: flags as PromoteFlags }, here);
    const entry = { ...answers.entry, record: { ...answers.entry.record, ...(code !== undefined && { code }) } };
    await promoteCommand.execute({ ...answers, entry }, here);
  });
}

/** Returns the release that serves, if it is not that of `input`. */
export async function servedInstead(input: StageInput, run: StageRun): Promise<string[]> {
  return await begin(input, run, async ({ parts }) => {
    const { release } = desiredStage(await prepared(input), input.config, parts.facts);
    const { live, releases } = await stageReleases(input.config, parts);
    const serves = releases.find(({ deploymentId }) => deploymentId === live)?.record.release;
    return serves === release ? [] : [`serves ${serves}`];
  });
}

/** A fixed name, so that accounts can be compared: a restore would create a new name each time. */
const standInOf = ({ config }: StageInput) => standInName(config, 'items', new Date('2026-11-21T09:00:00Z'));

/** Restores the table `items` as it is beside the live one. Throws the command's error. */
export async function restoreItems(input: StageInput, run: StageRun): Promise<void> {
  await begin(input, run, async ({ target, parts }) => {
    const { config } = input;
    const [source, name] = [tableName(config, 'items'), standInOf(input)];
    const client = await target.clients.dynamodb();
    const begun = (await describeTable(client, name))?.RestoreSummary?.RestoreDateTime?.getTime();
    const latest = (await restoreWindow(client, source))!.latest;
    const at = begun ?? Math.floor(latest / 1000) * 1000;
    await restoreBeside({ config, table: 'items', source, at }, { source, target: name, at }, parts);
  });
}

/** Throws the command's error. */
export async function switchItems(input: StageInput, run: StageRun): Promise<void> {
  await begin(input, run, async ({ target, context, parts }) => {
    const started = run.clock.now();
    const made = await prepared(input);
    const asNamed = desiredStage(made, input.config, parts.facts);
    const [from, to] = [tableName(input.config, 'items'), standInOf(input)];
    const again = () => planStage(input.config, asNamed, parts, { serving: { items: to } });
    const answers = { target, contract: made.contract, ...(await again()), observedFrom: started, again, started };
    await tablesSwitch.execute({ ...answers, table: 'items', from, to }, context);
  });
}

/** Deletes the previews of its app that are over. Throws the error of the first one that cannot be deleted. */
export async function pruneAll(input: StageInput, run: StageRun): Promise<void> {
  await begin(input, run, async ({ target, context, parts }) => {
    const here = { ...context, project: async () => ({ ...target.project, anyStage: () => input.config }) };
    const { over: all } = await expiredPreviews(input.config.app, parts, []);
    for (const over of all) await pruneUnderLock(over, target, here);
  });
}

export async function stillOver(input: StageInput, run: StageRun): Promise<string[]> {
  return await begin(input, run, async ({ parts }) => {
    const { over } = await expiredPreviews(input.config.app, parts, []);
    return over.map(({ stage, why }) => `${why} ${stage}`);
  });
}

/** Returns the ids of the resources that a deploy would change now. */
export async function planned(input: StageInput, run: StageRun): Promise<string[]> {
  return await begin(input, run, async ({ parts }) => {
    const { config, desired } = await wantedStage(input, parts);
    const { plan } = await planStage(config, desired, parts);
    return pending(plan).map(({ resource, action }) => `${action} ${resource}`);
  });
}

/** Throws the command's error, also if a resource is left. */
export async function tearDown(input: StageInput, run: StageRun, deleteData: boolean): Promise<void> {
  await begin(input, run, async ({ target, context, parts }) => {
    const started = run.clock.now();
    const planned = await planDestroy(input.config, parts, { deleteData, deleteKeys: false });
    const answers = { target, planned, started, observedFrom: started, dryRun: false };
    const done = await destroyCommand.execute(answers, context);
    if (done.dryRun || !done.complete) throw new Error(`left: ${JSON.stringify(done)}`);
  });
}
