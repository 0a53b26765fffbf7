/**
 * Operations of API Gateway v2 that are refused by name. Their routes are known, so that the error names the operation.
 */
import { notImplemented } from '../../cloud/aws-error.ts';
import { type Operation, operation } from '../../cloud/operation.ts';

const API = '/v2/apis/{apiId}';
const INTEGRATION_RESPONSES = `${API}/integrations/{integrationId}/integrationresponses`;
const ROUTE_RESPONSES = `${API}/routes/{routeId}/routeresponses`;
const DOMAIN = '/v2/domainnames/{domainName}';

const ROUTES: Readonly<Record<string, string>> = {
  CreateIntegrationResponse: `POST ${INTEGRATION_RESPONSES}`,
  GetIntegrationResponses: `GET ${INTEGRATION_RESPONSES}`,
  GetIntegrationResponse: `GET ${INTEGRATION_RESPONSES}/{integrationResponseId}`,
  UpdateIntegrationResponse: `PATCH ${INTEGRATION_RESPONSES}/{integrationResponseId}`,
  DeleteIntegrationResponse: `DELETE ${INTEGRATION_RESPONSES}/{integrationResponseId}`,
  CreateRouteResponse: `POST ${ROUTE_RESPONSES}`,
  GetRouteResponses: `GET ${ROUTE_RESPONSES}`,
  GetRouteResponse: `GET ${ROUTE_RESPONSES}/{routeResponseId}`,
  UpdateRouteResponse: `PATCH ${ROUTE_RESPONSES}/{routeResponseId}`,
  DeleteRouteResponse: `DELETE ${ROUTE_RESPONSES}/{routeResponseId}`,
  DeleteRouteRequestParameter: `DELETE ${API}/routes/{routeId}/requestparameters/{requestParameterKey}`,
  CreateModel: `POST ${API}/models`,
  GetModels: `GET ${API}/models`,
  GetModel: `GET ${API}/models/{modelId}`,
  UpdateModel: `PATCH ${API}/models/{modelId}`,
  DeleteModel: `DELETE ${API}/models/{modelId}`,
  GetModelTemplate: `GET ${API}/models/{modelId}/template`,
  CreateRoutingRule: `POST ${DOMAIN}/routingrules`,
  ListRoutingRules: `GET ${DOMAIN}/routingrules`,
  GetRoutingRule: `GET ${DOMAIN}/routingrules/{routingRuleId}`,
  PutRoutingRule: `PUT ${DOMAIN}/routingrules/{routingRuleId}`,
  DeleteRoutingRule: `DELETE ${DOMAIN}/routingrules/{routingRuleId}`,
  CreateVpcLink: 'POST /v2/vpclinks',
  GetVpcLinks: 'GET /v2/vpclinks',
  GetVpcLink: 'GET /v2/vpclinks/{vpcLinkId}',
  UpdateVpcLink: 'PATCH /v2/vpclinks/{vpcLinkId}',
  DeleteVpcLink: 'DELETE /v2/vpclinks/{vpcLinkId}',
  CreatePortal: 'POST /v2/portals',
  ListPortals: 'GET /v2/portals',
  CreatePortalProduct: 'POST /v2/portalproducts',
  ListPortalProducts: 'GET /v2/portalproducts',
};

export const unsupported: readonly Operation[] = Object.entries(ROUTES).map(([name, http]) =>
  operation({
    name,
    http,
    refused: true,
    // The body is not read, so it can have any content.
    rawBody: true,
    run() {
      throw notImplemented(`API Gateway v2's ${name}`);
    },
  }),
);
