/**
 * Stops the removal of an API that has other stages. Only an API that somebody else created has any, so a stage that
 * took none over is not asked.
 */
import { stagesOf } from '../aws/api-gateway/stages.ts';
import type { Clients } from '../aws/sdk/clients.ts';
import type { StageConfig } from '../config/config.ts';
import type { Observed } from '../engine/resource.ts';
import { ApikitError } from '../errors.ts';

/** Makes one read if the stage took its API over. Throws `OtherStages`. */
export async function refuseOtherStages(
  { app, stage, adopts }: StageConfig,
  observed: ReadonlyMap<string, Observed>,
  clients: Clients,
): Promise<void> {
  const api = observed.get('api');
  if (!api?.owned || adopts?.api === undefined) return;
  const restApiId = String(api.attributes.id);
  const stages = await stagesOf(await clients.apiGateway(), restApiId);
  const others = stages.flatMap(({ stageName }) => (stageName === undefined || stageName === stage ? [] : [stageName]));
  if (others.length === 0) return;
  throw new ApikitError(
    'OtherStages',
    `API ${restApiId} of ${app}/${stage} also has ${others.join(', ')}, which apikit does not manage, and would be deleted with all its stages. Nothing was deleted.`,
    {
      hint: `If nobody needs the other stages, delete each: aws apigateway delete-stage --rest-api-id ${restApiId} --stage-name ${others[0]}. Then run the same command again.`,
    },
  );
}
