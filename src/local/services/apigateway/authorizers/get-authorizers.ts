/** GetAuthorizer, GetAuthorizers and DeleteAuthorizer. */
import { operation } from '../../../cloud/operation.ts';
import type { ApiDefinition, Authorizer } from '../../../state/apis/model.ts';
import { conflict, notFound } from '../errors.ts';
import { entryOf, type Members, requiredText } from '../members.ts';
import { page } from '../paging.ts';
import { editDefinition, requireDefinition } from '../state.ts';

const PATH = '/restapis/{restApiId}/authorizers/{authorizerId}';

export const getAuthorizer = operation({
  name: 'GetAuthorizer',
  http: `GET ${PATH}`,
  run: (input: Members, context) => authorizerOf(requireDefinition(context, requiredText(input, 'restApiId')), input),
});

export const getAuthorizers = operation({
  name: 'GetAuthorizers',
  http: 'GET /restapis/{restApiId}/authorizers',
  run(input: Members, context) {
    const definition = requireDefinition(context, requiredText(input, 'restApiId'));
    return page(Object.values(definition.authorizers), (authorizer) => authorizer.id, input);
  },
});

export const deleteAuthorizer = operation({
  name: 'DeleteAuthorizer',
  http: `DELETE ${PATH}`,
  status: 202,
  run: (input: Members, context) =>
    editDefinition(context, requiredText(input, 'restApiId'), (definition) => {
      const { id, name } = authorizerOf(definition, input);
      for (const { resourceMethods = {} } of Object.values(definition.resources)) {
        if (Object.values(resourceMethods).some(({ authorizerId }) => authorizerId === id)) {
          throw conflict(`Cannot delete authorizer '${name}', is referenced in method`);
        }
      }
      delete definition.authorizers[id];
    }),
});

export function authorizerOf(definition: ApiDefinition, input: Members): Authorizer {
  const authorizer = entryOf(definition.authorizers, requiredText(input, 'authorizerId'));
  if (!authorizer) throw notFound('Invalid Authorizer identifier specified');
  return authorizer;
}
