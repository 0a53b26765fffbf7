/**
 * Writes a walk as a folder of Bruno: a `.bru` file for each request, in a folder for each tag. The blocks of a file
 * end at a line with a brace. So every line of a text is indented, and every value is on one line. Bruno replaces
 * `{{name}}` everywhere, also by variables of the computer (`{{process.env.HOME}}`). So no text of the contract
 * contains double braces: they are escaped in JSON and encoded in an address. A text that cannot be written in another
 * way is left out, and the page of the request names it. Pure.
 * Sources: docs.usebruno.com/bru-lang, github.com/usebruno/bruno (packages/bruno-lang/v2/src/bruToJson.js).
 */
import { urlValue } from '../testing/wire.ts';
import { braceFreeJson, hasBraces } from './braces.ts';
import { fileNames } from './file-names.ts';
import { foldersOf } from './folders.ts';
import type { Address, Field, Step, Walk } from './walk.ts';

export interface BrunoFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly contents: string;
}

/** Key and token are secret variables, whose values Bruno stores outside of the folder. */
export function brunoFiles(walk: Walk, { url }: Address, environment: string): BrunoFile[] {
  const secrets = [...(walk.usesKey ? ['apiKey'] : []), ...(walk.usesToken ? ['token'] : [])];
  const folderName = fileNames(['environments']);
  const bruno = { version: '1', name: walk.title, type: 'collection', ignore: ['node_modules', '.git'] };
  const given = Object.entries(walk.variables).map(([name, value]) => `${name}: ${value}`);
  return [
    { path: 'bruno.json', contents: `${JSON.stringify(bruno, null, 2)}\n` },
    { path: 'collection.bru', contents: bruText(given.length > 0 ? [block('vars:pre-request', given)] : []) },
    {
      path: `environments/${environment}.bru`,
      contents: bruText([
        block('vars', [`baseUrl: ${url}`]),
        ...(secrets.length > 0 ? [`vars:secret [\n${indented(secrets.join(',\n'))}\n]`] : []),
      ]),
    },
    ...foldersOf(walk).flatMap(({ title, steps }, place) => {
      const folder = folderName(title, 'requests');
      const fileName = fileNames(['folder']);
      return [
        { path: `${folder}/folder.bru`, contents: bruText([block('meta', [`name: ${title}`, `seq: ${place + 1}`])]) },
        ...steps.map((step, index) => ({
          path: `${folder}/${fileName(step.name, 'request')}.bru`,
          contents: requestOf(step, index + 1),
        })),
      ];
    }),
  ];
}

function requestOf(step: Step, place: number): string {
  const { operation, title, name, query, headers, statuses, makes } = step;
  const body = bodyOf(step);
  const left = headers.filter(({ value }) => !isWritable(value));
  const leftOut = [
    ...left.map((header) => `the header ${header.name}`),
    ...(step.body && body === undefined ? ['the body'] : []),
  ];
  const method = operation.method === 'ANY' ? 'get' : operation.method.toLowerCase();
  const parameters = query.map((field) => pair({ ...field, name: keyOf(field.name), value: urlValue(field.value) }));
  const sentHeaders = headersOf(step, body !== undefined);
  return bruText([
    block('meta', [`name: ${title}`, 'type: http', `seq: ${place}`]),
    block(method, [`url: ${addressOf(step)}`, `body: ${body?.mode ?? 'none'}`, 'auth: none']),
    ...(parameters.length > 0 ? [block('params:query', parameters)] : []),
    ...(sentHeaders.length > 0 ? [block('headers', sentHeaders)] : []),
    ...(body ? [block(`body:${body.mode}`, [body.text])] : []),
    ...(makes ? [block('script:post-response', takenOf(makes))] : []),
    ...(statuses.length > 0 ? [block('tests', testOf(statuses))] : []),
    block('settings', ['encodeUrl: false']),
    block('docs', [
      name,
      ...(leftOut.length > 0
        ? [`Left out here, because Bruno would replace or change the text: ${leftOut.join(', ')}.`]
        : []),
    ]),
  ]);
}

const bruText = (blocks: readonly string[]) => (blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n`);
const block = (name: string, lines: readonly string[]) => `${name} {\n${indented(lines.join('\n'))}\n}`;
/** Other characters that end lines in JavaScript are a part of the line here. */
const indented = (text: string) =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');

/** A name that begins with `~` would be one that is turned off. */
const keyOf = (name: string) => urlValue(name).replace(/^~/, '%7E');
const pair = ({ name, value, optional }: Field) => `${optional ? '~' : ''}${name}: ${value}`;

/** A value that begins with three quotation marks would be one of several lines. */
const isWritable = (value: string): boolean => !hasBraces(value) && !value.startsWith("'''");

function headersOf({ operation: { access }, headers, body }: Step, sent: boolean): string[] {
  const { key, authorizer } = access;
  return [
    ...(key ? ['x-api-key: {{apiKey}}'] : []),
    ...(authorizer && authorizer.kind !== 'iam' ? ['Authorization: Bearer {{token}}'] : []),
    ...(body && sent ? [`Content-Type: ${body.type}`] : []),
    ...headers.filter(({ value }) => isWritable(value)).map(pair),
  ];
}

function addressOf({ path, query }: Step): string {
  // Bruno would read a segment that begins with a colon as a parameter.
  const segments = path.map((part) => (typeof part === 'string' ? part.replace(/^:/, '%3A') : `{{${part.variable}}}`));
  const search = query
    .filter(({ optional }) => !optional)
    .map(({ name, value }) => `${keyOf(name)}=${urlValue(value)}`)
    .join('&');
  return `{{baseUrl}}/${segments.join('/')}${search && `?${search}`}`;
}

/** Returns `undefined` if the format cannot express the body: Bruno reads all ends of lines as one. */
function bodyOf({ body }: Step): { readonly mode: 'json' | 'text'; readonly text: string } | undefined {
  if (body === undefined) return undefined;
  if (body.value !== undefined) return { mode: 'json', text: braceFreeJson(body.value) };
  return hasBraces(body.text) || /\r/.test(body.text) || body.text === ''
    ? undefined
    : { mode: 'text', text: body.text };
}

function takenOf({ variable, member }: NonNullable<Step['makes']>): string[] {
  return [
    `const made = ${braceFreeJson(member, 0)}.reduce((value, name) => value?.[name], res.getBody());`,
    `bru.setVar(${JSON.stringify(variable)}, encodeURIComponent(made));`,
  ];
}

const testOf = (statuses: readonly number[]): string[] => [
  `test("answers ${statuses.join(' or ')}", function () {`,
  `  expect(${JSON.stringify(statuses)}).to.include(res.getStatus());`,
  '});',
];
