/** A deploy that leaves the serving release in place. Pure. */
import type { StageConfig } from '../../config/config.ts';
import type { Observation } from '../../engine/observe.ts';
import type { Resource } from '../../engine/resource.ts';
import { ApikitError, EXIT } from '../../errors.ts';

/** Returns the resources of a deploy that does not change which release the stage serves. Throws `FirstRelease`. */
export function keepLiveRelease(
  { app, stage }: StageConfig,
  resources: readonly Resource[],
  observation: Observation,
): Resource[] {
  const live = observation.observed.get('stage')?.attributes;
  if (!live)
    throw new ApikitError(
      'FirstRelease',
      `${app}/${stage} serves nothing yet, so its first release cannot be a canary.`,
      {
        exitCode: EXIT.usage,
        hint: `Deploy it as a whole: apikit deploy --stage ${stage}`,
      },
    );
  return resources.map((resource) =>
    resource.id === 'stage'
      ? { ...resource, properties: { ...resource.properties, deployment: String(live.deploymentId) } }
      : resource,
  );
}
