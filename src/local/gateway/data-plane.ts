/**
 * The functions of the gateway that the control plane calls: which methods it cannot serve, and tests of single methods
 * and authorizers.
 */
import type { Cloud, DataPlane } from '../cloud/cloud.ts';
import { unsupportedIntegration } from './integrations/unsupported-integration.ts';
import { testAuthorizer } from './test-authorizer.ts';
import { testMethod } from './test-method.ts';

/** `cloud` is a function, because the cloud holds the data plane that is created here. */
export function createDataPlane(cloud: () => Cloud): DataPlane {
  return {
    unsupported: ({ methodIntegration }) => methodIntegration && unsupportedIntegration(methodIntegration),
    test: (request) => testMethod(cloud(), request),
    testAuthorizer: (request) => testAuthorizer(cloud(), request),
  };
}
