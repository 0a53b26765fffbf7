/** The README of a project whose contract was imported: its operations, and calls that work. Pure. */
import { code } from '../../text/markdown-code.ts';
import type { Operation } from '../model/operations.ts';

export interface ReadmeOf {
  readonly name: string;
  readonly title: string;
  readonly operations: readonly Operation[];
  /** The file of the user's function that serves all operations, such as `src/handler.ts`. */
  readonly handler?: string;
  /** The schemes whose authorizers are in the project. Default: none. */
  readonly written?: readonly string[];
  /** Whether the project has packages of npm. Default: it has. */
  readonly installs?: boolean;
}

/** Nobody reads longer tables. `apikit openapi docs` shows all operations. */
const MOST_ROWS = 40;
const MOST_CALLS = 3;

export function readme({ name, title, operations, handler, written = [], installs = true }: ReadmeOf): string {
  const schemes = operations.flatMap(({ access }) => (isOwn(access.authorizer?.kind) ? access.authorizer!.scheme : []));
  const authorizers = [...new Set(schemes)].filter((scheme) => !written.includes(scheme));
  const needsKey = operations.some(({ access }) => access.key);
  const calls = operations.filter(isSimple).slice(0, MOST_CALLS);
  const rows = operations
    .slice(0, MOST_ROWS)
    .map((each) => `| ${inCell(`${each.method} ${each.path}`)} | ${answeredBy(each, handler)} | ${accessText(each)} |`);
  const more = operations.length - rows.length;
  return `${[
    `# ${oneLine(title)}`,
    '',
    `The API ${name}, imported from an OpenAPI document: API Gateway and Lambda, deployed by \`apikit\` (the npm package \`apikit-cli\`).`,
    '',
    '```sh',
    ...(installs ? ['npm install'] : []),
    ...authorizers.map((scheme) => `apikit add authorizer ${scheme}`),
    'apikit dev    # runs the API on this machine and deploys at every save; no account, no Docker',
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
      ? 'An operation returns 501 until you write its function in `src/operations/`.'
      : `${code(handler)} serves every operation that has no integration of its own.`,
    '',
    '## Operations',
    '',
    '| operation | served by | who may call |',
    '| --- | --- | --- |',
    ...rows,
    ...(more > 0 ? ['', `${more} more are in \`openapi.yaml\`; \`apikit openapi docs --open\` shows all.`] : []),
  ].join('\n')}\n`;
}

/** Whether a person can call the operation without creating anything first. */
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
  return inCell(handler ?? `src/operations/${operationId}.ts`);
}

function accessText({ access: { key, authorizer } }: Operation): string {
  const who = authorizer?.kind === 'iam' ? 'AWS signatures' : authorizer && `the authorizer ${authorizer.scheme}`;
  return [who, key ? 'an API key' : undefined].filter(Boolean).join(' and ') || 'everybody';
}

/** A vertical bar would end the cell of the table, even in code. */
const inCell = (text: string) => code(text).replaceAll('|', '\\|');

const isOwn = (kind: string | undefined) => kind === 'token' || kind === 'request';
const oneLine = (text: string) => text.replaceAll(/[\s|`<>]+/g, ' ').trim();
