/** API Gateway's v2 control plane: HTTP APIs, and the operations that it refuses by name. */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { createApi } from './apis/create-api.ts';
import { deleteApi } from './apis/delete-api.ts';
import { getApi, getApis } from './apis/get-apis.ts';
import { importApi, reimportApi } from './apis/import-api.ts';
import { deleteCorsConfiguration, updateApi } from './apis/update-api.ts';
import * as authorizers from './authorizers/authorizer-operations.ts';
import * as deployments from './deployments/deployment-operations.ts';
import * as apiMappings from './domain-names/api-mapping-operations.ts';
import * as domains from './domain-names/domain-name-operations.ts';
import { exportApi } from './export/export-api.ts';
import * as integrations from './integrations/integration-operations.ts';
import * as routes from './routes/route-operations.ts';
import * as stages from './stages/stage-operations.ts';
import { getTags, tagResource, untagResource } from './tags/tag-operations.ts';
import { unsupported } from './unsupported.ts';

export const service: ServiceDefinition = {
  id: 'apigatewayv2',
  signingNames: ['apigateway'],
  constraintError: 'BadRequestException',
  protocols: [{ type: 'rest-json', roots: ['v2'] }],
  operations: [
    ...[createApi, getApi, getApis, updateApi, deleteApi, importApi, reimportApi, exportApi, deleteCorsConfiguration],
    ...Object.values(routes),
    ...Object.values(integrations),
    ...Object.values(authorizers),
    ...Object.values(deployments),
    ...Object.values(stages),
    ...[domains.createDomainName, domains.getDomainName, domains.getDomainNames],
    ...[domains.updateDomainName, domains.deleteDomainName],
    ...Object.values(apiMappings),
    ...[tagResource, untagResource, getTags],
    ...unsupported,
  ],
};
