/**
 * Composition root: turns flags and environment into the things commands work with, each made when first asked for.
 * The only place that knows about all of configuration, AWS and the embedded cloud.
 */
import { dirname, resolve } from 'node:path';
import type { Clients } from './aws/sdk/clients.ts';
import type { TargetFacts } from './aws/sdk/target-facts.ts';

import { regionFault } from './config/check-region.ts';
import { LOCAL_STAGE, type ProjectConfig, type StageConfig } from './config/config.ts';
import { ApikitError, EXIT, usageError } from './errors.ts';
import { localDataDirOf } from './local-data-dir.ts';
import { rememberedAnswers } from './remembered-answers.ts';
import { type Io, isInteractive } from './ui/io.ts';
import { createPrompts, type Prompts } from './ui/prompts.ts';
import { createReporter, type Reporter } from './ui/reporter.ts';
import { type Theme, themeFor } from './ui/theme.ts';

export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** An account and region. */
export interface Place {
  readonly clients: Clients;
  readonly facts: TargetFacts;
  /** ARN of the caller. */
  readonly caller: string;
}

/** A stage of a project and the account it lives in. */
export interface Target extends Place {
  readonly project: ProjectConfig;
  readonly config: StageConfig;
}

export interface Context {
  readonly io: Io;
  readonly flags: Flags;
  readonly prompts: Prompts;
  readonly interactive: boolean;
  /** Narration and progress on stderr. */
  readonly report: Reporter;
  readonly theme: { readonly stdout: Theme; readonly stderr: Theme };
  /** The project that the folder or `--config` names, or what is known of one that `--app` names. Throws `NoProject` or `InvalidConfig`. */
  project(): Promise<ProjectConfig>;
  /** `--stage`, else `APIKIT_STAGE`, else the user's choice, else a usage error. */
  stageName(): Promise<string>;
  /** Settings of the stage, with `--region` and `--profile` laid over them. Throws `UnknownStage`, but for `anyStage`. */
  stage(): Promise<StageConfig>;
  /** Makes clients and asks AWS who they are; `stage local` starts the embedded cloud when it is not running. */
  target(): Promise<Target>;
  /** The same for a stage of the project by its name, with the region, account and profile that apikit.yaml gives it. */
  targetOf(stage: string): Promise<Target>;
  /** Clients for where `config` points, and who AWS says the caller is; `endpoint`: of an embedded cloud that is known. */
  connect(config: Pick<StageConfig, 'stage' | 'region' | 'profile'>, endpoint?: string): Promise<Place>;
  /** The account and region alone, for commands that need neither a stage nor a project. */
  place(): Promise<Place>;
  /** Where the embedded cloud of this project keeps its state. */
  localDataDir(): Promise<string>;
  /** The region that `--region`, else `AWS_REGION` or `AWS_DEFAULT_REGION` names. Throws a usage error for one that is none. */
  regionOutside(): string | undefined;
  /** Judges flags that mean the same in every command. Throws a usage error. */
  checkFlags(): void;
  close(): void;
}

export interface ContextOptions {
  /** The stage may also be one that apikit.yaml does not have. */
  readonly anyStage?: boolean;
}

export function createContext(io: Io, flags: Flags, { anyStage = false }: ContextOptions = {}): Context {
  const opened: Clients[] = [];
  const once = <T>(make: () => Promise<T>) => {
    let made: Promise<T> | undefined;
    return () => (made ??= make());
  };
  const text = (name: string) => (typeof flags[name] === 'string' ? (flags[name] as string) : undefined);

  const noColor = flags.color === false;
  const theme = {
    stdout: themeFor(io.stdout, io, noColor),
    stderr: themeFor(io.stderr, io, noColor || flags.events === true),
  };
  const report = createReporter(io, theme.stderr, {
    quiet: flags.quiet === true || flags.json === true,
    events: flags.events === true,
  });
  const prompts = createPrompts(io);
  const interactive = isInteractive(io) && flags.json !== true;

  const project = once(async () => {
    const app = text('app');
    if (app !== undefined) {
      const { namedProject } = await import('./config/named-project.ts');
      return namedProject({ name: app, root: io.cwd, region: regionOutside() });
    }
    const [{ loadProject }, { renderProblem }] = await Promise.all([
      import('./config/load-config.ts'),
      import('./config/problem.ts'),
    ]);
    const loaded = await loadProject(resolve(io.cwd, text('config') ?? '.'), {
      region: text('region'),
      defaultRegion: io.env.AWS_REGION ?? io.env.AWS_DEFAULT_REGION,
    });
    for (const warning of loaded.warnings) report.warn(renderProblem(warning));
    return loaded;
  });

  const stageName = once(async () => {
    const given = text('stage') ?? io.env.APIKIT_STAGE;
    if (given) return given;
    const { stages, root } = await project();
    if (!interactive) {
      throw usageError(
        'No stage was named.',
        `Pass --stage <name> or set APIKIT_STAGE; this project has ${[...stages, LOCAL_STAGE].join(', ')}.`,
      );
    }
    const answers = rememberedAnswers(root);
    const stage = await prompts.choose({
      message: 'Which stage?',
      choices: [LOCAL_STAGE, ...stages],
      default: answers.get('stage') ?? LOCAL_STAGE,
    });
    await answers.put('stage', stage);
    return stage;
  });

  const stage = once(async () => {
    const loaded = await project();
    const name = await stageName();
    const config = anyStage ? loaded.anyStage(name) : loaded.stage(name);
    const profile = text('profile');
    return profile === undefined ? config : { ...config, profile };
  });

  const mfaCode = (serial: string) =>
    prompts.text({
      message: `Code of the MFA device ${serial}?`,
      validate: (code) => /^\d{6}$/.test(code) || 'The code has six digits.',
    });

  async function connect(config: Pick<StageConfig, 'stage' | 'region' | 'profile'>, endpoint?: string): Promise<Place> {
    const { createClients } = await import('./aws/sdk/clients.ts');
    const { callerIdentity } = await import('./aws/sdk/caller-identity.ts');
    const local = config.stage === LOCAL_STAGE;
    const elsewhere = endpointFromEnvironment(io.env) !== undefined;
    const embedded =
      endpoint !== undefined ? { endpoint } : local && !elsewhere ? await embeddedCloud(config.region) : undefined;
    const clients = createClients({
      region: config.region,
      clock: io.clock,
      signal: io.signal,
      env: io.env,
      ...embedded,
      ...(interactive && { mfaCode }),
      ...(local && { credentials: LOCAL_CREDENTIALS }),
      ...(!local && config.profile !== undefined && { profile: config.profile }),
    });
    opened.push(clients);
    const { account, partition, arn } = await callerIdentity(clients);
    // Deployed APIs answer below the address that API Gateway has.
    const gateway = await clients.customEndpoint('API Gateway');
    const facts: TargetFacts = {
      account,
      partition,
      region: config.region,
      caller: arn,
      ...(gateway !== undefined && { endpoint: gateway }),
    };
    return { clients, facts, caller: arn };
  }

  const target = once(async () => await targetAt(await stage()));

  async function targetAt(config: StageConfig): Promise<Target> {
    const { clients, facts, caller } = await connect(config);
    if (config.account !== undefined && facts.account !== config.account) {
      const section = `stages.${config.preview?.pattern ?? config.stage}`;
      throw new ApikitError(
        'WrongAccount',
        `Stage ${config.stage} belongs to account ${config.account}, but these credentials are for ${facts.account} (${caller}). Nothing was changed.`,
        {
          exitCode: EXIT.usage,
          hint: `Use --profile, AWS_PROFILE or ${section}.profile for the right account, or correct ${section}.account in apikit.yaml.`,
        },
      );
    }
    return { project: await project(), config, clients, facts, caller };
  }

  function regionOutside(): string | undefined {
    const flag = text('region');
    if (flag !== undefined) return flag;
    const [variable] = ['AWS_REGION', 'AWS_DEFAULT_REGION'].filter((name) => io.env[name]);
    if (variable === undefined) return undefined;
    acceptRegion(io.env[variable]!, variable);
    return io.env[variable];
  }

  /** Throws a usage error for what is no region, and warns of one that is not known. */
  function acceptRegion(region: string, source: string): void {
    const fault = regionFault(region, source);
    if (fault?.severity === 'error') throw usageError(fault.message, fault.fix);
    if (fault) report.warn(`${fault.message} ${fault.fix}`);
  }

  /** A stage's place if one is named, else the one that flags and environment name, else that of the project. */
  const place = once(async (): Promise<Place> => {
    if (text('stage') ?? io.env.APIKIT_STAGE) return await target();
    const region = regionOutside();
    const profile = text('profile');
    return await connect({
      stage: '',
      region: region ?? (await regionOfProject()),
      ...(profile !== undefined && { profile }),
    });
  });

  async function regionOfProject(): Promise<string> {
    try {
      return (await project()).stage(LOCAL_STAGE).region;
    } catch (error) {
      if (!(error instanceof ApikitError) || error.code !== 'NoProject') throw error;
      throw new ApikitError('NoRegion', `No region is named. ${error.message}`, {
        exitCode: EXIT.usage,
        hint: 'Name the region with --region, or change to the folder of a project.',
      });
    }
  }

  async function embeddedCloud(region: string): Promise<{ endpoint: string; limits?: 'published' }> {
    const [{ putAside, startEmbeddedCloud }, { startedWith }] = await Promise.all([
      import('./embedded-cloud.ts'),
      import('./local/process/background.ts'),
    ]);
    const dataDir = await localDataDir();
    const { cloud, alreadyRunning } = await startEmbeddedCloud({ dataDir, region, self: io.self }, io.signal);
    if (!alreadyRunning && cloud.aside !== undefined) report.warn(putAside(cloud.aside));
    if (!alreadyRunning)
      report.note(`Started the embedded cloud at ${cloud.endpoint} (stop it with apikit local stop)`);
    // One that keeps to AWS's rates is treated as AWS is.
    const { realistic } = await startedWith(cloud.endpoint);
    return { endpoint: cloud.endpoint, ...(realistic && { limits: 'published' }) };
  }

  const localDataDir = once(async () => {
    const { findConfigFile } = await import('./config/find-project.ts');
    const file = findConfigFile(resolve(io.cwd, text('config') ?? '.'));
    return localDataDirOf(file === undefined ? io.cwd : dirname(file));
  });

  return {
    io,
    flags,
    prompts,
    interactive,
    report,
    theme,
    project,
    stageName,
    stage,
    target,
    targetOf: async (name) => await targetAt((await project()).stage(name)),
    connect,
    place,
    localDataDir,
    regionOutside,
    checkFlags() {
      const region = text('region');
      if (region !== undefined) acceptRegion(region, '--region');
    },
    close: () => {
      for (const clients of opened) clients.destroy();
    },
  };
}

/** Where the environment sends every call, as the SDKs understand it. */
export function endpointFromEnvironment(env: Io['env']): string | undefined {
  return isTrue(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS) ? undefined : env.AWS_ENDPOINT_URL || undefined;
}

const isTrue = (text: string | undefined) => text?.toLowerCase() === 'true';

/** Emulators take any credentials; these make sure that the stage `local` never sends a user's real ones to anything. */
const LOCAL_CREDENTIALS = { accessKeyId: 'apikit-local', secretAccessKey: 'apikit-local' };
