/**
 * The composition root. It turns flags and environment into what commands work with, and creates each part at its first
 * use. Only this module knows configuration, AWS and the local cloud.
 */
import { dirname, resolve } from 'node:path';
import type { AwsTarget } from './aws/sdk/aws-target.ts';
import type { Clients } from './aws/sdk/clients.ts';
import type { TargetFacts } from './aws/sdk/target-facts.ts';

import { regionFault } from './config/check-region.ts';
import { LOCAL_STAGE, type ProjectConfig, type StageConfig } from './config/config.ts';
import { type FrontDoorNeeds, requireFrontDoor } from './config/require-rest-api.ts';
import { ApikitError, EXIT, type ExitCode, usageError } from './errors.ts';
import { localDataDirOf } from './files/local-data-dir.ts';
import { rememberedAnswers } from './files/remembered-answers.ts';
import type { CommonFlags } from './flags/common-flags.ts';
import { type Io, isInteractive } from './ui/io.ts';
import { createPrompts, type Prompts } from './ui/prompts.ts';
import { createReporter, type Reporter } from './ui/reporter.ts';
import { type Theme, themeFor } from './ui/theme.ts';

/** A stage of a project, and the account that holds it. */
export interface Target extends AwsTarget {
  readonly project: ProjectConfig;
  readonly config: StageConfig;
}

export interface Context {
  readonly io: Io;
  /** The flags with a meaning outside of their command. */
  readonly flags: CommonFlags;
  readonly prompts: Prompts;
  readonly interactive: boolean;
  /** Notes, warnings and progress on stderr. */
  readonly report: Reporter;
  readonly theme: { readonly stdout: Theme; readonly stderr: Theme };
  /**
   * The project in the folder or at `--config`, or the known facts of the project that `--app` names. Throws
   * `NoProject` or `InvalidConfig`.
   */
  project(): Promise<ProjectConfig>;
  /** The stage from `--stage`, `APIKIT_STAGE` or a prompt, in this order. Otherwise throws a usage error. */
  stageName(): Promise<string>;
  /**
   * The settings of the stage. `--region` and `--profile` override them. Throws `UnknownStage`, unless `anyStage` is
   * set.
   */
  stage(): Promise<StageConfig>;
  /** Creates clients and asks AWS for the caller. For the stage `local`, it starts the local cloud if necessary. */
  target(): Promise<Target>;
  /** The same for another stage of the project, with the region, account and profile from apikit.yaml. */
  targetOf(stage: string): Promise<Target>;
  /**
   * Creates clients for the region of `config` and asks AWS for the caller. `endpoint` is the address of a known local
   * cloud.
   */
  connect(config: Pick<StageConfig, 'stage' | 'region' | 'profile'>, endpoint?: string): Promise<AwsTarget>;
  /** The account and region, for commands that need neither a stage nor a project. */
  place(): Promise<AwsTarget>;
  /** The folder in which the local cloud of this project keeps its state. */
  localDataDir(): Promise<string>;
  /**
   * The region from `--region`, `AWS_REGION` or `AWS_DEFAULT_REGION`, in this order. Throws a usage error for an
   * invalid region.
   */
  regionOutside(): string | undefined;
  /** Checks the flags that all commands share. Throws a usage error. */
  checkFlags(): void;
  /** Runs another command line of this program, with streams of its own. */
  readonly run: RunProgram;
  close(): void;
}

/** `run` of `cli.ts`, which this file cannot import, because `cli.ts` creates the context. */
export type RunProgram = (argv: readonly string[], io: Io) => Promise<ExitCode>;

export interface ContextOptions extends FrontDoorNeeds {
  /** The stage need not be in apikit.yaml. */
  readonly anyStage?: boolean;
}

export function createContext(
  io: Io,
  flags: CommonFlags,
  { anyStage = false, ...needs }: ContextOptions,
  run: RunProgram,
): Context {
  const opened: Clients[] = [];
  const once = <T>(make: () => Promise<T>) => {
    let made: Promise<T> | undefined;
    return () => (made ??= make());
  };

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
  const interactive = isInteractive(io) && !flags.json;

  const project = once(async () => {
    const { app } = flags;
    if (app !== undefined) {
      const { namedProject } = await import('./config/named-project.ts');
      return namedProject({ name: app, root: io.cwd, region: regionOutside() });
    }
    const [{ loadProject }, { renderProblem }] = await Promise.all([
      import('./config/load-config.ts'),
      import('./config/problem.ts'),
    ]);
    const loaded = await loadProject(resolve(io.cwd, flags.config ?? '.'), {
      region: flags.region,
      defaultRegion: io.env.AWS_REGION ?? io.env.AWS_DEFAULT_REGION,
    });
    for (const warning of loaded.warnings) report.warn(renderProblem(warning));
    return loaded;
  });

  const stageName = once(async () => {
    const given = flags.stage ?? io.env.APIKIT_STAGE;
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
    requireFrontDoor(config, needs);
    const { profile } = flags;
    return profile === undefined ? config : { ...config, profile };
  });

  const mfaCode = (serial: string) =>
    prompts.text({
      message: `Code of the MFA device ${serial}?`,
      validate: (code) => /^\d{6}$/.test(code) || 'The code has six digits.',
    });

  async function connect(
    config: Pick<StageConfig, 'stage' | 'region' | 'profile'>,
    endpoint?: string,
  ): Promise<AwsTarget> {
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
    // A custom endpoint of API Gateway also serves the deployed APIs.
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
    return { project: await project(), config: await asItIs(config, clients), clients, facts, caller };
  }

  /** The front door of a stage is in apikit.yaml. Without that file, it is read. */
  async function asItIs(config: StageConfig, clients: Clients): Promise<StageConfig> {
    if (!config.withoutSources) return config;
    const { liveFrontDoors } = await import('./aws/sdk/live-front-door.ts');
    const [api, other] = await liveFrontDoors(clients, config);
    const found = { ...config, api };
    if (other !== undefined) {
      throw new ApikitError(
        'TwoFrontDoors',
        `${config.app}/${config.stage} has moved and has both an HTTP API and a function URL, and only apikit.yaml names the one that counts. Nothing was changed.`,
        {
          exitCode: EXIT.usage,
          hint: 'Run the command in the folder of the project, or remove the old one there with `apikit deploy --remove-old-api`.',
        },
      );
    }
    requireFrontDoor(found, needs);
    return found;
  }

  function regionOutside(): string | undefined {
    const flag = flags.region;
    if (flag !== undefined) return flag;
    const [variable] = ['AWS_REGION', 'AWS_DEFAULT_REGION'].filter((name) => io.env[name]);
    if (variable === undefined) return undefined;
    acceptRegion(io.env[variable]!, variable);
    return io.env[variable];
  }

  /** Throws a usage error for an invalid region, and warns of an unknown one. */
  function acceptRegion(region: string, source: string): void {
    const fault = regionFault(region, source);
    if (fault?.severity === 'error') throw usageError(fault.message, fault.fix);
    if (fault) report.warn(`${fault.message} ${fault.fix}`);
  }

  /** The place of the named stage. Otherwise the place from flags and environment, then the place of the project. */
  const place = once(async (): Promise<AwsTarget> => {
    if (flags.stage ?? io.env.APIKIT_STAGE) return await target();
    const region = regionOutside();
    const { profile } = flags;
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
    // A local cloud with AWS's rate limits is treated like AWS.
    const { realistic } = await startedWith(cloud.endpoint);
    return { endpoint: cloud.endpoint, ...(realistic && { limits: 'published' }) };
  }

  const localDataDir = once(async () => {
    const { findConfigFile } = await import('./config/find-project.ts');
    const file = findConfigFile(resolve(io.cwd, flags.config ?? '.'));
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
    run,
    checkFlags() {
      const { region } = flags;
      if (region !== undefined) acceptRegion(region, '--region');
    },
    close: () => {
      for (const clients of opened) clients.destroy();
    },
  };
}

/** The endpoint that the environment sets for all services, as the SDKs understand it. */
export function endpointFromEnvironment(env: Io['env']): string | undefined {
  return isTrue(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS) ? undefined : env.AWS_ENDPOINT_URL || undefined;
}

const isTrue = (text: string | undefined) => text?.toLowerCase() === 'true';

/** Emulators accept any credentials. With these, the stage `local` never sends a user's real credentials anywhere. */
const LOCAL_CREDENTIALS = { accessKeyId: 'apikit-local', secretAccessKey: 'apikit-local' };
