/** CreateRestApi: creates an API with a root resource and the models `Empty` and `Error`. */
import { notImplemented } from '../../../cloud/aws-error.ts';
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { ApiDefinition, RestApi } from '../../../state/apis/model.ts';
import { newLongId, newShortId } from '../identifiers.ts';
import { compact, flag, type Members, nonEmpty, number, text, textMap, texts } from '../members.ts';
import { storedPolicy } from '../policy.ts';
import { definitions, emptyDefinition, nowSeconds, restApis } from '../state.ts';
import { checkedTags } from '../tags/checked-tags.ts';
import { endpointIn, newEndpoint } from './endpoint.ts';
import { checkedApiKeySource, checkedApiName, checkedCompressionSize, checkedDescription } from './rest-api-values.ts';
import { restApiView } from './rest-api-view.ts';

export const createRestApi = operation({
  name: 'CreateRestApi',
  http: 'POST /restapis',
  status: 201,
  run(input: Members, context) {
    if (text(input, 'cloneFrom')) throw notImplemented('CreateRestApi with cloneFrom');
    const id = newLongId(context);
    const endpoint = endpointIn(input);
    const size = number(input, 'minimumCompressionSize');
    const policy = nonEmpty(text(input, 'policy'));
    const tags = textMap(input, 'tags');
    const api: RestApi = compact({
      id,
      name: checkedApiName(text(input, 'name')),
      description: checkedDescription(text(input, 'description')),
      version: nonEmpty(text(input, 'version')),
      createdDate: nowSeconds(context),
      apiKeySource: checkedApiKeySource(text(input, 'apiKeySource') ?? 'HEADER'),
      endpointConfiguration: newEndpoint(endpoint),
      binaryMediaTypes: texts(input, 'binaryMediaTypes'),
      minimumCompressionSize: size === undefined ? undefined : checkedCompressionSize(size),
      policy: policy === undefined ? undefined : storedPolicy(policy, context, id),
      tags: tags && checkedTags({}, tags),
      disableExecuteApiEndpoint: flag(input, 'disableExecuteApiEndpoint') ?? false,
      rootResourceId: newLongId(context),
      securityPolicy: text(input, 'securityPolicy'),
      endpointAccessMode: text(input, 'endpointAccessMode'),
    });
    restApis(context).put(id, api);
    definitions(context).put(id, withRoot(api, { ...emptyDefinition(), models: defaultModels(context) }));
    return restApiView(api);
  },
});

export const withRoot = (api: RestApi, definition: ApiDefinition): ApiDefinition => ({
  ...definition,
  resources: { [api.rootResourceId]: { id: api.rootResourceId, path: '/' } },
});

/** CreateRestApi creates these models, an import does not (docs/aws/import.md). */
function defaultModels(context: OperationContext): ApiDefinition['models'] {
  const model = (name: string, description: string, schema: object) => ({
    [name]: {
      id: newShortId(context),
      name,
      description,
      schema: JSON.stringify({ $schema: 'http://json-schema.org/draft-04/schema#', ...schema }, undefined, 2),
      contentType: 'application/json',
    },
  });
  return {
    ...model('Empty', 'This is a default empty schema model', { title: 'Empty Schema', type: 'object' }),
    ...model('Error', 'This is a default error schema model', {
      title: 'Error Schema',
      type: 'object',
      properties: { message: { type: 'string' } },
    }),
  };
}
