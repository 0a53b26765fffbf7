/**
 * Provisioned concurrency when a stage changes its release without a deploy: the release gets as many initialized
 * instances as the one that serves, before it serves. Makes no call for a stage without the setting.
 */
import {
  endScaling,
  readScaling,
  type ScaledVersion,
  type Scaling,
  scale,
} from '../../aws/lambda/concurrency-scaling.ts';
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
import { stageTags } from '../../naming/tags.ts';
import { type RunParts, stageContext } from '../stage-run.ts';

/** The instances that a version needs before it serves, and the scaling that it then has. */
export interface WarmInstances extends Instances {
  readonly scaling?: Scaling;
}

/** Returns the instances that this version lacks; `undefined` if there are enough. Reads only. */
export async function missingInstances(
  config: StageConfig,
  version: string,
  parts: RunParts,
): Promise<WarmInstances | undefined> {
  const provisioned = await provisionedOf(config, parts);
  const executions = Math.max(0, ...provisioned.map((one) => one.executions));
  const own = provisioned.find((one) => one.version === version && one.status === 'READY');
  const scaled = await scaledOf(config, provisioned, parts);
  const [other] = scaled.filter((one) => one.version !== version);
  const isScaled = scaled.some((one) => one.version === version);
  if (executions <= (own?.executions ?? 0) && (isScaled || !other)) return undefined;
  return { version, executions, ...(other && !isScaled && { scaling: other }) };
}

/** Throws `NotProvisioned`. */
export async function warmUp(config: StageConfig, instances: WarmInstances, parts: RunParts): Promise<void> {
  const { clients, clock } = parts;
  const { scaling, ...wanted } = instances;
  const work = { client: await clients.lambda(), clock, context: stageContext(config.stage, parts) };
  await provision(work, functionName(config), wanted, []);
  if (!scaling) return;
  const scaled = { ...scaling, version: wanted.version };
  await scale(await clients.autoScaling(), functionName(config), scaled, stageTags(config));
}

/** Ends the instances of all versions but the one that serves, and their scaling. */
export async function endOtherInstances(config: StageConfig, serves: string, parts: RunParts): Promise<void> {
  const provisioned = await provisionedOf(config, parts);
  if (!provisioned.some(({ version }) => version === serves)) return;
  // The scaling would bring the instances back.
  for (const { version } of await scaledOf(config, provisioned, parts)) {
    if (version !== serves) await endScaling(await parts.clients.autoScaling(), functionName(config), version);
  }
  await unprovisionOthers(await parts.clients.lambda(), functionName(config), provisioned, serves);
}

/** Makes no call for a stage without scaling. */
async function scaledOf(
  { provisionedConcurrency, withoutSources, ...config }: StageConfig,
  provisioned: readonly Provisioned[],
  { clients }: RunParts,
): Promise<ScaledVersion[]> {
  const isScaled = provisionedConcurrency ? provisionedConcurrency.scaling : undefined;
  if (provisioned.length === 0 || (!isScaled && !withoutSources)) return [];
  const versions = provisioned.map(({ version }) => version);
  try {
    return await readScaling(await clients.autoScaling(), functionName(config), versions);
  } catch (error) {
    if (withoutSources && isDenied(error)) return [];
    throw error;
  }
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
