/**
 * Writes a walk as a collection of Insomnia, in the file format of version 5. Insomnia renders addresses, headers,
 * bodies and variables as templates: `{{ _.name }}` is a variable, `{% … %}` runs a tag that can read files, and
 * `{# … #}` is removed. So no text of the contract contains one of them: they are escaped in JSON and encoded in an
 * address. A text that cannot be written in another way is left out, and the description names it. Pure.
 * Source: github.com/Kong/insomnia, packages/insomnia/src/common/import-v5-parser.ts.
 */
import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { urlValue } from '../testing/wire.ts';
import { braceFreeJson, hasBraces } from './braces.ts';
import { foldersOf } from './folders.ts';
import type { Address, Field, Step, Walk } from './walk.ts';

/** Key and token are variables without a value, because users share collections. */
export function insomniaCollection(walk: Walk, { url }: Address): string {
  const made = walk.steps.flatMap(({ makes }) => (makes ? [[makes.variable, ''] as const] : []));
  const document = {
    type: 'collection.insomnia.rest/5.0',
    name: walk.title,
    meta: { id: idOf('wrk', walk.title) },
    collection: foldersOf(walk).map(({ title, steps }, place) => ({
      name: title,
      meta: { id: idOf('fld', title), sortKey: place },
      children: steps.map(requestOf),
    })),
    environments: {
      name: 'Base Environment',
      meta: { id: idOf('env', walk.title) },
      data: {
        baseUrl: url,
        ...(walk.usesKey && { apiKey: '' }),
        ...(walk.usesToken && { token: '' }),
        ...walk.variables,
        ...Object.fromEntries(made),
      },
    },
  };
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** The same contract always gets the same IDs, so that a new import replaces the old one. */
const idOf = (kind: string, text: string) =>
  `${kind}_${createHash('sha256').update(`${kind} ${text}`).digest('hex').slice(0, 32)}`;

function requestOf(step: Step, place: number): object {
  const { operation, title, name, headers, body } = step;
  const text = body && bodyOf(body);
  const leftOut = [
    ...headers.filter(({ value }) => isTemplate(value)).map((header) => `the header ${header.name}`),
    ...(body && text === undefined ? ['the body'] : []),
  ];
  const script = scriptOf(step);
  return {
    name: title,
    meta: {
      id: idOf('req', name),
      sortKey: place,
      description: [
        name,
        ...(leftOut.length > 0
          ? [`Left out here, because Insomnia would run the text between braces: ${leftOut.join(', ')}.`]
          : []),
      ].join('\n\n'),
    },
    url: addressOf(step),
    method: operation.method === 'ANY' ? 'GET' : operation.method,
    ...(text !== undefined && { body: { mimeType: body?.type, text } }),
    parameters: step.query
      .filter(({ optional }) => optional)
      .map(({ name, value }) => ({ name: urlValue(name), value: urlValue(value), disabled: true })),
    headers: headersOf(step, text !== undefined),
    ...(script !== '' && { scripts: { afterResponse: script } }),
    // The request is sent exactly as it is written.
    settings: {
      renderRequestBody: false,
      encodeUrl: false,
      followRedirects: 'global',
      cookies: { send: true, store: true },
      rebuildPath: false,
    },
  };
}

const isTemplate = (text: string): boolean => hasBraces(text) || /\{#|#\}/.test(text);

function bodyOf({ text, value }: NonNullable<Step['body']>): string | undefined {
  if (value !== undefined) return braceFreeJson(value);
  return isTemplate(text) ? undefined : text;
}

function addressOf({ path, query }: Step): string {
  // Insomnia would read a segment that begins with a colon as a parameter.
  const segments = path.map((part) =>
    typeof part === 'string' ? part.replace(/^:/, '%3A') : `{{ _.${part.variable} }}`,
  );
  const search = query
    .filter(({ optional }) => !optional)
    .map(({ name, value }) => `${urlValue(name)}=${urlValue(value)}`)
    .join('&');
  return `{{ _.baseUrl }}/${segments.join('/')}${search && `?${search}`}`;
}

function headersOf({ operation: { access }, headers, body }: Step, sent: boolean): object[] {
  const { key, authorizer } = access;
  return [
    ...(key ? [{ name: 'x-api-key', value: '{{ _.apiKey }}' }] : []),
    ...(authorizer && authorizer.kind !== 'iam' ? [{ name: 'Authorization', value: 'Bearer {{ _.token }}' }] : []),
    ...(body && sent ? [{ name: 'Content-Type', value: body.type }] : []),
    ...headers.filter(({ value }) => !isTemplate(value)).map(fieldOf),
  ];
}

const fieldOf = ({ name, value, optional }: Field) => ({ name, value, ...(optional && { disabled: true }) });

function scriptOf({ statuses, makes }: Step): string {
  const expected = statuses.join(' or ');
  return [
    ...(statuses.length > 0
      ? [
          `insomnia.test('answers ${expected}', () => insomnia.expect(${JSON.stringify(statuses)}).to.include(insomnia.response.code));`,
        ]
      : []),
    ...(makes
      ? [
          `const made = ${braceFreeJson(makes.member, 0)}.reduce((value, name) => value?.[name], insomnia.response.json());`,
          `insomnia.environment.set(${JSON.stringify(makes.variable)}, encodeURIComponent(made));`,
        ]
      : []),
  ].join('\n');
}
