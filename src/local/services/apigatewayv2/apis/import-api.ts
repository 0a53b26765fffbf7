/** ImportApi and ReimportApi: an HTTP API from an OpenAPI 3.0 document. */
import type { OperationContext } from '../../../cloud/operation.ts';
import type { HttpApi } from '../../../state/http-apis/model.ts';
import { checkIssuer } from '../authorizers/check-issuer.ts';
import { autoDeploy } from '../deployments/auto-deploy.ts';
import { newApiId, newLongId, newShortId } from '../identifiers.ts';
import { importDocument } from '../import/import-document.ts';
import { parseDocument } from '../import/parse-document.ts';
import { operation } from '../operation.ts';
import { apis, definitions, EMPTY_DEFINITION, requireApi, requireDefinition } from '../state.ts';
import { API_KEY_SELECTION, apiEndpoint, ROUTE_SELECTION } from './api-rules.ts';
import { apiView } from './api-view.ts';

export const importApi = operation('ImportApi', (input, context) => {
  const ApiId = newApiId(context);
  const api: HttpApi = {
    ApiId,
    Name: '',
    ProtocolType: 'HTTP',
    ApiEndpoint: apiEndpoint(context, ApiId),
    ApiKeySelectionExpression: API_KEY_SELECTION,
    RouteSelectionExpression: ROUTE_SELECTION,
    DisableExecuteApiEndpoint: false,
    IpAddressType: 'ipv4',
    Tags: {},
    createdAt: context.cloud.clock.now(),
  };
  return imported(context, { api, definition: EMPTY_DEFINITION }, input);
});

/** Replaces the whole definition. Routes keep their IDs by their keys, and authorizers by their names. */
export const reimportApi = operation('ReimportApi', async (input, context) => {
  const { ApiId } = input;
  const before = { api: requireApi(context, ApiId), definition: requireDefinition(context, ApiId) };
  const view = await imported(context, before, input);
  autoDeploy(context, ApiId);
  return view;
});

interface Request {
  readonly Body: string;
  readonly Basepath?: string;
  readonly FailOnWarnings?: boolean;
}

async function imported(
  context: OperationContext,
  before: Parameters<typeof importDocument>[0],
  { Body, Basepath = 'ignore', FailOnWarnings = false }: Request,
) {
  const { api, definition, warnings, info } = importDocument(
    before,
    parseDocument(Body, context),
    { basePath: Basepath, failOnWarnings: FailOnWarnings },
    { long: () => newLongId(context), short: () => newShortId(context) },
  );
  for (const authorizer of Object.values(definition.authorizers)) await checkIssuer(context, authorizer);
  apis(context).put(api.ApiId, api);
  definitions(context).put(api.ApiId, definition);
  return {
    ...apiView(api),
    ...(warnings.length > 0 && { Warnings: warnings }),
    ...(info.length > 0 && { ImportInfo: info }),
  };
}
