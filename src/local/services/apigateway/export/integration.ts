/**
 * Converts an integration to `x-amazon-apigateway-integration`. Values that AWS fills in by default are left out
 * [recorded].
 */
import type { Integration, IntegrationResponse } from '../../../state/apis/model.ts';
import { compact } from '../members.ts';

const DEFAULT_TIMEOUT_MS = 29_000;

export function exportIntegration(integration: Integration, resourceId: string): Record<string, unknown> {
  const { type, passthroughBehavior, timeoutInMillis, cacheNamespace, cacheKeyParameters, connectionType } =
    integration;
  const { integrationResponses, responseTransferMode: _, ...rest } = integration;
  return compact({
    ...rest,
    type: type.toLowerCase(),
    passthroughBehavior: passthroughBehavior?.toLowerCase(),
    timeoutInMillis: timeoutInMillis === DEFAULT_TIMEOUT_MS ? undefined : timeoutInMillis,
    cacheNamespace: cacheNamespace === resourceId ? undefined : cacheNamespace,
    cacheKeyParameters: cacheKeyParameters?.length ? cacheKeyParameters : undefined,
    connectionType: connectionType === 'VPC_LINK' ? connectionType : undefined,
    responses: integrationResponses && exportResponses(Object.values(integrationResponses)),
  });
}

const exportResponses = (responses: readonly IntegrationResponse[]) =>
  Object.fromEntries(responses.map(({ selectionPattern, ...response }) => [selectionPattern || 'default', response]));
