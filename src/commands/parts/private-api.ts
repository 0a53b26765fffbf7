/** Stops commands that send requests to a private API from a machine that cannot reach it. */
import { reachesPrivate } from '../../aws/releases/private-reach.ts';
import type { StageConfig } from '../../config/config.ts';
import { ApikitError } from '../../errors.ts';
import type { LiveStage } from '../../stage/releases/live-stage.ts';

/** Throws `PrivateApi` before anything is sent. */
export async function requireReach({ app, stage }: StageConfig, { url, isPrivate }: LiveStage): Promise<void> {
  if (!isPrivate || (await reachesPrivate(url))) return;
  throw new ApikitError(
    'PrivateApi',
    `The API of ${app}/${stage} is private, and this machine is in none of the VPCs that reach it. Nothing was sent.`,
    {
      hint: `Run the command in such a VPC. API Gateway itself can run the safe requests from everywhere: apikit deploy --stage ${stage} --smoke`,
    },
  );
}
