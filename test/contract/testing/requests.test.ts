/** The requests that a test sends, and the events that tuning makes of them, with values that need care. */
import { expect, it } from 'vitest';
import { planCases } from '../../../src/contract/testing/plan-cases.ts';
import { requestOf } from '../../../src/contract/testing/request-of.ts';
import { tuningRequests } from '../../../src/contract/testing/tuning-requests.ts';
import { smallContract, testAgainst } from './small-api.ts';

const responses = { 200: { description: 'OK' } };
const schema = { type: 'string' };
const contractOf = (parameters: object[], path = '/a') =>
  smallContract({ [path]: { get: { operationId: 'getA', parameters, responses } } });

function requests(parameters: object[], path?: string) {
  const { document, operations } = contractOf(parameters, path);
  const { cases } = planCases(document, operations, 1);
  return Object.fromEntries(
    cases.map(({ name, tested, request }) => [name, requestOf(tested, request, { url: 'https://a' })]),
  );
}

it('has all cookies in one header, and leaves out one of them', () => {
  const cookie = (name: string, example: string) => ({ name, in: 'cookie', required: true, schema, example });
  const sent = requests([cookie('session', 'a b'), cookie('theme', 'dark')]);
  expect(sent['as it is']?.headers.cookie).toBe('session=a%20b; theme=dark');
  expect(sent['without the cookie parameter session']?.headers.cookie).toBe('theme=dark');
  const [only] = Object.values(requests([cookie('session', 'a')]));
  expect(only?.headers.cookie).toBe('session=a');
  expect(requests([cookie('session', 'a')])['without the cookie parameter session']?.headers).not.toHaveProperty(
    'cookie',
  );
});

it('names a value with members as JSON', () => {
  const filter = { name: 'filter', in: 'query', content: { 'application/json': { example: { a: [1] } } } };
  expect(Object.keys(requests([filter]))).toContain('with filter={"a":[1]}');
});

it('can be sent if a value is not well-formed', () => {
  const parameter = { name: 'q', in: 'query', required: true, schema, example: 'a\ud800' };
  expect(requests([parameter])['as it is']?.url).toBe('https://a/a?q=a%EF%BF%BD');
});

it('is made into an event with values as they are, and with repeated ones joined', () => {
  const { document, operations } = contractOf(
    [
      { name: 'id', in: 'path', required: true, schema, example: '50% a%20b' },
      { name: 'tag', in: 'query', required: true, schema: { type: 'array', items: schema }, example: ['a', 'b'] },
    ],
    '/a/{id}',
  );
  const eventOf = (payload: '1.0' | '2.0') =>
    JSON.parse(tuningRequests(document, operations, { stage: 'dev', payload }, undefined).requests[0]!.event);
  expect(eventOf('2.0')).toMatchObject({
    pathParameters: { id: '50% a%20b' },
    queryStringParameters: { tag: 'a,b' },
    rawPath: '/dev/a/50%25%20a%2520b',
  });
  expect(eventOf('1.0')).toMatchObject({
    pathParameters: { id: '50% a%20b' },
    queryStringParameters: { tag: 'b' },
    multiValueQueryStringParameters: { tag: ['a', 'b'] },
  });
});

it('goes to a resource whose Location has a percent sign that encodes nothing', async () => {
  const id = { name: 'id', in: 'path', required: true, schema };
  const paths = {
    '/a': { post: { operationId: 'createA', responses: { 201: { description: 'Made' } } } },
    '/a/{id}': {
      parameters: [id],
      get: { operationId: 'getA', responses },
      delete: { operationId: 'deleteA', responses },
    },
  };
  const run = await testAgainst(
    paths,
    ({ line }) => (line.startsWith('POST') ? { status: 201, headers: { location: '/a/50%' } } : { status: 200 }),
    { only: 'getA' },
  );
  expect(run.results.flatMap(({ problems }) => problems)).toEqual([]);
  expect(run.received.map(({ line }) => line)).toContain('GET /a/50%25');
});
