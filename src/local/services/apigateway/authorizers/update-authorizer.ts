import { operation } from '../../../cloud/operation.ts';
import type { Authorizer } from '../../../state/apis/model.ts';
import { type Members, requiredText } from '../members.ts';
import { applyPatch } from '../patch/patch.ts';
import { listingPaths } from '../patch/refusals.ts';
import { numberIn, textField } from '../patch/rules.ts';
import { editDefinition } from '../state.ts';
import { checkedAuthorizer } from './authorizer-rules.ts';
import { authorizerOf } from './get-authorizers.ts';

const table = listingPaths<Authorizer>([
  textField('name'),
  textField('authType'),
  textField('authorizerUri'),
  textField('authorizerCredentials'),
  textField('identitySource'),
  textField('identityValidationExpression'),
  {
    path: '/type',
    ops: ['replace'],
    apply: (authorizer, { value }) => {
      authorizer.type = value as Authorizer['type'];
    },
  },
  {
    path: '/authorizerResultTtlInSeconds',
    ops: ['replace'],
    apply: (authorizer, change) => {
      authorizer.authorizerResultTtlInSeconds = numberIn(change, Number.isInteger);
    },
  },
  {
    path: '/providerARNs',
    ops: ['add', 'remove'],
    apply(authorizer, { op, value = '' }) {
      const others = (authorizer.providerARNs ?? []).filter((arn) => arn !== value);
      authorizer.providerARNs = op === 'add' ? [...others, value] : others;
    },
  },
]);

export const updateAuthorizer = operation({
  name: 'UpdateAuthorizer',
  http: 'PATCH /restapis/{restApiId}/authorizers/{authorizerId}',
  run: (input: Members, context) =>
    editDefinition(context, requiredText(input, 'restApiId'), (definition) => {
      const updated = checkedAuthorizer(applyPatch(table, authorizerOf(definition, input), input));
      definition.authorizers[updated.id] = updated;
      return updated;
    }),
});
