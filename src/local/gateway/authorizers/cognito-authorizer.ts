/**
 * COGNITO_USER_POOLS authorizers: a token of one of the pools is verified with the keys of the pool. A method with
 * scopes requires an access token with one of them, any other method an ID token (Developer Guide, "Integrate a REST
 * API with an Amazon Cognito user pool").
 */
import type { Cloud } from '../../cloud/cloud.ts';
import { type Claims, readClaims, verifyToken } from '../../cloud/json-web-token.ts';
import type { Authorizer, Method } from '../../state/apis/model.ts';
import type { PoolKeys, UserPool } from '../../state/user-pools.ts';
import { authorizerConfigurationError, unauthorized } from '../gateway-error.ts';
import type { Authorize } from '../invocation.ts';
import { claimTexts } from './claim-texts.ts';
import { compileIdentitySource } from './identity-source.ts';
import { compileValidation } from './identity-validation.ts';

interface PoolName {
  readonly account: string;
  readonly region: string;
  readonly poolId: string;
}

const POOL_ARN = /^arn:[\w-]+:cognito-idp:([\w-]+):(\d{12}):userpool\/([\w-]+)$/;

export function compileCognitoAuthorizer(authorizer: Authorizer, { authorizationScopes = [] }: Method): Authorize {
  const identityOf = compileIdentitySource(authorizer.identitySource ?? 'method.request.header.Authorization');
  const pools = new Map((authorizer.providerARNs ?? []).flatMap((arn) => issuerAndPool(arn)));
  const accepts = compileValidation(authorizer.identityValidationExpression);

  return (invocation, { cloud }) => {
    const [header = ''] = identityOf(invocation) ?? [];
    const token = header.replace(/^Bearer\s+/i, '').trim();
    const claims = verified(cloud, pools, token);
    if (token === '') throw unauthorized(undefined, `the request has no token for the authorizer ${authorizer.name}`);
    const refused = (why: string) =>
      unauthorized(undefined, `the authorizer ${authorizer.name} refused the token: ${why}`);
    if (claims === undefined) throw refused('none of its user pools has signed the token');
    if (Number(claims.exp) * 1000 <= cloud.clock.now()) throw unauthorized('The incoming token has expired');
    if (!accepts(String(claims.aud ?? claims.client_id))) throw refused('the token belongs to another app client');
    if (!isFor(authorizationScopes, claims))
      throw refused(
        authorizationScopes.length === 0
          ? 'the token is not an ID token'
          : 'the token is not an access token with a scope of the method',
      );
    invocation.authorization = { claims: claimTexts(claims) };
  };
}

function issuerAndPool(arn: string): [issuer: string, pool: PoolName][] {
  const [, region, account, poolId] = POOL_ARN.exec(arn) ?? [];
  if (region === undefined || account === undefined || poolId === undefined) return [];
  return [[`https://cognito-idp.${region}.amazonaws.com/${poolId}`, { account, region, poolId }]];
}

/**
 * Returns `undefined` for a token that no pool of the authorizer has signed. Throws `GatewayError` if the pool itself
 * was deleted.
 */
function verified(cloud: Cloud, pools: ReadonlyMap<string, PoolName>, token: string): Claims | undefined {
  const name = pools.get(String(readClaims(token)?.iss));
  if (name === undefined) return undefined;
  if (!cloud.collection<UserPool>(name, 'cognito-idp.userPools').has(name.poolId)) {
    throw authorizerConfigurationError(`there is no user pool ${name.poolId}`);
  }
  const keys = cloud.collection<PoolKeys>(name, 'cognito-idp.poolKeys').get(name.poolId);
  return keys && verifyToken(token, [keys.id, keys.access]);
}

function isFor(scopes: readonly string[], { token_use, scope }: Claims): boolean {
  if (scopes.length === 0) return token_use === 'id';
  const granted = String(scope ?? '').split(' ');
  return token_use === 'access' && scopes.some((wanted) => granted.includes(wanted));
}
