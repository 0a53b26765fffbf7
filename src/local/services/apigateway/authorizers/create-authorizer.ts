import { notImplemented } from '../../../cloud/aws-error.ts';
import { refuseMembers } from '../../../cloud/constraints.ts';
import { operation } from '../../../cloud/operation.ts';
import type { Authorizer } from '../../../state/apis/model.ts';
import { conflict } from '../errors.ts';
import { newShortId } from '../identifiers.ts';
import { compact, type Members, nonEmpty, number, requiredText, text, texts } from '../members.ts';
import { editDefinition, restApis } from '../state.ts';
import { checkedAuthorizer } from './authorizer-rules.ts';

export const createAuthorizer = operation({
  name: 'CreateAuthorizer',
  http: 'POST /restapis/{restApiId}/authorizers',
  status: 201,
  run(input: Members, context) {
    refuseMembers('CreateAuthorizer', input, ['jwtConfiguration']);
    if (text(input, 'type') === 'JWT') throw notImplemented('CreateAuthorizer with the type JWT');
    const apiId = requiredText(input, 'restApiId');
    if (!restApis(context).has(apiId)) {
      // AWS really returns this error for an API that does not exist [recorded].
      throw conflict('Unable to complete operation due to concurrent modification. Please try again later.');
    }
    return editDefinition(context, apiId, (definition) => {
      const authorizer = checkedAuthorizer(authorizerIn(newShortId(context), input));
      if (Object.values(definition.authorizers).some(({ name }) => name === authorizer.name)) {
        throw conflict('Authorizer name must be unique. Authorizer already exists in this RestApi.');
      }
      definition.authorizers[authorizer.id] = authorizer;
      return authorizer;
    });
  },
});

function authorizerIn(id: string, input: Members): Authorizer {
  const type = requiredText(input, 'type') as Authorizer['type'];
  const isCognito = type === 'COGNITO_USER_POOLS';
  return compact({
    id,
    name: requiredText(input, 'name'),
    type,
    providerARNs: texts(input, 'providerARNs'),
    authType: nonEmpty(text(input, 'authType')) ?? (isCognito ? 'cognito_user_pools' : 'custom'),
    authorizerUri: nonEmpty(text(input, 'authorizerUri')),
    authorizerCredentials: nonEmpty(text(input, 'authorizerCredentials')),
    identitySource: nonEmpty(text(input, 'identitySource')),
    identityValidationExpression: nonEmpty(text(input, 'identityValidationExpression')),
    authorizerResultTtlInSeconds: number(input, 'authorizerResultTtlInSeconds'),
  });
}
