/** The template's part of authorizers: which authorizer an event is for, and the response that is safe to cache. */
import { describe, expect, it } from 'vitest';
import {
  type AuthorizedRoute,
  type AuthorizerEvent,
  type AuthorizerResult,
  answerAuthorizer,
  isAuthorizerEvent,
  toAuthorizerAnswer,
} from '../../src/templates/shared/files/typescript/src/api/authorizer.ts';
import { callerOf, missingScope } from '../../src/templates/shared/files/typescript/src/api/caller.ts';

const API = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3';

const route = (method: string, path: string, scheme: string, kind: 'token' | 'request' | 'iam'): AuthorizedRoute => ({
  method,
  path,
  access: { key: false, authorizer: { scheme, kind, scopes: [] } },
});

/** Each authorizer returns its own name and its event. */
const named = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, async () => ({ principalId: name })]));

const token = (path: string, method = 'GET'): AuthorizerEvent => ({
  type: 'TOKEN',
  methodArn: `${API}/dev/${method}${path}`,
  authorizationToken: 'Bearer x',
});

const request = (resource: string, path: string, httpMethod = 'GET'): AuthorizerEvent => ({
  type: 'REQUEST',
  methodArn: `${API}/dev/${httpMethod}${path}`,
  resource,
  path,
  httpMethod,
  headers: { Authorization: 'Bearer x', 'X-Office': 'o' },
  queryStringParameters: { a: '1' },
  requestContext: { identity: { sourceIp: '203.0.113.7' } },
});

describe('the authorizer of an event', () => {
  const routes = [
    route('GET', '/items/{id}', 'one', 'token'),
    route('ANY', '/items/{id}', 'four', 'request'),
    route('POST', '/items/{id}', 'five', 'request'),
    route('DELETE', '/items/{id}', 'six', 'request'),
    route('PUT', '/items/{id}', 'none', 'iam'),
  ];
  const all = named('one', 'four', 'five', 'six');
  it.each([
    [token('/items/17'), 'one'],
    [request('/items/{id}', '/items/17', 'POST'), 'five'],
    [request('/items/{id}', '/items/17', 'DELETE'), 'six'],
    [request('/items/{id}', '/items/17', 'PATCH'), 'four'],
  ])('%j', async (event, expected) => {
    expect((await answerAuthorizer(event, routes, all)).principalId).toBe(expected);
  });

  it('is the only one of its type, for any path', async () => {
    const only = [route('GET', '/a', 'one', 'token'), route('GET', '/b', 'two', 'request')];
    expect((await answerAuthorizer(token('/elsewhere'), only, all)).principalId).toBe('one');
  });

  it('is never guessed', async () => {
    await expect(answerAuthorizer(request('/new', '/new'), routes, all)).rejects.toThrow('no authorizer');
    await expect(answerAuthorizer(token('/items/17'), routes, {})).rejects.toThrow('no authorizer');
    const two = [...routes, route('GET', '/items/search', 'two', 'token')];
    await expect(answerAuthorizer(token('/items/search'), two, all)).rejects.toThrow('no authorizer');
    const odd = [route('GET', '/a', 'toString', 'token')];
    await expect(answerAuthorizer(token('/a'), odd, {})).rejects.toThrow('no authorizer');
  });

  it('is not confused with a request', () => {
    expect(isAuthorizerEvent(token('/'))).toBe(true);
    expect(isAuthorizerEvent(request('/', '/'))).toBe(true);
    expect(isAuthorizerEvent({ httpMethod: 'GET', resource: '/', body: '{"type":"TOKEN","methodArn":"x"}' })).toBe(
      false,
    );
  });
});

it('the authorizer is called for every scheme of the event', async () => {
  const asked: unknown[] = [];
  const authorizers = {
    s: async (question: unknown): Promise<AuthorizerResult> => {
      asked.push(question);
      return 'denied';
    },
  };
  await answerAuthorizer(
    request('/items/{id}', '/items/17'),
    [route('GET', '/items/{id}', 's', 'request')],
    authorizers,
  );
  await answerAuthorizer(token('/items/17'), [route('GET', '/items/{id}', 's', 'token')], authorizers);
  const common = { scheme: 's', token: 'Bearer x', method: 'GET', path: '/items/17' };
  expect(asked).toEqual([
    {
      ...common,
      headers: { authorization: 'Bearer x', 'x-office': 'o' },
      query: { a: '1' },
      sourceIp: '203.0.113.7',
    },
    { ...common, headers: {}, query: {}, sourceIp: '' },
  ]);
});

describe('the response', () => {
  it('applies to the whole stage, because API Gateway caches it for other operations', () => {
    const context = { scope: 'a b', admin: true, age: 7 };
    expect(toAuthorizerAnswer(`${API}/dev/GET/items/17/../x`, { principalId: 'ada', context })).toEqual({
      principalId: 'ada',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${API}/dev/*/*` }],
      },
      context,
    });
    expect(toAuthorizerAnswer(`${API}/dev/GET/`, 'denied').policyDocument.Statement[0]).toMatchObject({
      Effect: 'Deny',
      Resource: `${API}/dev/*/*`,
    });
  });

  it('is the one error that API Gateway turns into a 401', () => {
    expect(() => toAuthorizerAnswer(`${API}/dev/GET/`, 'unauthorized')).toThrow(/^Unauthorized$/);
  });
});

describe('the caller', () => {
  it.each([
    [
      { authorizer: { principalId: 'ada', scope: 'a b', integrationLatency: 3 } },
      { id: 'ada', context: { scope: 'a b' }, scopes: ['a', 'b'] },
    ],
    [{ authorizer: { claims: { sub: '1', email: 'e' } } }, { id: '1', context: { sub: '1', email: 'e' }, scopes: [] }],
    [
      { authorizer: null, identity: { userArn: 'arn:aws:iam::1:root' } },
      { id: 'arn:aws:iam::1:root', context: {}, scopes: [] },
    ],
    [{ authorizer: null, identity: { userArn: null } }, undefined],
    [{}, undefined],
  ])('%j', (context, expected) => {
    expect(callerOf(context)).toEqual(expected);
  });

  it('needs all scopes of the operation', () => {
    const access = { key: false, authorizer: { scheme: 's', kind: 'cognito' as const, scopes: ['a', 'b'] } };
    const caller = (scopes: string[]) => ({ id: 'x', context: {}, scopes });
    expect(missingScope(access, caller(['a']))).toBe('b');
    expect(missingScope(access, caller(['b', 'a', 'c']))).toBeUndefined();
    expect(missingScope(access, undefined)).toBe('a');
    expect(missingScope({ key: true }, undefined)).toBeUndefined();
  });
});
