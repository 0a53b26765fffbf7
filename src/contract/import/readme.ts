/** The README of a project whose contract was imported: what it serves, and calls of it that work. Pure. */
import type { Operation } from '../model/operations.ts';

export interface ReadmeOf {
  readonly name: string;
  readonly title: string;
  readonly operations: readonly Operation[];
  /** `src/handler.ts` where one function of the user's answers all. */
  readonly handler?: string;
}

/** Longer tables are nobody's reading; `apikit openapi docs` has all. */
const MOST_ROWS = 40;
const MOST_CALLS = 3;

export function readme({ name, title, operations, handler }: ReadmeOf): string {
  const authorizers = [
    ...new Set(operations.flatMap(({ access }) => (isOwn(access.authorizer?.kind) ? access.authorizer!.scheme : []))),
  ];
  const needsKey = operations.some(({ access }) => access.key);
  const calls = operations.filter(isSimple).slice(0, MOST_CALLS);
  const rows = operations
    .slice(0, MOST_ROWS)
    .map((each) => `| \`${each.method} ${each.path}\` | ${answeredBy(each, handler)} | ${whoMay(each)} |`);
  const more = operations.length - rows.length;
  return `${[
    `# ${oneLine(title)}`,
    '',
    `The API ${name}, imported from an OpenAPI document: API Gateway and Lambda, deployed by \`apikit\` (the npm package \`apikit-cli\`).`,
    '',
    '```sh',
    'npm install',
    ...authorizers.map((scheme) => `apikit add authorizer ${scheme}`),
    'apikit dev    # the API on this machine, deployed again at every save; no account, no Docker',
    '```',
    '',
    'In another terminal:',
    '',
    '```sh',
    ...(needsKey ? ['KEY=$(apikit keys create my-first-key --stage local)'] : []),
    'URL=$(apikit status --stage local --output url)',
    ...calls.map(curl),
    '```',
    '',
    ...(calls.length < operations.length
      ? ['`apikit export curl` writes a script that calls every operation.', '']
      : []),
    handler === undefined
      ? 'An operation answers 501 until its function in `src/operations/` is written.'
      : `\`${handler}\` answers every operation that has no integration of its own.`,
    '',
    '## Operations',
    '',
    '| operation | answered by | who may call |',
    '| --- | --- | --- |',
    ...rows,
    ...(more > 0 ? ['', `${more} more are in \`openapi.yaml\`; \`apikit openapi docs --open\` shows all.`] : []),
  ].join('\n')}\n`;
}

/** Something that a person can call without making anything first. */
function isSimple({ method, parameters, access }: Operation): boolean {
  const needed = parameters.filter((each) => each.required && each.in !== 'path');
  return method === 'GET' && needed.length === 0 && access.authorizer === undefined;
}

function curl({ path, access }: Operation): string {
  const key = access.key ? ' -H "x-api-key: $KEY"' : '';
  return `curl${key} "$URL${path.replaceAll(/\{[^}]*\}/g, '1')}"`;
}

function answeredBy({ operationId, settings }: Operation, handler: string | undefined): string {
  if (settings.integration) return `an integration of type ${settings.integration.type}`;
  return handler === undefined ? `\`src/operations/${operationId}.ts\`` : `\`${handler}\``;
}

function whoMay({ access: { key, authorizer } }: Operation): string {
  const who = authorizer?.kind === 'iam' ? 'AWS signatures' : authorizer && `the authorizer ${authorizer.scheme}`;
  return [who, key ? 'an API key' : undefined].filter(Boolean).join(' and ') || 'everybody';
}

const isOwn = (kind: string | undefined) => kind === 'token' || kind === 'request';
const oneLine = (text: string) => text.replaceAll(/[\s|`<>]+/g, ' ').trim();
