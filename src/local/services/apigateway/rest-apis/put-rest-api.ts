/** PutRestApi and ImportRestApi: create or replace an API from one OpenAPI document, which is read in `import/`. */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { ApiDefinition, RestApi } from '../../../state/apis/model.ts';
import { partsIn, putParts } from '../documentation/imported-parts.ts';
import { badRequest } from '../errors.ts';
import { newLongId, newShortId } from '../identifiers.ts';
import { type ImportOptions, importDocument } from '../import/import-document.ts';
import { parseDocument } from '../import/parse-document.ts';
import { flag, type Members, requiredText, structure, text } from '../members.ts';
import { definitions, emptyDefinition, nowSeconds, requireApi, requireDefinition, restApis } from '../state.ts';
import { withRoot } from './create-rest-api.ts';
import { defaultAddressType, isEndpointType } from './endpoint.ts';
import { restApiView } from './rest-api-view.ts';

export const putRestApi = operation({
  name: 'PutRestApi',
  http: 'PUT /restapis/{restApiId}',
  rawBody: true,
  run(input: Members, context) {
    // An invalid document is reported before an unknown API (recorded: test_import_api_bad_file).
    const document = parseDocument(context.http.body, context);
    const api = requireApi(context, requiredText(input, 'restApiId'));
    const before = { api, definition: requireDefinition(context, api.id) };
    return restApiView(imported(context, before, document, input), { emptyTags: true });
  },
});

export const importRestApi = operation({
  name: 'ImportRestApi',
  http: 'POST /restapis?mode=import',
  status: 201,
  rawBody: true,
  run(input: Members, context) {
    const type = text(parametersOf(input), 'endpointConfigurationTypes') ?? 'EDGE';
    if (!isEndpointType(type)) {
      throw badRequest('Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE');
    }
    const api: RestApi = {
      id: newLongId(context),
      name: '',
      createdDate: nowSeconds(context),
      apiKeySource: 'HEADER',
      endpointConfiguration: { types: [type], ipAddressType: defaultAddressType(type) },
      disableExecuteApiEndpoint: false,
      rootResourceId: newLongId(context),
    };
    const before = { api, definition: withRoot(api, emptyDefinition()) };
    const document = parseDocument(context.http.body, context);
    return restApiView(imported(context, before, document, { ...input, mode: 'overwrite' }));
  },
});

/** Stores the result; the warnings are only in the response. */
function imported(
  context: OperationContext,
  before: { api: RestApi; definition: ApiDefinition },
  document: ReturnType<typeof parseDocument>,
  input: Members,
): RestApi {
  const ids = { newId: () => newShortId(context), newResourceId: () => newShortId(context) };
  const options = optionsIn(input);
  const { api, definition, warnings } = importDocument(before, document, options, context, ids);
  const parts = partsIn(document);
  if (parts) putParts(context, api.id, parts, options.mode);
  restApis(context).put(api.id, api);
  definitions(context).put(api.id, definition);
  return warnings.length > 0 ? { ...api, warnings } : api;
}

const optionsIn = (input: Members): ImportOptions => ({
  mode: (text(input, 'mode') ?? 'merge') as ImportOptions['mode'],
  basePath: text(parametersOf(input), 'basepath') ?? 'ignore',
  failOnWarnings: flag(input, 'failOnWarnings') ?? false,
});

/** The other parameters of the query. */
const parametersOf = (input: Members): Members => structure(input, 'parameters') ?? {};
