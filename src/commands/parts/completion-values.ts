/**
 * The values that complete a command line. They come from the project's files, and from the local cloud if it runs.
 * Completion never calls AWS and reports no errors, because the user only wants to go on typing.
 */
import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import type { AwsTarget } from '../../aws/sdk/aws-target.ts';
import { LOCAL_STAGE, type StageConfig } from '../../config/config.ts';
import type { RawConfig } from '../../config/raw-config.ts';
import { type Context, endpointFromEnvironment } from '../../context.ts';
import { localDataDirOf } from '../../files/local-data-dir.ts';
import type { ValueKind } from '../../flags/option.ts';
import { isLoopback } from '../../proxy/loopback.ts';
import { minute } from '../../ui/moment.ts';

export interface CompletionValue {
  readonly value: string;
  readonly description: string;
}

/** How long the local cloud may take to respond, in ms. */
const PATIENCE = 1_000;

/** The parts of the project that completion needs. They are not validated, because that takes too long. */
interface Project {
  readonly root: string;
  readonly stages: readonly string[];
  /** Throws for an unknown stage. */
  stage(name: string): StageConfig;
}

/** `line` is the command line up to the cursor. */
export async function completionValues(kind: ValueKind, line: string, context: Context): Promise<CompletionValue[]> {
  const flag = (name: string) => new RegExp(`\\s--${name}(?:\\s+|=)(\\S+)\\s`).exec(`${line} `)?.[1];
  try {
    const project = await readProject(resolve(context.io.cwd, flag('config') ?? '.'));
    return await VALUES[kind](
      project,
      flag('stage') ?? flag('from') ?? context.io.env.APIKIT_STAGE ?? LOCAL_STAGE,
      context,
    );
  } catch {
    // There is no project, the project has an error, or the stage does not exist: there are no values to offer.
    return [];
  }
}

async function readProject(start: string): Promise<Project> {
  const [{ findConfigFile }, { parseSource }, { resolveStage }, { isPattern, sectionsOf }] = await Promise.all([
    import('../../config/find-project.ts'),
    import('../../config/source.ts'),
    import('../../config/resolve.ts'),
    import('../../config/stage-patterns.ts'),
  ]);
  const file = findConfigFile(start);
  if (file === undefined) throw new Error('there is no project');
  const root = dirname(file);
  const raw = parseSource(await readFile(file, 'utf8'), file).data as RawConfig;
  // Only AWS knows which stages a pattern created.
  const stages = Object.keys(raw.stages ?? {}).filter((name) => name !== LOCAL_STAGE && !isPattern(name));
  return {
    root,
    stages,
    stage(name) {
      const known = name === LOCAL_STAGE || sectionsOf(raw.stages, name).length > 0;
      if (!known) throw new Error(`there is no stage ${name}`);
      return resolveStage(raw, name, { root });
    },
  };
}

type Find = (project: Project, stage: string, context: Context) => CompletionValue[] | Promise<CompletionValue[]>;

const VALUES: Readonly<Record<ValueKind, Find>> = {
  stages: ({ stages, stage }) => [
    { value: LOCAL_STAGE, description: 'the embedded cloud on this machine' },
    ...stages.map((value) => {
      const config = stage(value);
      return { value, description: config.protected ? `${config.region}, protected` : config.region };
    }),
  ],

  async operations({ stage, root }, name) {
    const [{ openOfProject }, { readContract }, { operationsOf }, { isReadable, realPlaces }] = await Promise.all([
      import('../../contract/read/open-file.ts'),
      import('../../contract/read/read-contract.ts'),
      import('../../contract/model/operations.ts'),
      import('../../files/real-place.ts'),
    ]);
    const { contract } = stage(name);
    const place = await realPlaces(root);
    if (!isReadable(await place(contract))) return [];
    const open = await openOfProject(root);
    const { document } = readContract(await readFile(contract, 'utf8'), relative(root, contract), open);
    return operationsOf(document ?? {}).map(({ operationId, method, path }) => ({
      value: operationId,
      description: `${method} ${path}`,
    }));
  },

  plans: ({ stage }, name) =>
    Object.entries(stage(name).usagePlans).map(([value, { rate, burst }]) => ({
      value,
      description: rate === undefined ? 'usage plan' : `${rate} requests per second, burst ${burst}`,
    })),

  tables: ({ stage }, name) =>
    Object.entries(stage(name).tables).map(([value, { key, sortKey }]) => ({
      value,
      description: sortKey === undefined ? `key ${key}` : `keys ${key} and ${sortKey}`,
    })),

  keys: (project, name, context) => (name === LOCAL_STAGE ? inTime(localKeys(project, context), context) : []),

  releases: (project, name, context) => (name === LOCAL_STAGE ? inTime(localReleases(project, context), context) : []),
};

/** Returns the values if they arrive in time; otherwise none. */
async function inTime(values: Promise<CompletionValue[]>, { io: { clock } }: Context): Promise<CompletionValue[]> {
  const done = new AbortController();
  const late = clock.sleep(PATIENCE, done.signal).then(() => []);
  try {
    return await Promise.race([values, late]);
  } finally {
    done.abort();
    // The slower promise ends by itself, with or without an error.
    void Promise.allSettled([values, late]);
  }
}

/** Returns `undefined` if the cloud does not run. */
async function localPlace(project: Project, context: Context): Promise<AwsTarget | undefined> {
  const { findCloud } = await import('../../local/process/background.ts');
  const cloud = await findCloud(localDataDirOf(project.root));
  const endpoint = endpointFromEnvironment(context.io.env) ?? cloud?.endpoint;
  if (endpoint === undefined || !isLoopback(new URL(endpoint).hostname)) return undefined;
  return await context.connect(project.stage(LOCAL_STAGE), endpoint);
}

async function localReleases(project: Project, context: Context): Promise<CompletionValue[]> {
  const [{ stageReleases }, place] = await Promise.all([
    import('../../stage/releases/stage-releases.ts'),
    localPlace(project, context),
  ]);
  if (!place) return [];
  const { clock, signal } = context.io;
  const parts = { clients: place.clients, facts: place.facts, clock, signal, report() {} };
  const { releases, live } = await stageReleases(project.stage(LOCAL_STAGE), parts);
  return releases.map(({ record, deploymentId }) => ({
    value: record.release,
    description: `${minute(record.time)}${deploymentId === live ? ', live' : ''}`,
  }));
}

async function localKeys(project: Project, context: Context): Promise<CompletionValue[]> {
  const [{ stageKeys }, { stageTags }, place] = await Promise.all([
    import('../../aws/keys/stage-keys.ts'),
    import('../../naming/tags.ts'),
    localPlace(project, context),
  ]);
  if (!place) return [];
  const { clients } = place;
  const config = project.stage(LOCAL_STAGE);
  const keys = await stageKeys(await clients.apiGateway(), stageTags(config));
  const { isFormer } = await import('../../aws/keys/stage-key.ts');
  const current = keys.filter((key) => !isFormer(key, keys));
  return current.map((key) => ({
    value: key.name,
    description: key.enabled ? `key ${key.id}` : `key ${key.id}, disabled`,
  }));
}
