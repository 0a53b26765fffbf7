/** From a method's integration to what carries it out. */
import type { Cloud } from '../../cloud.ts';
import type { Integration } from '../../services/apigateway/model.ts';
import { configurationError } from '../gateway-error.ts';
import type { Answer, Invocation } from '../invocation.ts';
import { compileLambdaProxy } from './lambda-proxy.ts';
import { compileMock } from './mock.ts';

/** Throws `GatewayError`. */
export type IntegrationRunner = (invocation: Invocation, cloud: Cloud) => Answer | Promise<Answer>;

/** Compiled at the first call, so that one broken integration breaks its own method alone. */
export function compileIntegration(integration: Integration | undefined): IntegrationRunner {
  let runner: IntegrationRunner | undefined;
  return (invocation, cloud) => {
    runner ??= chooseIntegration(integration);
    return runner(invocation, cloud);
  };
}

/** Types that are not emulated are refused when they are called, by name. */
function chooseIntegration(integration: Integration | undefined): IntegrationRunner {
  if (integration === undefined) return refuse('the method has no integration');
  if (integration.responseTransferMode === 'STREAM') return refuse('response streaming is not emulated');
  switch (integration.type) {
    case 'AWS_PROXY':
      return compileLambdaProxy(integration);
    case 'MOCK':
      return compileMock(integration);
    default:
      return refuse(`integration type ${integration.type} is not emulated yet`);
  }
}

function refuse(reason: string): IntegrationRunner {
  return () => {
    throw configurationError(reason);
  };
}
