/** Stops commands that send requests to a stage that does not answer this machine. */
import { outOfReach } from '../../aws/releases/private-reach.ts';
import type { StageConfig } from '../../config/config.ts';
import { ApikitError } from '../../errors.ts';
import type { LiveStage } from '../../stage/releases/live-stage.ts';

/** Throws `PrivateApi` or `NeedsClientCertificate` before anything is sent. */
export async function requireReach({ app, stage }: StageConfig, { url, reach }: LiveStage): Promise<void> {
  const why = await outOfReach(reach, url);
  if (why === undefined) return;
  const rehearsal = `API Gateway itself can run the safe requests from everywhere: apikit deploy --stage ${stage} --smoke`;
  throw new ApikitError(
    reach === 'vpc' ? 'PrivateApi' : 'NeedsClientCertificate',
    `No request can be sent to ${app}/${stage}: ${why}. Nothing was sent.`,
    { hint: reach === 'vpc' ? `Run the command in such a VPC. ${rehearsal}` : rehearsal },
  );
}
