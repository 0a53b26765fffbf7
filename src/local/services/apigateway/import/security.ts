/**
 * Converts security schemes to authorizers, and an operation's `security` to the requirements of its method
 * (docs/aws/import.md).
 */
import type { ApiDefinition, Authorizer, Method } from '../../../state/apis/model.ts';
import { checkedAuthorizer } from '../authorizers/authorizer-rules.ts';
import { compact, nonEmpty } from '../members.ts';
import { attempt, type Faults } from './faults.ts';
import { isObject, type Json, listIn, objectIn, textIn, textsIn } from './json.ts';

export interface SecurityImport {
  readonly definition: ApiDefinition;
  readonly faults: Faults;
  newId(): string;
}

/** Every scheme with an authorizer becomes an authorizer, used or not. */
export function importAuthorizers({ definition, faults, newId }: SecurityImport, schemes: Json): void {
  for (const [name, raw] of Object.entries(schemes)) {
    const scheme = objectIn(raw);
    const extension = scheme['x-amazon-apigateway-authorizer'];
    if (!isObject(extension)) continue;
    attempt(faults, `Unable to create authorizer '${name}'`, () => {
      const existing = authorizerNamed(definition, name);
      const authorizer = checkedAuthorizer(authorizerOf(existing?.id ?? newId(), name, scheme, extension));
      definition.authorizers[authorizer.id] = authorizer;
    });
  }
}

const authorizerNamed = (definition: ApiDefinition, name: string): Authorizer | undefined =>
  Object.values(definition.authorizers).find((authorizer) => authorizer.name === name);

function authorizerOf(id: string, name: string, scheme: Json, extension: Json): Authorizer {
  const type = (textIn(extension.type) ?? '').toUpperCase() as Authorizer['type'];
  const ttl = extension.authorizerResultTtlInSeconds;
  return compact({
    id,
    name,
    type,
    providerARNs: textsIn(extension.providerARNs),
    authType: textIn(scheme['x-amazon-apigateway-authtype']),
    authorizerUri: textIn(extension.authorizerUri),
    authorizerCredentials: nonEmpty(textIn(extension.authorizerCredentials)),
    // An empty text counts as absent: Pulumi writes it, and AWS accepts it with failOnWarnings (LocalStack's
    // `test_import_rest_api`, run on AWS).
    identitySource:
      nonEmpty(textIn(extension.identitySource)) ??
      (type === 'REQUEST' ? undefined : `method.request.header.${scheme.name}`),
    identityValidationExpression: textIn(extension.identityValidationExpression),
    authorizerResultTtlInSeconds: typeof ttl === 'number' ? ttl : undefined,
  });
}

export type MethodSecurity = Pick<
  Method,
  'authorizationType' | 'authorizerId' | 'authorizationScopes' | 'apiKeyRequired'
>;

/**
 * Uses the operation's `security`, or the document's. A recording shows that the latter applies, although the guide
 * says otherwise.
 */
export function methodSecurity(
  definition: ApiDefinition,
  document: Json,
  schemes: Json,
  operation: Json,
): MethodSecurity {
  const required = listIn(operation.security ?? document.security).flatMap((entry) => Object.entries(objectIn(entry)));
  const security: MethodSecurity = { authorizationType: 'NONE', apiKeyRequired: false };
  for (const [name, scopes] of required) {
    const scheme = objectIn(schemes[name]);
    const authType = textIn(scheme['x-amazon-apigateway-authtype']);
    const authorizer = authorizerNamed(definition, name);
    if (isObject(scheme['x-amazon-apigateway-authorizer']) && authorizer) {
      security.authorizationType = authorizer.type === 'COGNITO_USER_POOLS' ? 'COGNITO_USER_POOLS' : 'CUSTOM';
      security.authorizerId = authorizer.id;
      const asked = textsIn(scopes) ?? [];
      if (asked.length > 0) security.authorizationScopes = asked;
    } else if (authType?.toLowerCase() === 'awssigv4') security.authorizationType = 'AWS_IAM';
    else if (scheme.type === 'apiKey' && textIn(scheme.name)?.toLowerCase() === 'x-api-key')
      security.apiKeyRequired = true;
  }
  const auth = objectIn(operation['x-amazon-apigateway-auth'] ?? document['x-amazon-apigateway-auth']);
  const type = textIn(auth.type)?.toUpperCase();
  if (type === 'AWS_IAM' || type === 'NONE')
    return { apiKeyRequired: security.apiKeyRequired, authorizationType: type };
  return security;
}
