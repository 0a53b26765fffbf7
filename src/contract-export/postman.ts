/** A walk as a Postman collection, v2.1. Pure. */
import type { Field, Step, Walk } from './walk.ts';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/** Key and token are variables without a value: a collection is passed on. */
export function postmanCollection(walk: Walk, baseUrl: string): object {
  return {
    info: { name: walk.title, schema: SCHEMA },
    item: walk.steps.map(itemOf),
    variable: [
      { key: 'baseUrl', value: baseUrl },
      ...(walk.usesKey ? [{ key: 'apiKey', value: '' }] : []),
      ...(walk.usesToken ? [{ key: 'token', value: '' }] : []),
      ...Object.entries(walk.variables).map(([key, value]) => ({ key, value })),
      ...walk.steps.flatMap(({ makes }) => (makes ? [{ key: makes.variable, value: '' }] : [])),
    ],
  };
}

function itemOf(step: Step): object {
  const { operation, title, body } = step;
  const script = scriptOf(step);
  return {
    name: title,
    ...(script.length > 0 && { event: [{ listen: 'test', script: { type: 'text/javascript', exec: script } }] }),
    request: {
      method: operation.method === 'ANY' ? 'GET' : operation.method,
      description: operation.operationId,
      auth: { type: 'noauth' },
      header: headersOf(step),
      url: urlOf(step),
      ...(body && { body: { mode: 'raw', raw: pretty(body.text), options: { raw: { language: 'json' } } } }),
    },
    response: [],
  };
}

function headersOf({ operation: { access }, headers, body }: Step): object[] {
  const { key, authorizer } = access;
  return [
    ...(key ? [{ key: 'x-api-key', value: '{{apiKey}}' }] : []),
    ...(authorizer && authorizer.kind !== 'iam' ? [{ key: 'Authorization', value: 'Bearer {{token}}' }] : []),
    ...(body ? [{ key: 'Content-Type', value: body.type }] : []),
    ...headers.map(fieldOf),
  ];
}

const fieldOf = ({ name, value, optional }: Field) => ({ key: name, value, ...(optional && { disabled: true }) });

function urlOf({ path, query }: Step): object {
  const segments = path.map((part) => (typeof part === 'string' ? part : `{{${part.variable}}}`));
  const sent = query.filter(({ optional }) => !optional);
  const search = sent.map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return {
    raw: `{{baseUrl}}/${segments.join('/')}${search && `?${search}`}`,
    host: ['{{baseUrl}}'],
    path: segments,
    ...(query.length > 0 && { query: query.map(fieldOf) }),
  };
}

function scriptOf({ statuses, makes }: Step): string[] {
  const expected = statuses.join(' or ');
  return [
    ...(statuses.length > 0
      ? [`pm.test('answers ${expected}', () => pm.expect(pm.response.code).to.be.oneOf(${JSON.stringify(statuses)}));`]
      : []),
    ...(makes
      ? [
          `const made = ${JSON.stringify(makes.member)}.reduce((value, name) => value?.[name], pm.response.json());`,
          `pm.collectionVariables.set(${JSON.stringify(makes.variable)}, made);`,
        ]
      : []),
  ];
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
