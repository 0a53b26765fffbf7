/**
 * Writes a walk as a Postman collection, v2.1. Postman replaces `{{name}}` with the variables of the user who runs it,
 * so no text of the contract may contain double braces. They are escaped in JSON and encoded in an address. A text that
 * cannot be written in another way is left out, and the description names it. Pure.
 */
import { urlValue } from '../testing/wire.ts';
import { braceFreeJson, hasBraces } from './braces.ts';
import type { Address, Field, Step, Walk } from './walk.ts';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/** Key and token are variables without a value, because users share collections. */
export function postmanCollection(walk: Walk, { url }: Address): object {
  return {
    info: { name: walk.title, schema: SCHEMA },
    item: walk.steps.map(itemOf),
    variable: [
      { key: 'baseUrl', value: url },
      ...(walk.usesKey ? [{ key: 'apiKey', value: '' }] : []),
      ...(walk.usesToken ? [{ key: 'token', value: '' }] : []),
      ...Object.entries(walk.variables).map(([key, value]) => ({ key, value })),
      ...walk.steps.flatMap(({ makes }) => (makes ? [{ key: makes.variable, value: '' }] : [])),
    ],
  };
}

function itemOf(step: Step): object {
  const { operation, title, name } = step;
  const script = scriptOf(step);
  const body = bodyOf(step);
  const leftOut = [
    ...step.headers.filter(({ value }) => hasBraces(value)).map((header) => `the header ${header.name}`),
    ...(step.body && body === undefined ? ['the body'] : []),
  ];
  return {
    name: title,
    ...(script.length > 0 && { event: [{ listen: 'test', script: { type: 'text/javascript', exec: script } }] }),
    request: {
      method: operation.method === 'ANY' ? 'GET' : operation.method,
      description: [
        name,
        ...(leftOut.length > 0
          ? [`Left out here, because Postman would replace the text between braces: ${leftOut.join(', ')}.`]
          : []),
      ].join('\n\n'),
      auth: { type: 'noauth' },
      header: headersOf(step, body !== undefined),
      url: urlOf(step),
      ...(body !== undefined && {
        body: {
          mode: 'raw',
          raw: body,
          options: { raw: { language: step.body?.value === undefined ? 'text' : 'json' } },
        },
      }),
    },
    response: [],
  };
}

function headersOf({ operation: { access }, headers, body }: Step, sent: boolean): object[] {
  const { key, authorizer } = access;
  return [
    ...(key ? [{ key: 'x-api-key', value: '{{apiKey}}' }] : []),
    ...(authorizer && authorizer.kind !== 'iam' ? [{ key: 'Authorization', value: 'Bearer {{token}}' }] : []),
    ...(body && sent ? [{ key: 'Content-Type', value: body.type }] : []),
    ...headers.filter(({ value }) => !hasBraces(value)).map(fieldOf),
  ];
}

const fieldOf = ({ name, value, optional }: Field) => ({ key: name, value, ...(optional && { disabled: true }) });

function urlOf({ path, query }: Step): object {
  // Postman would read a segment that begins with a colon as a variable.
  const segments = path.map((part) => (typeof part === 'string' ? part.replace(/^:/, '%3A') : `{{${part.variable}}}`));
  const encoded = query.map((field) => ({ ...field, name: urlValue(field.name), value: urlValue(field.value) }));
  const sent = encoded.filter(({ optional }) => !optional);
  const search = sent.map(({ name, value }) => `${name}=${value}`).join('&');
  return {
    raw: `{{baseUrl}}/${segments.join('/')}${search && `?${search}`}`,
    host: ['{{baseUrl}}'],
    path: segments,
    ...(query.length > 0 && { query: encoded.map(fieldOf) }),
  };
}

function bodyOf({ body }: Step): string | undefined {
  if (body === undefined) return undefined;
  if (body.value !== undefined) return braceFreeJson(body.value);
  return hasBraces(body.text) ? undefined : body.text;
}

function scriptOf({ statuses, makes }: Step): string[] {
  const expected = statuses.join(' or ');
  return [
    ...(statuses.length > 0
      ? [`pm.test('answers ${expected}', () => pm.expect(pm.response.code).to.be.oneOf(${JSON.stringify(statuses)}));`]
      : []),
    ...(makes
      ? [
          `const made = ${braceFreeJson(makes.member, 0)}.reduce((value, name) => value?.[name], pm.response.json());`,
          `pm.collectionVariables.set(${JSON.stringify(makes.variable)}, encodeURIComponent(made));`,
        ]
      : []),
  ];
}
