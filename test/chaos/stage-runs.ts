/** What `apikit deploy` and `apikit destroy` do after the command line was read, each run as a process of its own. */
import { createClients } from '../../src/aws/clients.ts';
import type { TargetFacts } from '../../src/aws/kind-dependencies.ts';
import type { Clock } from '../../src/clock.ts';
import { destroy } from '../../src/engine/destroy.ts';
import { pending, plan, planRemoval } from '../../src/engine/plan.ts';
import { type DeployedStage, deployStage, unfinished } from '../../src/pipeline/deploy-stage.ts';
import { desiredStage, knownStage } from '../../src/pipeline/desired-stage.ts';
import { observeStage } from '../../src/pipeline/observe-stage.ts';
import { prepared, type StageInput } from './stage-project.ts';

export interface StageRun {
  readonly endpoint: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly limits?: 'published' | 'none';
}

function begin({ endpoint, clock, signal = new AbortController().signal, limits = 'none' }: StageRun) {
  const clients = createClients({
    region: 'eu-west-1',
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    clock,
    limits,
    signal,
    env: {},
  });
  const facts: TargetFacts = { account: '000000000000', region: 'eu-west-1', partition: 'aws', endpoint };
  return { clients, facts, parts: { clients, facts, clock, signal, report: () => {} } };
}

/** Throws what the command would say. */
export async function deploy(input: StageInput, run: StageRun): Promise<DeployedStage> {
  const { clients, facts, parts } = begin(run);
  try {
    const desired = desiredStage(await prepared(input), input.config, facts);
    const observed = await observeStage(desired.resources, desired.artifacts, parts);
    const steps = plan(desired.resources, observed.observation, { kinds: observed.run.kinds });
    return await deployStage(steps, desired, observed, 'apikit deploy');
  } finally {
    clients.destroy();
  }
}

/** Ids of what a deploy would change now. */
export async function planned(input: StageInput, run: StageRun): Promise<string[]> {
  const { clients, facts, parts } = begin(run);
  try {
    const desired = desiredStage(await prepared(input), input.config, facts);
    const { run: engine, observation } = await observeStage(desired.resources, desired.artifacts, parts);
    const steps = plan(desired.resources, observation, { kinds: engine.kinds });
    return pending(steps).map(({ resource, action }) => `${action} ${resource}`);
  } finally {
    clients.destroy();
  }
}

export async function tearDown({ config }: StageInput, run: StageRun, deleteData: boolean): Promise<void> {
  const { clients, facts, parts } = begin(run);
  try {
    const resources = knownStage(config, facts);
    const { run: engine, observation } = await observeStage(resources, new Map(), parts);
    const outcome = await destroy(
      planRemoval(resources, observation, { deleteData }),
      { resources, observation },
      engine,
    );
    if (outcome.failed.length > 0 || outcome.interrupted) throw unfinished('Destroy', outcome, 'apikit destroy');
  } finally {
    clients.destroy();
  }
}
