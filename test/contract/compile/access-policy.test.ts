import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawEndpoint } from '../../../src/config/endpoint.ts';
import { resolveStage } from '../../../src/config/resolve.ts';
import { alsoAllowed } from '../../../src/contract/compile/access-policy.ts';
import { allowedTooMuch } from '../../../src/contract/compile/allowed-too-much.ts';
import { compile } from '../../../src/contract/compile/compile.ts';
import { checkPolicyLength } from '../../../src/contract/compile/definition-size.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import type { Operation } from '../../../src/contract/model/operations.ts';

const FACTS = { region: 'eu-west-1', partition: 'aws' };
const ANY = 'x-amazon-apigateway-any-method';
const SIGNED = [{ signed: [] }];

function contractOf(paths: Record<string, unknown[]>) {
  const item = (path: string, security: unknown[]) => ({
    get: {
      operationId: `get${path.replaceAll(/[^a-z]/g, '')}`,
      security,
      parameters: [...path.matchAll(/\{([a-z]+)\}/g)].map(([, name]) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      responses: { 200: { description: 'Fine.' } },
    },
  });
  return parseContract(
    JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'x', version: '1' },
      paths: Object.fromEntries(Object.entries(paths).map(([path, security]) => [path, item(path, security)])),
      components: {
        securitySchemes: {
          signed: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
        },
      },
    }),
    'openapi.json',
  );
}

const stageWith = (access: object, endpoint: RawEndpoint = 'regional') =>
  resolveStage({ name: 'shop', access, endpoint, stages: { dev: {} } }, 'dev', {
    root: '/',
    defaultRegion: 'eu-west-1',
  });

function policyOf(access: object, paths: Record<string, unknown[]> = { '/items': [] }) {
  const definition = compile(contractOf(paths), stageWith(access), FACTS);
  return definition['x-amazon-apigateway-policy'] as { Statement: Record<string, unknown>[] };
}

describe('the policy of access', () => {
  it('denies who is not in allow, of whatever kind, and who is in deny', () => {
    expect(
      policyOf({
        allow: ['203.0.113.0/24', '2001:db8::/32', 'o-a1b2c3d4e5', '123456789012'],
        deny: ['203.0.113.66', '210987654321'],
      }).Statement,
    ).toEqual([
      { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: 'execute-api:/*',
        Condition: {
          NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] },
          StringNotEquals: { 'aws:PrincipalOrgID': ['o-a1b2c3d4e5'], 'aws:PrincipalAccount': ['123456789012'] },
        },
      },
      expect.objectContaining({ Effect: 'Deny', Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.66'] } } }),
      expect.objectContaining({
        Effect: 'Deny',
        Condition: { StringEquals: { 'aws:PrincipalAccount': ['210987654321'] } },
      }),
    ]);
  });

  it('denies all other networks at a private API, and the other addresses of these', () => {
    const endpoint = { type: 'private' as const, vpcEndpoints: ['vpce-0a1b2c3d'] };
    const conditions = (access: object) => {
      const definition = compile(contractOf({ '/items': [] }), stageWith(access, endpoint), FACTS);
      const policy = definition['x-amazon-apigateway-policy'] as { Statement: { Condition?: object }[] };
      return policy.Statement.flatMap(({ Condition }) => Condition ?? []);
    };
    expect(conditions({})).toEqual([{ StringNotEquals: { 'aws:SourceVpce': ['vpce-0a1b2c3d'] } }]);
    expect(conditions({ allow: ['vpc-0a1b2c3d', '10.0.7.0/24'], deny: ['10.0.7.9'] })).toEqual([
      { StringNotEquals: { 'aws:SourceVpc': ['vpc-0a1b2c3d'] } },
      { NotIpAddress: { 'aws:VpcSourceIp': ['10.0.7.0/24'] } },
      { IpAddress: { 'aws:VpcSourceIp': ['10.0.7.9'] } },
    ]);
  });

  it('allows nothing to those who pass an authorizer or IAM', () => {
    const mixed = policyOf({ allow: ['203.0.113.0/24'] }, { '/items': [], '/items/{id}': [], '/admin': SIGNED });
    expect(mixed.Statement[0]).toMatchObject({
      Effect: 'Allow',
      Resource: ['execute-api:/*/GET/items', 'execute-api:/*/GET/items/*'],
    });
    const signed = policyOf({ allow: ['203.0.113.0/24'] }, { '/admin': SIGNED });
    expect(signed.Statement.map(({ Effect }) => Effect)).toEqual(['Deny']);
  });

  it('is refused if it would open an operation with an authorizer by its variables', () => {
    const contract = contractOf({ '/items/{id}': [], '/items/{id}/secret': SIGNED, '/other': SIGNED });
    expect(allowedTooMuch(contract, stageWith({ deny: ['203.0.113.66'] }))).toEqual([
      expect.objectContaining({ rule: 'access-too-wide', path: ['paths', '/items/{id}', 'get'] }),
    ]);
  });

  it.each([
    ['get', '/items/{id}', ANY, '/items/{id}/secret', true],
    ['get', '/items/{id}/notes', 'get', '/items/mine/{part}', true],
    ['get', '/items/{id}/notes', 'get', '/items/{proxy+}', true],
    ['get', '/{proxy+}', 'get', '/items/{id}', true],
    [ANY, '/items', 'get', '/items', true],
    ['get', '/items', ANY, '/items', false],
    ['get', '/items/mine', ANY, '/items/{id}', false],
    ['get', '/items/{id}/notes', 'get', '/items/{id}/{part}', false],
    ['get', '/items/{id}', 'post', '/items/{id}/secret', false],
    ['get', '/items/{id}', 'get', '/{proxy+}', true],
    ['get', '/items', 'get', '/{proxy+}', false],
  ])('the Allow for %s %s matches requests to a guarded %s %s: %s', (open, path, guarded, guardedPath, allows) => {
    const operation = (key: string, at: string, authorizer?: object) =>
      ({ key, path: at, access: { authorizer } }) as unknown as Operation;
    const found = alsoAllowed([operation(open, path), operation(guarded, guardedPath, { kind: 'iam' })]);
    expect(found.length > 0).toBe(allows);
  });

  it('is refused if it is longer than API Gateway accepts', () => {
    const allow = Array.from({ length: 700 }, (_, n) => `10.${n >> 8}.${n & 255}.0/24`);
    const definition = compile(contractOf({ '/items': [] }), stageWith({ allow }), FACTS);
    expect(() => checkPolicyLength(definition)).toThrow(/has \d+ characters; API Gateway accepts at most 8192/);
  });

  it('does not depend on the order of kinds for what it matches', () => {
    const callers = fc.subarray(['203.0.113.0/24', '123456789012', 'o-a1b2c3d4e5'], {
      minLength: 1,
    });
    fc.assert(
      fc.property(callers, (allow) => {
        const [, deny] = policyOf({ allow }).Statement;
        const [, reversed] = policyOf({ allow: [...allow].reverse() }).Statement;
        expect(deny).toEqual(reversed);
        const conditions = Object.values(deny?.Condition as Record<string, Record<string, string[]>>);
        expect(conditions.flatMap((keys) => Object.values(keys).flat()).sort()).toEqual([...allow].sort());
      }),
    );
  });
});
