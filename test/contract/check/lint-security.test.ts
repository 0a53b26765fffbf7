/**
 * Access to operations: from standard security schemes to API Gateway's authorizers, and the schemes that are refused.
 */
import { describe, expect, it } from 'vitest';
import { ProblemsError } from '../../../src/config/problem.ts';
import { compile } from '../../../src/contract/compile/compile.ts';
import { missingInStages } from '../../../src/contract/in-stage/missing-in-stage.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import { type Json, objectOf } from '../../../src/contract/model/json.ts';
import { FACTS, HEAD, stageConfig } from '../fixtures.ts';

/** An operation with `security`, and the scheme `s`. */
function contract(scheme: string, security = '[{ s: [] }]'): string {
  return `${HEAD}paths:
  /x: { get: { operationId: getX, security: ${security}, responses: { "200": { description: ok } } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    other: { type: http, scheme: bearer }
    s: ${scheme}
`;
}

function problemsOf(text: string) {
  try {
    return parseContract(text, 'openapi.yaml').warnings;
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
}

const errors = (text: string) => problemsOf(text).filter(({ severity }) => severity === 'error');

interface Compiled {
  paths: Record<string, { get: { security: unknown } }>;
  components: { securitySchemes: Json };
  'x-amazon-apigateway-gateway-responses': Record<string, Json>;
}

function compiled(text: string): Compiled {
  return compile(parseContract(text, 'openapi.yaml'), stageConfig(), FACTS) as unknown as Compiled;
}

const BEARER = '{ type: http, scheme: bearer }';
const IAM = '{ type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: awsSigv4 }';
const POOL = '{ type: openIdConnect, openIdConnectUrl: "https://a.example", x-apikit: { userPool: main } }';
const URI = 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/__APIKIT_FUNCTION_ARN__/invocations';

describe('the meaning of a scheme', () => {
  it.each<[string, string, string, object, unknown[]]>([
    [
      'the authorizer of a bearer token is code of the project, and gets every header of the request',
      BEARER,
      '[{ s: [] }]',
      {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': {
          type: 'request',
          authorizerUri: URI,
          identitySource: 'method.request.header.Authorization',
          authorizerResultTtlInSeconds: 300,
        },
      },
      [{ s: [] }],
    ],
    [
      'a TOKEN authorizer checks the form of tokens, and the handler checks scopes',
      '{ type: oauth2, flows: {}, x-apikit: { type: token, validation: "^Bearer .+$", ttl: 0 } }',
      '[{ s: [a, b], key: [] }]',
      {
        'x-amazon-apigateway-authorizer': {
          type: 'token',
          identityValidationExpression: '^Bearer .+$',
          authorizerResultTtlInSeconds: 0,
        },
      },
      [{ s: [] }, { apiKey: [] }],
    ],
    [
      'several identities',
      '{ type: apiKey, in: header, name: X-Office, x-apikit: { type: request, identity: [header.X-Office, query.a, context.identity.sourceIp, stageVariables.v] } }',
      '[{ s: [] }]',
      {
        name: 'Unused',
        'x-amazon-apigateway-authorizer': {
          identitySource:
            'method.request.header.X-Office,method.request.querystring.a,context.identity.sourceIp,stageVariables.v',
        },
      },
      [{ s: [] }],
    ],
    [
      'no identity source: called for every request',
      '{ type: http, scheme: bearer, x-apikit: { identity: [] } }',
      '[{ s: [] }]',
      { 'x-amazon-apigateway-authorizer': { authorizerResultTtlInSeconds: 0 } },
      [{ s: [] }],
    ],
    [
      'a user pool of apikit.yaml with an ARN that is known later, and scopes for the gateway',
      POOL,
      '[{ s: [items/read] }]',
      {
        'x-amazon-apigateway-authtype': 'cognito_user_pools',
        'x-amazon-apigateway-authorizer': {
          type: 'cognito_user_pools',
          providerARNs: ['__APIKIT_USER_POOL_ARN_main__'],
          identitySource: 'method.request.header.Authorization',
        },
      },
      [{ s: ['items/read'] }],
    ],
    [
      'the extension in the form in which API Gateway exports it',
      '{ type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: cognito_user_pools, x-amazon-apigateway-authorizer: { type: cognito_user_pools, providerARNs: ["arn:aws:cognito-idp:eu-west-1:111122223333:userpool/p"] } }',
      '[{ s: [] }]',
      {
        'x-amazon-apigateway-authorizer': {
          type: 'cognito_user_pools',
          providerARNs: ['arn:aws:cognito-idp:eu-west-1:111122223333:userpool/p'],
        },
      },
      [{ s: [] }],
    ],
  ])('%s', (_what, scheme, security, expected, required) => {
    const document = compiled(contract(scheme, security));
    expect(document.components.securitySchemes.s).toMatchObject(expected);
    expect(document.paths['/x']!.get.security).toEqual(required);
    const { UNAUTHORIZED, MISSING_AUTHENTICATION_TOKEN } = document['x-amazon-apigateway-gateway-responses'];
    expect(UNAUTHORIZED).toMatchObject({ statusCode: '401' });
    expect(MISSING_AUTHENTICATION_TOKEN).toMatchObject({ statusCode: '404' });
  });

  it('AWS signatures use IAM, and a missing signature looks like a missing path', () => {
    const document = compiled(contract(IAM, '[{ s: [], key: [] }]'));
    expect(document.components.securitySchemes).toEqual({
      apiKey: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    });
    expect(document.paths['/x']!.get.security).toEqual([{ sigv4: [] }, { apiKey: [] }]);
    const { MISSING_AUTHENTICATION_TOKEN } = document['x-amazon-apigateway-gateway-responses'];
    expect(MISSING_AUTHENTICATION_TOKEN).toMatchObject({ statusCode: '403' });
  });

  it('security at the root applies to operations without their own, and unused schemes are not deployed', () => {
    const text = contract(BEARER, '[]').replace(
      'paths:\n',
      'security: [{ s: [] }]\npaths:\n  /y: { get: { operationId: getY, responses: { "200": { description: ok } } } }\n',
    );
    const document = compiled(text);
    expect(document.paths['/x']!.get.security).toEqual([]);
    expect(document.paths['/y']!.get.security).toEqual([{ s: [] }]);
    expect(Object.keys(document.components.securitySchemes)).toEqual(['apiKey', 's']);
  });

  it('an operation without security is public', () => {
    for (const security of ['[]', '[{}]']) {
      expect(parseContract(contract(BEARER, security), 'openapi.yaml').operations[0]!.access).toEqual({ key: false });
    }
  });
});

describe('a scheme that is rejected with a fix', () => {
  it.each<[string, string, string, string]>([
    ['alternatives', BEARER, '[{ s: [] }, { key: [] }]', 'allows one per operation'],
    ['optional authentication', BEARER, '[{ s: [] }, {}]', 'either required or absent'],
    ['two authorizers at once', BEARER, '[{ s: [], other: [] }]', 's and other are required together'],
    ['a key with scopes', BEARER, '[{ key: [read] }]', 'The scheme key has no scopes'],
    ['signatures with scopes', IAM, '[{ s: [read] }]', 'The scheme s has no scopes'],
    ['a missing scheme', BEARER, '[{ keys: [] }]', 'Did you mean key?'],
    ['a client certificate', '{ type: mutualTLS }', '[{ s: [] }]', 'of type mutualTLS'],
    ['a key in another place', '{ type: apiKey, in: query, name: key }', '[{ s: [] }]', 'reads its key from query key'],
    ['an unknown setting', '{ type: http, scheme: bearer, x-apikit: { tll: 1 } }', '[{ s: [] }]', 'Did you mean ttl?'],
    [
      'a ttl of more than an hour',
      '{ type: http, scheme: bearer, x-apikit: { ttl: 3601 } }',
      '[{ s: [] }]',
      '0 to 3600',
    ],
    [
      'an invalid identity',
      '{ type: http, scheme: bearer, x-apikit: { identity: [body.a] } }',
      '[{ s: [] }]',
      'has the identity body.a',
    ],
    [
      'a ttl without an identity',
      '{ type: http, scheme: bearer, x-apikit: { identity: [], ttl: 9 } }',
      '[{ s: [] }]',
      'no identity to cache them by',
    ],
    [
      'a token from two places',
      '{ type: http, scheme: bearer, x-apikit: { type: token, identity: [header.a, header.b] } }',
      '[{ s: [] }]',
      'has one header',
    ],
    [
      'a validation for a request authorizer',
      '{ type: http, scheme: bearer, x-apikit: { validation: a } }',
      '[{ s: [] }]',
      'type: token',
    ],
    [
      'an invalid validation',
      '{ type: http, scheme: bearer, x-apikit: { type: token, validation: "(" } }',
      '[{ s: [] }]',
      'regular expression',
    ],
    ['an unknown type', '{ type: http, scheme: bearer, x-apikit: { type: jwt } }', '[{ s: [] }]', 'unknown type jwt'],
    [
      'a pool with a ttl',
      '{ type: http, scheme: bearer, x-apikit: { userPool: main, ttl: 5 } }',
      '[{ s: [] }]',
      'has no effect beside a user pool',
    ],
    [
      'a pool without a name',
      '{ type: http, scheme: bearer, x-apikit: { userPool: [] } }',
      '[{ s: [] }]',
      'has no user pool',
    ],
  ])('%s', (_what, scheme, security, expected) => {
    const found = errors(contract(scheme, security));
    expect(found.map(({ message, fix }) => `${message} ${fix}`).join('\n')).toContain(expected);
    expect(found.every(({ line, rule }) => line > 3 && rule !== undefined)).toBe(true);
  });

  it.each([
    [BEARER, '[{ s: [a] }]', ['security-scopes-unchecked']],
    [POOL, '[{ s: [a, b] }]', ['security-scopes-unchecked']],
    [POOL, '[{ s: [a] }]', []],
    [BEARER, '[{ s: [] }]', []],
  ])('scopes that nobody would check: %s with %s at a custom integration', (scheme, security, expected) => {
    const text = contract(scheme, security).replace(
      'responses:',
      'x-apikit: { integration: { type: mock } }, responses:',
    );
    expect(errors(text).map(({ rule }) => rule)).toEqual(expected);
  });

  it('two schemes of type token, which would be ambiguous', () => {
    const text = contract('{ type: http, scheme: bearer, x-apikit: { type: token } }')
      .replace(
        'other: { type: http, scheme: bearer }',
        'other: { type: http, scheme: bearer, x-apikit: { type: token } }',
      )
      .replace(
        'paths:\n',
        'paths:\n  /y: { get: { operationId: getY, security: [{ other: [] }], responses: { "200": { description: ok } } } }\n',
      );
    expect(errors(text)).toMatchObject([{ rule: 'authorizer-two-tokens', line: expect.any(Number) }]);
  });

  it('a name that is not a valid file name, or a reserved one', () => {
    for (const name of ['a.b', 'sigv4']) {
      const text = contract(BEARER, `[{ "${name}": [] }]`).replace('    s:', `    ${name}:`);
      expect(errors(text).map(({ rule }) => rule)).toEqual(['authorizer-name']);
    }
  });

  it('the function of an imported authorizer is a warning, because the project has its own code', () => {
    const scheme =
      '{ type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: { type: token, authorizerUri: "arn:x" } }';
    expect(problemsOf(contract(scheme)).map(({ rule, severity }) => [rule, severity])).toContainEqual([
      'authorizer-replaced',
      'warning',
    ]);
  });

  it('a pool that the stage does not have', () => {
    const parsed = parseContract(contract(POOL), 'openapi.yaml');
    expect(missingInStages(parsed, [stageConfig({ userPools: { mian: {} } })])).toMatchObject([
      { path: ['components', 'securitySchemes', 's'], fix: 'Did you mean mian?' },
    ]);
    expect(missingInStages(parsed, [stageConfig({ userPools: { main: {} } })])).toEqual([]);
  });

  it('a stage variable in an identity that the stage does not have', () => {
    const scheme =
      '{ type: apiKey, in: header, name: Authorization, x-apikit: { type: request, identity: [header.Authorization, stageVariables.tenant] } }';
    const parsed = parseContract(contract(scheme), 'openapi.yaml');
    expect(missingInStages(parsed, [stageConfig({ variables: { tenants: 'a' } })])).toMatchObject([
      {
        rule: 'authorizer-stage-variable',
        path: ['components', 'securitySchemes', 's'],
        message: expect.stringMatching(/^The identity of s names the stage variable tenant, .* with 401\.$/),
        fix: 'Did you mean tenants?',
      },
    ]);
    expect(missingInStages(parsed, [stageConfig({ variables: { tenant: 'a' } })])).toEqual([]);
  });

  it('a scope that no pool of the stage declares', () => {
    const parsed = parseContract(contract(POOL, '[{ s: [items/nope] }]'), 'openapi.yaml');
    const pool = (scopes: string[]) => stageConfig({ userPools: { main: { scopes: { items: scopes } } } });
    expect(missingInStages(parsed, [pool(['read'])])).toMatchObject([{ rule: 'security-scope-unknown' }]);
    expect(missingInStages(parsed, [pool(['nope'])])).toEqual([]);
  });
});

it('compiles the same document every time', () => {
  const text = contract(POOL, '[{ s: [b, a] }]');
  expect(JSON.stringify(compiled(text))).toBe(JSON.stringify(compiled(text)));
  expect(Object.keys(objectOf(compiled(text).components.securitySchemes))).toEqual(['apiKey', 's']);
});
