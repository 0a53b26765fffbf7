import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { deployedApi } from '../deployed-api.ts';
import { STAGE } from '../marks.ts';
import { outcome } from '../outcome.ts';
import type { Probe } from '../probe.ts';

const VALUES = { listed: 'a Z-0._:/?&=,', apostrophe: "a'b", hash: 'a#b', tilde: 'a~b' };
const REFUSED = 'BadRequestException';

export const probe: Probe = {
  id: 'stage-variable-characters',
  title: 'Values of stage variables have only letters, digits, spaces and -._:/?&=.',
  expected: { listed: 'accepted', apostrophe: REFUSED, hash: REFUSED, tilde: REFUSED },
  async run(world) {
    const { id: restApiId } = await deployedApi(world);
    const client = await world.clients.apiGateway();
    const said: Record<string, string> = {};
    for (const [what, value] of Object.entries(VALUES)) {
      const patchOperations = [{ op: 'replace' as const, path: `/variables/${what}`, value }];
      said[what] = await outcome(
        client.send(new UpdateStageCommand({ restApiId, stageName: STAGE, patchOperations })),
        REFUSED,
      );
    }
    return said;
  },
};
