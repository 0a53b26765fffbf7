/** UpdateMethod. */
import { operation } from '../../../operation.ts';
import type { Members } from '../members.ts';
import { editFor, methodFor, resourceFor } from '../method-state.ts';
import type { Method } from '../model.ts';
import { applyPatch, type PatchRule } from '../patch/patch.ts';
import { namingFault } from '../patch/refusals.ts';
import { flagField, isTrue, mapEntries, textField } from '../patch/rules.ts';
import { checkedAuthorizationType, checkMethod } from './method-rules.ts';

const rules: PatchRule<Method>[] = [
  {
    path: '/authorizationType',
    ops: ['replace'],
    apply(method, { value = '' }) {
      method.authorizationType = checkedAuthorizationType(value);
      if (method.authorizationType === 'NONE' || method.authorizationType === 'AWS_IAM') delete method.authorizerId;
    },
  },
  textField('/authorizerId', 'authorizerId'),
  {
    path: '/authorizationScopes',
    ops: ['add', 'remove'],
    apply(method, { op, value = '' }) {
      const others = (method.authorizationScopes ?? []).filter((scope) => scope !== value);
      method.authorizationScopes = op === 'add' ? [...others, value] : others;
    },
  },
  flagField('/apiKeyRequired', 'apiKeyRequired'),
  textField('/operationName', 'operationName'),
  textField('/requestValidatorId', 'requestValidatorId'),
  mapEntries(
    '/requestParameters/{key}',
    (method) => method.requestParameters,
    (method, map) => assign(method, 'requestParameters', map),
    isTrue,
    { missing: 'Invalid parameter name specified' },
  ),
  mapEntries(
    '/requestModels/{key}',
    (method) => method.requestModels,
    (method, map) => assign(method, 'requestModels', map),
    (value = '') => value,
    { missing: 'Content-Type specified was not found' },
  ),
];

function assign<K extends 'requestParameters' | 'requestModels'>(method: Method, field: K, map: Method[K]): void {
  if (map === undefined) delete method[field];
  else method[field] = map;
}

const table = namingFault(rules);

export const updateMethod = operation({
  name: 'UpdateMethod',
  http: 'PATCH /restapis/{restApiId}/resources/{resourceId}/methods/{method}',
  run: (input: Members, context) =>
    editFor(context, input, (definition) => {
      const updated = applyPatch(table, 'UpdateMethod', methodFor(definition, input), input);
      // Checked as a whole: type and authorizer may come in either order.
      checkMethod(definition, updated);
      const resource = resourceFor(definition, input);
      resource.resourceMethods = { ...resource.resourceMethods, [updated.httpMethod]: updated };
      return updated;
    }),
});
