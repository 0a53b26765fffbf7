/** Security schemes with `x-amazon-apigateway-authorizer`: JWT authorizers and Lambda authorizers (`request`). */
import { attempt } from '../../apigateway/import/faults.ts';
import { flagIn, isObject, type Json, objectIn, scalarIn, textIn, textsIn } from '../../apigateway/import/json.ts';
import { checkedAuthorizer } from '../authorizers/authorizer-rules.ts';
import { badRequest } from '../errors.ts';
import { VERSIONS, wholeNumber } from './numbers.ts';
import type { Target } from './target.ts';

/** An authorizer keeps its ID by its name, because policies of functions name the ID. */
export function importAuthorizers(target: Target, schemes: Json): void {
  const { before, draft, faults, authorizerIds } = target;
  for (const [Name, raw] of Object.entries(schemes)) {
    const scheme = objectIn(raw);
    const extension = scheme['x-amazon-apigateway-authorizer'];
    if (!isObject(extension)) continue;
    attempt(faults, `Unable to create Authorizer from security scheme '${Name}'`, () => {
      const known = Object.values(before.authorizers).find((authorizer) => authorizer.Name === Name);
      const AuthorizerId = known?.AuthorizerId ?? target.short();
      draft.authorizers[AuthorizerId] = checkedAuthorizer({ AuthorizerId, Name, ...settingsOf(scheme, extension) });
      authorizerIds.set(Name, AuthorizerId);
    });
  }
}

function settingsOf(scheme: Json, extension: Json) {
  const type = String(extension.type).toLowerCase();
  if (type !== 'jwt' && type !== 'request') throw badRequest(`The type ${String(extension.type)} is not supported`);
  const sources = textIn(extension.identitySource)?.split(',') ?? textsIn(extension.identitySource) ?? [];
  const IdentitySource = sources.map((source) => source.trim()).filter((source) => source !== '');
  return type === 'jwt'
    ? { AuthorizerType: 'JWT' as const, IdentitySource, JwtConfiguration: jwtConfiguration(scheme, extension) }
    : { AuthorizerType: 'REQUEST' as const, IdentitySource, ...functionSettings(extension) };
}

/** Without an issuer, it follows from the URL of the OpenID configuration. */
function jwtConfiguration(scheme: Json, extension: Json) {
  const { issuer, audience } = objectIn(extension.jwtConfiguration);
  const found = textIn(scheme.openIdConnectUrl)?.replace(/\/\.well-known\/openid-configuration$/, '');
  const Issuer = textIn(issuer) ?? found;
  return { ...(Issuer !== undefined && { Issuer }), Audience: textsIn(audience) ?? [] };
}

function functionSettings(extension: Json) {
  const uri = textIn(extension.authorizerUri);
  const credentials = textIn(extension.authorizerCredentials);
  const version = scalarIn(extension.authorizerPayloadFormatVersion);
  const ttl = wholeNumber(extension.authorizerResultTtlInSeconds, 'authorizerResultTtlInSeconds');
  if (ttl !== undefined && (ttl < 0 || ttl > 3600)) {
    throw badRequest('authorizerResultTtlInSeconds must be between 0 and 3600');
  }
  return {
    ...(uri !== undefined && { AuthorizerUri: uri }),
    ...(credentials !== undefined && { AuthorizerCredentialsArn: credentials }),
    ...(version !== undefined && { AuthorizerPayloadFormatVersion: VERSIONS[version] ?? version }),
    ...(ttl !== undefined && { AuthorizerResultTtlInSeconds: ttl }),
    ...(extension.enableSimpleResponses !== undefined && {
      EnableSimpleResponses: flagIn(extension.enableSimpleResponses),
    }),
  };
}
