/** API Gateway's REST API (v1) control plane: its operations, and those that it refuses by name. */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { getAccount, updateAccount } from './account/account-operations.ts';
import { createApiKey } from './api-keys/create-api-key.ts';
import { deleteApiKey, getApiKey, getApiKeys } from './api-keys/get-api-keys.ts';
import { importApiKeys } from './api-keys/import-api-keys.ts';
import { updateApiKey } from './api-keys/update-api-key.ts';
import { createAuthorizer } from './authorizers/create-authorizer.ts';
import { flushStageAuthorizersCache } from './authorizers/flush-stage-authorizers-cache.ts';
import { deleteAuthorizer, getAuthorizer, getAuthorizers } from './authorizers/get-authorizers.ts';
import { testInvokeAuthorizer } from './authorizers/test-invoke-authorizer.ts';
import { updateAuthorizer } from './authorizers/update-authorizer.ts';
import { createDeployment } from './deployments/create-deployment.ts';
import { deleteDeployment } from './deployments/delete-deployment.ts';
import { getDeployment, getDeployments } from './deployments/get-deployments.ts';
import { updateDeployment } from './deployments/update-deployment.ts';
import {
  createDocumentationPart,
  deleteDocumentationPart,
  getDocumentationPart,
  getDocumentationParts,
  updateDocumentationPart,
} from './documentation/documentation-parts.ts';
import * as documentationVersions from './documentation/documentation-versions.ts';
import { importDocumentationParts } from './documentation/import-documentation-parts.ts';
import {
  createBasePathMapping,
  deleteBasePathMapping,
  getBasePathMapping,
  getBasePathMappings,
} from './domain-names/base-path-mappings.ts';
import { createDomainName } from './domain-names/create-domain-name.ts';
import { deleteDomainName } from './domain-names/delete-domain-name.ts';
import { getDomainName, getDomainNames } from './domain-names/get-domain-names.ts';
import { updateBasePathMapping } from './domain-names/update-base-path-mapping.ts';
import { updateDomainName } from './domain-names/update-domain-name.ts';
import { getExport } from './export/get-export.ts';
import * as gatewayResponses from './gateway-responses/gateway-responses.ts';
import * as integrationResponses from './integration-responses/integration-responses.ts';
import { deleteIntegration, getIntegration } from './integrations/get-integration.ts';
import { putIntegration } from './integrations/put-integration.ts';
import { updateIntegration } from './integrations/update-integration.ts';
import * as methodResponses from './method-responses/method-responses.ts';
import { deleteMethod, getMethod } from './methods/get-method.ts';
import { putMethod } from './methods/put-method.ts';
import { updateMethod } from './methods/update-method.ts';
import * as models from './models/models.ts';
import * as requestValidators from './request-validators/request-validators.ts';
import { createResource } from './resources/create-resource.ts';
import { deleteResource } from './resources/delete-resource.ts';
import { getResource, getResources } from './resources/get-resources.ts';
import { updateResource } from './resources/update-resource.ts';
import { createRestApi } from './rest-apis/create-rest-api.ts';
import { deleteRestApi } from './rest-apis/delete-rest-api.ts';
import { getRestApi, getRestApis } from './rest-apis/get-rest-apis.ts';
import { importRestApi, putRestApi } from './rest-apis/put-rest-api.ts';
import { updateRestApi } from './rest-apis/update-rest-api.ts';
import { createStage } from './stages/create-stage.ts';
import { flushStageCache } from './stages/flush-stage-cache.ts';
import { deleteStage, getStage, getStages } from './stages/get-stages.ts';
import { updateStage } from './stages/update-stage.ts';
import { getTags, tagResource, untagResource } from './tags/tag-operations.ts';
import { testInvokeMethod } from './test-invoke/test-invoke-method.ts';
import { unsupported } from './unsupported.ts';
import { createUsagePlan } from './usage-plans/create-usage-plan.ts';
import { getUsage } from './usage-plans/get-usage.ts';
import { deleteUsagePlan, getUsagePlan, getUsagePlans } from './usage-plans/get-usage-plans.ts';
import { updateUsage } from './usage-plans/update-usage.ts';
import { updateUsagePlan } from './usage-plans/update-usage-plan.ts';
import {
  createUsagePlanKey,
  deleteUsagePlanKey,
  getUsagePlanKey,
  getUsagePlanKeys,
} from './usage-plans/usage-plan-keys.ts';
import { createVpcLink, deleteVpcLink, getVpcLink, getVpcLinks, updateVpcLink } from './vpc-links/vpc-links.ts';

export const service: ServiceDefinition = {
  id: 'apigateway',
  signingNames: ['apigateway'],
  constraintError: 'ValidationException',
  bodyIsMember: true,
  protocols: [
    {
      type: 'rest-json',
      roots: [
        'restapis',
        'apikeys',
        'usageplans',
        'account',
        'tags',
        'sdktypes',
        'domainnames',
        'vpclinks',
        'clientcertificates',
        'domainnameaccessassociations',
        'rejectdomainnameaccessassociations',
      ],
    },
  ],
  operations: [
    ...[createRestApi, getRestApi, getRestApis, updateRestApi, deleteRestApi, putRestApi, importRestApi],
    ...[createResource, getResource, getResources, updateResource, deleteResource],
    ...[putMethod, getMethod, updateMethod, deleteMethod, testInvokeMethod],
    ...Object.values(methodResponses),
    ...[putIntegration, getIntegration, updateIntegration, deleteIntegration],
    ...Object.values(integrationResponses),
    ...Object.values(models),
    ...Object.values(requestValidators),
    ...[createAuthorizer, getAuthorizer, getAuthorizers, updateAuthorizer, deleteAuthorizer],
    ...[flushStageAuthorizersCache, testInvokeAuthorizer],
    ...Object.values(gatewayResponses),
    ...[createDocumentationPart, getDocumentationPart, getDocumentationParts, updateDocumentationPart],
    ...[deleteDocumentationPart, importDocumentationParts],
    ...Object.values(documentationVersions),
    ...[createDeployment, getDeployment, getDeployments, updateDeployment, deleteDeployment, getExport],
    ...[createDomainName, getDomainName, getDomainNames, updateDomainName, deleteDomainName],
    ...[createBasePathMapping, getBasePathMapping, getBasePathMappings, updateBasePathMapping, deleteBasePathMapping],
    ...[createStage, getStage, getStages, updateStage, deleteStage, flushStageCache],
    ...[createUsagePlan, getUsagePlan, getUsagePlans, updateUsagePlan, deleteUsagePlan, getUsage, updateUsage],
    ...[createUsagePlanKey, getUsagePlanKey, getUsagePlanKeys, deleteUsagePlanKey],
    ...[createApiKey, getApiKey, getApiKeys, updateApiKey, deleteApiKey, importApiKeys],
    ...[getAccount, updateAccount],
    ...[tagResource, untagResource, getTags],
    createVpcLink,
    getVpcLinks,
    getVpcLink,
    updateVpcLink,
    deleteVpcLink,
    ...unsupported,
  ],
};
