import {
  CreateRequestValidatorCommand,
  DeleteRequestValidatorCommand,
  GetRequestValidatorCommand,
  UpdateRequestValidatorCommand,
} from '@aws-sdk/client-api-gateway';
import { expect, test } from 'vitest';
import { createApi } from './deployed-api.ts';
import { answer, refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

async function validator() {
  const { restApiId } = await createApi(cloud.client);
  const { id } = await cloud.client.send(new CreateRequestValidatorCommand({ restApiId, name: 'body' }));
  return { restApiId, requestValidatorId: id! };
}

test('a new validator validates nothing by default', async () => {
  const key = await validator();
  const patchOperations = [{ op: 'replace' as const, path: '/validateRequestBody', value: 'true' }];

  const updated = await cloud.client.send(new UpdateRequestValidatorCommand({ ...key, patchOperations }));

  expect(answer(updated)).toEqual({
    id: key.requestValidatorId,
    name: 'body',
    validateRequestBody: true,
    validateRequestParameters: false,
  });
});

test('an unknown path gets an error that lists the known ones', async () => {
  const key = await validator();
  const patchOperations = [{ op: 'replace' as const, path: '/body', value: 'true' }];

  const call = cloud.client.send(new UpdateRequestValidatorCommand({ ...key, patchOperations }));

  expect((await refusal(call)).message).toBe(
    "Invalid patch path  '/body' specified for op 'replace'. Must be one of: [/name, /validateRequestParameters, /validateRequestBody]",
  );
});

test('a deleted validator is unknown, and so is one of an unknown API', async () => {
  const key = await validator();
  await cloud.client.send(new DeleteRequestValidatorCommand(key));
  const unknown = { name: 'NotFoundException', message: 'Invalid Request Validator identifier specified', status: 404 };

  expect(await refusal(cloud.client.send(new GetRequestValidatorCommand(key)))).toEqual(unknown);
  const elsewhere = new GetRequestValidatorCommand({ ...key, restApiId: 'nope' });
  expect(await refusal(cloud.client.send(elsewhere))).toEqual(unknown);
});
