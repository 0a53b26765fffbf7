import { CreateDeploymentCommand, GetExportCommand, PutRestApiCommand } from '@aws-sdk/client-api-gateway';
import { sameModel } from '../../../src/contract/export/live-schema.ts';
import { emptyApi, mock } from '../deployed-api.ts';
import { CouldNotTell, type Probe } from '../probe.ts';

const STAGE = 'exported';
const SCHEMA = {
  type: 'object',
  required: ['second', 'first'],
  additionalProperties: false,
  properties: {
    first: { type: 'string', minLength: 1, pattern: '^[a-z]+$' },
    second: { oneOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
    third: { type: 'array', minItems: 1, items: { type: 'string', enum: ['a', 'b'] } },
  },
};

export const probe: Probe = {
  id: 'export-as-put',
  title: 'GetExport returns models, and the version of the document, as PutRestApi received them.',
  expected: { version: '7.1', model: 'as it was put' },
  async run(world) {
    const { id: restApiId } = await world.once('empty', () => emptyApi(world, 'empty'));
    const client = await world.clients.apiGateway();
    const content = { 'application/json': { schema: { $ref: '#/components/schemas/Exported' } } };
    const definition = {
      openapi: '3.0.1',
      info: { title: world.name('exported'), version: '7.1' },
      paths: { '/exported': { post: mock({ requestBody: { required: true, content } }) } },
      components: { schemas: { Exported: SCHEMA } },
    };
    // Parts that others have put there may not be deployable.
    const body = Buffer.from(JSON.stringify(definition));
    await client.send(new PutRestApiCommand({ restApiId, mode: 'overwrite', failOnWarnings: true, body }));
    await client.send(new CreateDeploymentCommand({ restApiId, stageName: STAGE }));
    const answer = await client.send(
      new GetExportCommand({ restApiId, stageName: STAGE, exportType: 'oas30', accepts: 'application/json' }),
    );
    const exported = JSON.parse(new TextDecoder().decode(answer.body));
    const model = exported.components?.schemas?.Exported;
    if (model === undefined) throw new CouldNotTell('The export has no model of the name that was put.');
    return { version: exported.info.version, model: sameModel(SCHEMA, model) ? 'as it was put' : model };
  },
};
