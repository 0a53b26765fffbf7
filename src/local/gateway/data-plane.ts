/** The gateway as the control plane asks it: what it cannot serve, and tests of single methods and authorizers. */
import type { Cloud, DataPlane } from '../cloud.ts';
import { unsupportedIntegration } from './integrations/unsupported-integration.ts';
import { testAuthorizer } from './test-authorizer.ts';
import { testMethod } from './test-method.ts';

/** `cloud` is asked for at the first call, since it holds what is made here. */
export function createDataPlane(cloud: () => Cloud): DataPlane {
  return {
    unsupported: ({ methodIntegration }) => methodIntegration && unsupportedIntegration(methodIntegration),
    test: (request) => testMethod(cloud(), request),
    testAuthorizer: (request) => testAuthorizer(cloud(), request),
  };
}
