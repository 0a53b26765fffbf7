/** Compiles the integration of a method into the function that carries it out. */
import type { Integration } from '../../state/apis/model.ts';
import { configurationError } from '../gateway-error.ts';
import type { IntegrationRunner } from '../invocation.ts';
import { compileHttpCall } from './http-call.ts';
import { compileLambdaCall } from './lambda-call.ts';
import { compileLambdaProxy } from './lambda-proxy.ts';
import { compileMock } from './mock.ts';
import { compileServiceCall } from './service-call.ts';
import { isLambdaUri, unsupportedIntegration } from './unsupported-integration.ts';

/** Each integration is compiled at its first call, so that an invalid one affects only its own method. */
export function compileIntegration(integration: Integration | undefined): IntegrationRunner {
  let runner: IntegrationRunner | undefined;
  return (invocation, cloud) => {
    runner ??= chooseIntegration(integration);
    return runner(invocation, cloud);
  };
}

/**
 * A deployment refuses integrations that are not emulated (`services/apigateway/unsupported.ts`). This check is for a
 * snapshot from before.
 */
function chooseIntegration(integration: Integration | undefined): IntegrationRunner {
  if (integration === undefined) return refuse('the method has no integration');
  const reason = unsupportedIntegration(integration);
  if (reason !== undefined) return refuse(`${reason} is not emulated`);
  switch (integration.type) {
    case 'AWS_PROXY':
      return compileLambdaProxy(integration);
    case 'AWS':
      return isLambdaUri(integration.uri ?? '') ? compileLambdaCall(integration) : compileServiceCall(integration);
    case 'HTTP':
    case 'HTTP_PROXY':
      return compileHttpCall(integration);
    default:
      return compileMock(integration);
  }
}

function refuse(reason: string): IntegrationRunner {
  return () => {
    throw configurationError(reason);
  };
}
