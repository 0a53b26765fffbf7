import { expect, it } from 'vitest';
import { resolveStage } from '../../../src/config/resolve.ts';
import { ownFunctionCalls } from '../../../src/contract/in-stage/own-function-calls.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';

const uri = (name: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:${name}/invocations`;
const integration = (name: string) => ({
  get: {
    operationId: `get${name.length}`,
    'x-apikit': {
      integration: { type: 'aws', httpMethod: 'POST', uri: uri(name), responses: { default: { statusCode: 200 } } },
    },
    responses: { 200: { description: 'ok' } },
  },
});

it('reports an integration that calls the function of the stage itself', () => {
  const text = JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'x', version: '1' },
    paths: {
      '/own': integration('shop-dev'),
      '/alias': integration('shop-dev:live'),
      '/other': integration('shop-prod'),
    },
  });
  const config = resolveStage(
    { name: 'shop', function: { entry: 'a.ts', runtime: 'nodejs22.x' }, stages: { dev: {} } },
    'dev',
    { root: '/', defaultRegion: 'eu-west-1' },
  );
  expect(ownFunctionCalls(parseContract(text, 'openapi.json'), config)).toMatchObject([
    { path: ['paths', '/own', 'get', 'x-apikit', 'integration', 'uri'] },
    { path: ['paths', '/alias', 'get', 'x-apikit', 'integration', 'uri'] },
  ]);
});
