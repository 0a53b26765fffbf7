/**
 * The stage `local` of a session. It uses the same pipeline as any other stage, but keeps everything warm between two
 * saves: the bundler, the clients and their connections.
 */
import { join } from 'node:path';
import type { AwsTarget } from '../aws/sdk/aws-target.ts';
import type { TargetFacts } from '../aws/sdk/target-facts.ts';
import { type StartProcess, startProcess } from '../bundle/start/start-process.ts';
import { createWarmBundler } from '../bundle/warm-bundler.ts';
import type { Clock } from '../clock.ts';
import { isGenerated } from '../codegen/write-contract.ts';
import { LOCAL_STAGE, type ProjectConfig, type StageConfig } from '../config/config.ts';
import { trustStoreFile } from '../config/mutual-tls.ts';
import { renderProblem } from '../config/problem.ts';
import type { EngineEvent } from '../engine/events.ts';
import { pending } from '../engine/plan.ts';
import { type DeployedStage, deployStage } from '../stage/deploy/deploy-stage.ts';
import { deployUnderLock } from '../stage/deploy/deploy-under-lock.ts';
import { type DesiredStage, desiredStage } from '../stage/desired/desired-stage.ts';
import { withLock } from '../stage/lock/with-lock.ts';
import { withNetwork } from '../stage/network/with-network.ts';
import { planStage } from '../stage/plan/plan-stage.ts';
import { checkStart } from '../stage/prepare/check-start.ts';
import { prepareStage } from '../stage/prepare/prepare-stage.ts';
import type { Notices } from '../stage/prepare/prepared-stage.ts';
import { readTrustStore } from '../stage/prepare/read-trust-store.ts';
import type { Inspector } from './inspector.ts';

export interface LocalStageParts {
  /** Reads apikit.yaml. Throws if apikit.yaml has errors. */
  load(): Promise<ProjectConfig>;
  connect(config: StageConfig): Promise<AwsTarget>;
  readonly notices: Notices;
  /** Set if the function is to be debugged. */
  readonly inspector?: Inspector;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called with the code before it is deployed. */
  onCode(code: { sha256: string; sourceMap?: string }): void;
  /** Called when a function has its new code, before the release is created. */
  onFunction(facts: TargetFacts, name: string): void;
}

/** The parts and the address of a stage after a successful deploy. */
export interface ServedStage {
  readonly config: StageConfig;
  readonly place: AwsTarget;
  readonly url: string;
  readonly release: string;
  /** The contract as the user wrote it. */
  readonly document: Readonly<Record<string, unknown>>;
}

export interface Deployed {
  readonly served: ServedStage;
  /** Empty if the stage already matched the project. */
  readonly changes: DeployedStage['changes'];
}

export interface LocalStage {
  /** Throws `ApikitError` for every problem of the project. The stage then keeps its last release. */
  deploy(): Promise<Deployed>;
  /**
   * The absolute paths of the files that the last deploy read, without installed packages and without files that apikit
   * wrote.
   */
  sources(): readonly string[];
  /** Forgets the deployed stage: the cloud may be a new one. */
  forget(): void;
  close(): Promise<void>;
}

/** The time in ms to wait for another terminal that is changing the stage. */
const PATIENCE = 10 * 60_000;
const COMMAND = 'apikit dev';

export function createLocalStage(parts: LocalStageParts): LocalStage {
  const bundler = createWarmBundler({ debuggable: parts.inspector !== undefined });
  let place: { region: string; made: Promise<AwsTarget> } | undefined;
  let last: { wanted: string; served: ServedStage } | undefined;
  /** A process for the next save. Starting a process takes longer than loading a bundle. */
  let waiting: StartProcess | undefined;
  const takeProcess = () => {
    const taken = waiting ?? startProcess(parts.env);
    waiting = startProcess(parts.env);
    return taken;
  };
  let sources: string[] = [];
  /** The files of the contract. */
  let contract: readonly string[] = [];
  let bundled: readonly string[] = [];
  /** The files of layers. Packages that are vendored in the folder of a layer are sources of the project. */
  let layered: readonly string[] = [];

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
    const trusted = trustStoreFile(config.domain);
    const others = trusted === undefined ? [] : [join(project.root, trusted)];
    sources = [
      project.file,
      config.contract,
      ...others,
      ...contract.map((name) => join(project.root, name)),
      ...[...own, ...layered].map((path) => join(project.root, path)),
    ];
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
      contract = prepared.contract.files;
      bundled = [prepared.code, ...consumers].flatMap(({ sources }) => sources);
      layered = Object.values(prepared.layers ?? {}).flatMap(({ sources }) => sources);
      look(project, config);
      for (const code of [prepared.code, ...consumers]) parts.onCode(code);
      const { root } = project;
      const trustStore = await readTrustStore(config, { root, now: parts.clock.now(), warn: parts.notices.warn });
      const at = await placeOf(config);
      const placed = await withNetwork(config, at.clients, prepared);
      const source = { ...prepared, ...(trustStore && { trustStore }) };
      const desired = desiredStage(source, placed.config, at.facts);
      const wanted = JSON.stringify(desired.resources);
      // Only a session deploys this stage at every save. So the result of the last deploy is taken to be unchanged.
      if (last?.wanted === wanted) return { served: last.served, changes: [] };
      for (const warning of placed.warnings) parts.notices.warn(warning);
      const started = checkStart({ ...parts, root, config, prepared, takeProcess });
      const { url, changes } = await deployLocally(config, desired, at, parts, started);
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

async function deployLocally(
  config: StageConfig,
  desired: DesiredStage,
  { clients, facts, caller }: AwsTarget,
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
  return await deployUnderLock({
    planned,
    command: COMMAND,
    observedFrom,
    lock: (work) => withLock({ clients, config, caller, env, clock, signal, note, warn }, { ...work, wait: PATIENCE }),
    again: look,
    carryOut: ({ plan, observed, desired: wanted }, locked) =>
      deployStage(plan, wanted, { ...observed, run: { ...observed.run, signal: locked } }, COMMAND),
  });
}
