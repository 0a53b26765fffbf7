/**
 * A deploy whose release gets only a share of the requests. It creates and updates everything as any deploy, but the
 * stage keeps serving its release, nothing is removed, and the new release becomes the canary.
 */
import { confirmProtection } from '../../aws/releases/confirm-protection.ts';
import { createPropagations } from '../../aws/sdk/propagation.ts';
import type { StageConfig } from '../../config/config.ts';
import type { Plan } from '../../engine/plan.ts';
import { type DeployedStage, deployStage } from '../deploy/deploy-stage.ts';
import type { DesiredStage } from '../desired/desired-stage.ts';
import { stageReleases } from '../releases/stage-releases.ts';
import { type ObservedStage, type RunParts, stageContext } from '../stage-run.ts';
import { startCanaryOf } from './canary-stage.ts';

export interface CanaryDeploy {
  readonly config: StageConfig;
  readonly plan: Plan;
  readonly desired: DesiredStage;
  readonly observed: ObservedStage;
  /** The share of the requests, 0 to 100. */
  readonly percent: number;
  /** The command that the messages of a failure name. */
  readonly command: string;
}

/** Throws what `deployStage` throws, and `ProtectionLost`. */
export async function deployCanary(deploy: CanaryDeploy, parts: RunParts): Promise<DeployedStage> {
  const { config, plan, desired, observed, percent, command } = deploy;
  const { clients, clock } = parts;
  const context = stageContext(config.stage, parts);
  const { rights } = createPropagations(clock);
  rights.begun();
  const deployed = await deployStage(plan, desired, observed, command, { canary: true });
  const stage = await stageReleases(config, parts);
  const to = stage.releases.find(({ record }) => record.release === desired.release);
  const definition = desired.artifacts.get(desired.definition);
  if (!to || !definition) throw new Error(`release ${desired.release} was made and is not there`);
  await confirmProtection(await clients.apiGateway(), {
    api: stage.api,
    deployment: to.deploymentId,
    definition,
    context,
  });
  if (deployed.changes.some(({ resource }) => resource === 'role')) await rights.over(context.note, context.signal);
  await startCanaryOf({ config, stage, to, percent, needs: { obstacles: [], warnings: [], rights: {} } }, parts);
  return { ...deployed, url: stage.url };
}
