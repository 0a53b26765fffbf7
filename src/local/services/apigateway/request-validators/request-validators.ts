/**
 * CreateRequestValidator, GetRequestValidator, GetRequestValidators, UpdateRequestValidator, DeleteRequestValidator.
 */
import { operation } from '../../../cloud/operation.ts';
import type { ApiDefinition, RequestValidator } from '../../../state/apis/model.ts';
import { badRequest, notFound } from '../errors.ts';
import { newShortId } from '../identifiers.ts';
import { compact, entryOf, flag, type Members, nonEmpty, requiredText, text } from '../members.ts';
import { page } from '../paging.ts';
import { applyPatch, type PatchRule } from '../patch/patch.ts';
import { listingPaths } from '../patch/refusals.ts';
import { flagField } from '../patch/rules.ts';
import { definitions, editDefinition, emptyDefinition, requireDefinition, restApis } from '../state.ts';

const PATH = '/restapis/{restApiId}/requestvalidators/{requestValidatorId}';

export const createRequestValidator = operation({
  name: 'CreateRequestValidator',
  http: 'POST /restapis/{restApiId}/requestvalidators',
  status: 201,
  run(input: Members, context) {
    const apiId = requiredText(input, 'restApiId');
    if (!restApis(context).has(apiId)) throw badRequest('Invalid REST API identifier specified');
    return editDefinition(context, apiId, (definition) => {
      const validator: RequestValidator = compact({
        id: newShortId(context),
        name: nonEmpty(text(input, 'name')),
        validateRequestBody: flag(input, 'validateRequestBody') ?? false,
        validateRequestParameters: flag(input, 'validateRequestParameters') ?? false,
      });
      definition.requestValidators[validator.id] = validator;
      return validator;
    });
  },
});

export const getRequestValidator = operation({
  name: 'GetRequestValidator',
  http: `GET ${PATH}`,
  // An unknown API is reported as an unknown validator [recorded].
  run: (input: Members, context) =>
    validatorOf(definitions(context).get(requiredText(input, 'restApiId')) ?? emptyDefinition(), input),
});

export const getRequestValidators = operation({
  name: 'GetRequestValidators',
  http: 'GET /restapis/{restApiId}/requestvalidators',
  run(input: Members, context) {
    const definition = requireDefinition(context, requiredText(input, 'restApiId'));
    return page(Object.values(definition.requestValidators), (validator) => validator.id, input);
  },
});

const nameRule: PatchRule<RequestValidator> = {
  path: '/name',
  ops: ['replace'],
  apply(validator, { value }) {
    if (!value) throw badRequest('Request Validator name cannot be blank');
    validator.name = value;
  },
};

const table = listingPaths<RequestValidator>([
  nameRule,
  flagField('validateRequestParameters'),
  flagField('validateRequestBody'),
]);

export const updateRequestValidator = operation({
  name: 'UpdateRequestValidator',
  http: `PATCH ${PATH}`,
  run: (input: Members, context) =>
    editDefinition(context, requiredText(input, 'restApiId'), (definition) => {
      const updated = applyPatch(table, validatorOf(definition, input), input);
      definition.requestValidators[updated.id] = updated;
      return updated;
    }),
});

export const deleteRequestValidator = operation({
  name: 'DeleteRequestValidator',
  http: `DELETE ${PATH}`,
  status: 202,
  run(input: Members, context) {
    const apiId = requiredText(input, 'restApiId');
    const { id } = validatorOf(definitions(context).get(apiId) ?? emptyDefinition(), input);
    editDefinition(context, apiId, (definition) => {
      for (const { resourceMethods = {} } of Object.values(definition.resources)) {
        if (Object.values(resourceMethods).some(({ requestValidatorId }) => requestValidatorId === id)) {
          throw badRequest(`Cannot delete Request Validator ${id} because it is used by a method`);
        }
      }
      delete definition.requestValidators[id];
    });
  },
});

function validatorOf(definition: ApiDefinition, input: Members): RequestValidator {
  const validator = entryOf(definition.requestValidators, requiredText(input, 'requestValidatorId'));
  if (!validator) throw notFound('Invalid Request Validator identifier specified');
  return validator;
}
