import { GetClientCertificatesCommand, GetSdkTypesCommand } from '@aws-sdk/client-api-gateway';
import { expect, test } from 'vitest';
import { refusal, useGatewayCloud } from './gateway-cloud.ts';

const cloud = useGatewayCloud();

test.each([
  ['GetSdkTypes', () => cloud.client.send(new GetSdkTypesCommand({}))],
  ['GetClientCertificates', () => cloud.client.send(new GetClientCertificatesCommand({}))],
])('%s is rejected by name', async (name, call) => {
  expect(await refusal(call())).toEqual({
    name: 'NotImplementedException',
    message: `API Gateway's ${name} is not emulated by apikit's embedded cloud.`,
    status: 501,
  });
});
