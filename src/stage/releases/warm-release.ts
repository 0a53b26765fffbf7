/**
 * Provisioned concurrency when a stage changes its release without a deploy: the release gets as many initialized
 * instances as the one that serves, before it serves. Makes no call for a stage without the setting.
 */
import {
  type Instances,
  listProvisioned,
  type Provisioned,
  provision,
  unprovisionOthers,
} from '../../aws/lambda/provisioned-concurrency.ts';
import { isDenied } from '../../aws/sdk/errors/sdk-error.ts';
import type { StageConfig } from '../../config/config.ts';
import { functionName } from '../../naming/names.ts';
import { type RunParts, stageContext } from '../stage-run.ts';

/** Returns the instances that this version lacks; `undefined` if there are enough. Reads only. */
export async function missingInstances(
  config: StageConfig,
  version: string,
  parts: RunParts,
): Promise<Instances | undefined> {
  const provisioned = await provisionedOf(config, parts);
  const executions = Math.max(0, ...provisioned.map((one) => one.executions));
  const own = provisioned.find((one) => one.version === version && one.status === 'READY');
  return executions > (own?.executions ?? 0) ? { version, executions } : undefined;
}

/** Throws `NotProvisioned`. */
export async function warmUp(config: StageConfig, instances: Instances, parts: RunParts): Promise<void> {
  const { clients, clock } = parts;
  const work = { client: await clients.lambda(), clock, context: stageContext(config.stage, parts) };
  await provision(work, functionName(config), instances, []);
}

/** Ends the instances of all versions but the one that serves. */
export async function endOtherInstances(config: StageConfig, serves: string, parts: RunParts): Promise<void> {
  const provisioned = await provisionedOf(config, parts);
  if (!provisioned.some(({ version }) => version === serves)) return;
  await unprovisionOthers(await parts.clients.lambda(), functionName(config), provisioned, serves);
}

/** Without sources, the setting is not known, and the caller may lack the permission that only the setting needs. */
async function provisionedOf(config: StageConfig, { clients }: RunParts): Promise<Provisioned[]> {
  if (!config.provisionedConcurrency && !config.withoutSources) return [];
  try {
    return await listProvisioned(await clients.lambda(), functionName(config));
  } catch (error) {
    if (config.withoutSources && isDenied(error)) return [];
    throw error;
  }
}
