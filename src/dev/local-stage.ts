/**
 * The stage `local` of a session: deployed through the same pipeline as any stage, with everything that can stay warm
 * between two saves kept warm — bundler, clients and their connections.
 */
import { join } from 'node:path';
import { keptAttachments } from '../aws/releases/kept-item.ts';
import type { Clients } from '../aws/sdk/clients.ts';
import type { TargetFacts } from '../aws/sdk/target-facts.ts';
import { type StartProcess, startProcess } from '../bundle/start/start-process.ts';
import { createWarmBundler } from '../bundle/warm-bundler.ts';
import type { Clock } from '../clock.ts';
import { isGenerated } from '../codegen/write-contract.ts';
import { LOCAL_STAGE, type ProjectConfig, type StageConfig } from '../config/config.ts';
import { renderProblem } from '../config/problem.ts';
import type { EngineEvent } from '../engine/events.ts';
import { pending } from '../engine/plan.ts';
import { type DeployedStage, deployStage } from '../stage/deploy/deploy-stage.ts';
import { type DesiredStage, desiredStage } from '../stage/desired/desired-stage.ts';
import { withLock } from '../stage/lock/with-lock.ts';
import { planStage } from '../stage/plan/plan-stage.ts';
import { checkStart } from '../stage/prepare/check-start.ts';
import { type Notices, prepareStage } from '../stage/prepare/prepare-stage.ts';
import { releasesBeside } from '../stage/releases/live-release.ts';
import type { Inspector } from './inspector.ts';

/** Where the stage is deployed to: clients and account for its region. */
export interface LocalPlace {
  readonly clients: Clients;
  readonly facts: TargetFacts;
  /** ARN of the caller. */
  readonly caller: string;
}

export interface LocalStageParts {
  /** Reads apikit.yaml. Throws what is wrong with it. */
  load(): Promise<ProjectConfig>;
  connect(config: StageConfig): Promise<LocalPlace>;
  readonly notices: Notices;
  /** Present where the function is to be debugged. */
  readonly inspector?: Inspector;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told of code before it is deployed. */
  onCode(code: { sha256: string; sourceMap?: string }): void;
  /** Told of a function when it has its new code, and the release still has to be made. */
  onFunction(facts: TargetFacts, name: string): void;
}

/** What a stage is made of and where it is, after a deploy that went through. */
export interface ServedStage {
  readonly config: StageConfig;
  readonly place: LocalPlace;
  readonly url: string;
  readonly release: string;
  /** The contract as it was written. */
  readonly document: Readonly<Record<string, unknown>>;
}

export interface Deployed {
  readonly served: ServedStage;
  /** Empty when it was as the project says already. */
  readonly changes: DeployedStage['changes'];
}

export interface LocalStage {
  /** Throws `ApikitError` for everything that is wrong with the project; the stage then serves what it served. */
  deploy(): Promise<Deployed>;
  /** Absolute paths of what the last look at the project has read; without packages, and what apikit itself has written. */
  sources(): readonly string[];
  /** Forgets what is deployed: the cloud may be another one now. */
  forget(): void;
  close(): Promise<void>;
}

/** ms to wait for somebody else who changes the stage from another terminal. */
const PATIENCE = 10 * 60_000;
const COMMAND = 'apikit dev';

export function createLocalStage(parts: LocalStageParts): LocalStage {
  const bundler = createWarmBundler({ debuggable: parts.inspector !== undefined });
  let place: { region: string; made: Promise<LocalPlace> } | undefined;
  let last: { wanted: string; served: ServedStage } | undefined;
  /** For the next save: a process takes longer to come up than a bundle to be loaded. */
  let waiting: StartProcess | undefined;
  const takeProcess = () => {
    const taken = waiting ?? startProcess(parts.env);
    waiting = startProcess(parts.env);
    return taken;
  };
  let sources: string[] = [];
  let bundled: readonly string[] = [];

  const placeOf = async (config: StageConfig) => {
    if (place?.region !== config.region) place = { region: config.region, made: parts.connect(config) };
    return await place.made.catch((error: unknown) => {
      place = undefined;
      throw error;
    });
  };

  const look = (project: ProjectConfig, config: StageConfig) => {
    const { entry } = config.function;
    const own = bundled.filter((path) => !isGenerated(entry, path) && !/(^|\/)node_modules\//.test(path));
    sources = [project.file, config.contract, ...own.map((path) => join(project.root, path))];
  };

  return {
    async deploy() {
      const project = await parts.load();
      const plain = project.stage(LOCAL_STAGE);
      const config = parts.inspector?.debuggable(plain) ?? plain;
      for (const warning of project.warnings) parts.notices.warn(renderProblem(warning));
      look(project, config);
      const prepared = await prepareStage(project, config, parts.notices, bundler);
      const consumers = Object.values(prepared.consumers ?? {});
      bundled = [prepared.code, ...consumers].flatMap(({ sources }) => sources);
      look(project, config);
      for (const code of [prepared.code, ...consumers]) parts.onCode(code);
      const at = await placeOf(config);
      const desired = desiredStage(prepared, config, at.facts);
      const wanted = JSON.stringify(desired.resources);
      // Nobody but a session deploys this stage at every save: what came out of it last time is taken to be there still.
      if (last?.wanted === wanted) return { served: last.served, changes: [] };
      const started = checkStart({ ...parts, root: project.root, config, prepared, takeProcess });
      const { url, changes } = await bringAbout(config, desired, at, parts, started);
      const served = { config, place: at, url, release: desired.release, document: prepared.contract.document };
      last = { wanted, served };
      return { served, changes };
    },
    sources: () => sources,
    forget() {
      last = undefined;
      place = undefined;
    },
    async close() {
      waiting?.end();
      await bundler.close();
    },
  };
}

async function bringAbout(
  config: StageConfig,
  desired: DesiredStage,
  { clients, facts, caller }: LocalPlace,
  { clock, signal, notices, env, onFunction }: LocalStageParts,
  started: Promise<void>,
): Promise<DeployedStage> {
  const { note, warn } = notices;
  const report = (event: EngineEvent) => {
    if (event.type === 'resource.changed' && event.kind === 'function') onFunction(facts, event.name);
  };
  const look = () => planStage(config, desired, { clients, facts, clock, signal, report });
  const observedFrom = clock.now();
  const [planned] = await Promise.all([look(), started]);
  for (const warning of planned.warnings) warn(warning);
  if (pending(planned.plan).length === 0)
    return await deployStage(planned.plan, planned.desired, planned.observed, COMMAND);
  const first = !planned.observed.observation.observed.has('stage');
  return await withLock(
    { clients, config, caller, env, clock, signal, note, warn },
    {
      command: COMMAND,
      wait: PATIENCE,
      observedFrom,
      first,
      attach: keptAttachments(planned.desired.release, planned.desired.kept()),
      async run({ signal: locked, changedMeanwhile, keepReleases }) {
        const { plan, observed, desired: wanted } = changedMeanwhile ? await look() : planned;
        keepReleases(releasesBeside(wanted.release, observed.observation));
        return await deployStage(plan, wanted, { ...observed, run: { ...observed.run, signal: locked } }, COMMAND);
      },
    },
  );
}
