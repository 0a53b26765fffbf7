import { operation } from '../../../cloud/operation.ts';
import type { Method } from '../../../state/apis/model.ts';
import type { Members } from '../members.ts';
import { editFor, methodFor, resourceFor } from '../method-state.ts';
import { applyPatch, type PatchRule } from '../patch/patch.ts';
import { namingFault } from '../patch/refusals.ts';
import { flagField, isTrue, mapField, NO_SUCH_CONTENT_TYPE, NO_SUCH_PARAMETER, textField } from '../patch/rules.ts';
import { checkedAuthorizationType, checkMethod } from './method-rules.ts';

const rules: PatchRule<Method>[] = [
  {
    path: '/authorizationType',
    ops: ['replace'],
    apply(method, { value = '' }) {
      method.authorizationType = checkedAuthorizationType(value);
    },
  },
  textField('authorizerId'),
  {
    path: '/authorizationScopes',
    ops: ['add', 'remove'],
    apply(method, { op, value = '' }) {
      const others = (method.authorizationScopes ?? []).filter((scope) => scope !== value);
      method.authorizationScopes = op === 'add' ? [...others, value] : others;
    },
  },
  flagField('apiKeyRequired'),
  textField('operationName'),
  textField('requestValidatorId'),
  mapField('requestParameters', isTrue, NO_SUCH_PARAMETER),
  mapField('requestModels', (value = '') => value, NO_SUCH_CONTENT_TYPE),
];

const table = namingFault(rules);

const asksAuthorizer = ({ authorizationType }: Method): boolean =>
  authorizationType === 'CUSTOM' || authorizationType === 'COGNITO_USER_POOLS';

export const updateMethod = operation({
  name: 'UpdateMethod',
  http: 'PATCH /restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}',
  run: (input: Members, context) =>
    editFor(context, input, (definition) => {
      const updated = applyPatch(table, methodFor(definition, input), input);
      // If the method needs no authorizer, a given one is dropped, not rejected (recorded:
      // test_update_method_validation).
      if (!asksAuthorizer(updated)) delete updated.authorizerId;
      // The method is checked as a whole, because type and authorizer can come in either order.
      checkMethod(definition, updated);
      const resource = resourceFor(definition, input);
      resource.resourceMethods = { ...resource.resourceMethods, [updated.httpMethod]: updated };
      return updated;
    }),
});
