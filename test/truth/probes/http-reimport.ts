import { GetApiCommand } from '@aws-sdk/client-apigatewayv2';
import { deployedHttpApi, TITLE } from '../deployed-http-api.ts';
import { EXPIRES_TAG } from '../marks.ts';
import type { Probe } from '../probe.ts';

export const probe: Probe = {
  id: 'http-reimport',
  title: 'ReimportApi gives an HTTP API the title of its definition as the name, and keeps its tags.',
  expected: { named: true, tagged: true },
  async run(world) {
    const ApiId = await deployedHttpApi(world);
    const { Name, Tags = {} } = await (await world.clients.apiGatewayV2()).send(new GetApiCommand({ ApiId }));
    return { named: Name === world.name(TITLE), tagged: EXPIRES_TAG in Tags };
  },
};
