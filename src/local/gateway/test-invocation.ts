/** Creates an invocation without a client, for the tests that the control plane runs. */
import type { IncomingMessage } from 'node:http';
import type { Cloud, TestRequest } from '../cloud/cloud.ts';
import type { Stage } from '../state/apis/model.ts';
import { beginInvocation } from './begin-invocation.ts';
import type { CompiledDeployment, GatewayTarget, Invocation } from './invocation.ts';
import { createApiFinder } from './region-state.ts';

/** The properties of a connection that handlers and variables read. */
const NO_CONNECTION = { remoteAddress: 'test-invoke-source-ip', localPort: 443 };

/** The caller has already found the API, and sets the route. */
export function testInvocation(
  cloud: Cloud,
  test: TestRequest,
  { httpMethod, path, stageName }: { httpMethod: string; path: string; stageName: string },
  deployment: CompiledDeployment,
): Invocation {
  const { state, api } = createApiFinder(cloud)(test.apiId)!;
  const http = { method: httpMethod, rawHeaders: test.headers, httpVersion: '1.1', socket: NO_CONNECTION };
  return {
    ...beginInvocation(cloud, http as unknown as IncomingMessage, target(test.apiId, stageName, path)),
    isTest: true,
    body: Buffer.from(test.body),
    stage: {
      state,
      scope: state.scope,
      api,
      stage: stageOf(stageName, test),
      deployment,
      variables: test.stageVariables,
      isCanary: undefined,
    },
  };
}

const target = (apiId: string, stageName: string, path: string): GatewayTarget => ({
  apiId,
  rawPath: `/${stageName}${path.startsWith('/') ? '' : '/'}${path}`,
  host: 'host',
});

function stageOf(stageName: string, { stageVariables }: TestRequest): Stage {
  return {
    stageName,
    deploymentId: stageName,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    variables: { ...stageVariables },
    tracingEnabled: false,
    createdDate: 0,
    lastUpdatedDate: 0,
  };
}
