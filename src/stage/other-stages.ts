/**
 * Stops the removal of an API that has other stages. Only an API that somebody else created is likely to have any, but
 * nothing in AWS says who created it, and `adopts` may no longer be in apikit.yaml.
 */
import { stagesOf } from '../aws/api-gateway/stages.ts';
import type { Clients } from '../aws/sdk/clients.ts';
import { undefinedIfNotFound } from '../aws/sdk/errors/sdk-error.ts';
import type { StageConfig } from '../config/config.ts';
import type { Plan } from '../engine/plan.ts';
import type { Observed } from '../engine/resource.ts';
import { ApikitError } from '../errors.ts';
import { isDuplicateId } from './leftovers/duplicates.ts';

/**
 * Makes one read for each REST API that the plan deletes, except for duplicates: a lost response left these, and they
 * go with the stage whatever they have (docs/adr/0004). Throws `OtherStages`.
 */
export async function refuseOtherStages(
  { app, stage, region }: StageConfig,
  { steps }: Plan,
  observed: ReadonlyMap<string, Observed>,
  clients: Clients,
): Promise<void> {
  const deleted = steps.filter(
    ({ kind, action, resource }) => kind === 'rest-api' && action === 'delete' && !isDuplicateId(resource),
  );
  for (const { resource } of deleted) {
    const restApiId = String(observed.get(resource)?.attributes.id);
    const stages = await undefinedIfNotFound(stagesOf(await clients.apiGateway(), restApiId));
    const names = (stages ?? []).map(({ stageName = '' }) => stageName);
    const others = names.filter((name) => name !== stage);
    if (others.length === 0) continue;
    throw new ApikitError(
      'OtherStages',
      `API ${restApiId} of ${app}/${stage} also has ${others.join(', ')}, which apikit does not manage, and would be deleted with all its stages. Nothing was deleted.`,
      {
        hint: `If nobody needs the other stages, delete each: aws apigateway delete-stage --region ${region} --rest-api-id ${restApiId} --stage-name ${others[0]}. Then run the same command again.`,
      },
    );
  }
}
