/**
 * Writes a walk as a shell script of curl commands, which people can read and run. `jq` reads IDs from the responses.
 * `shellQuoted` quotes every text of the contract, and the script's variables have a prefix of their own, so that no
 * parameter can set `PATH` or the address of the API. Pure.
 */
import { shellQuoted } from '../../text/shell-quoted.ts';
import { urlValue } from '../testing/wire.ts';
import type { Address, Step, Walk } from './walk.ts';

export function shellScript(walk: Walk, { url, stage }: Address): string {
  return [
    '#!/bin/sh',
    `# ${walk.title}, from the contract by apikit export curl. Needs curl and jq.`,
    'set -eu',
    ...(url === ''
      ? needed('APIKIT_URL', `the address of the API, which \`apikit status --stage ${stage} --output url\` prints`)
      : [`[ -n "\${APIKIT_URL:-}" ] || APIKIT_URL=${shellQuoted(url)}`]),
    ...(walk.usesKey ? needed('APIKIT_KEY', `an API key, which \`apikit keys create me --stage ${stage}\` makes`) : []),
    ...(walk.usesToken ? needed('APIKIT_TOKEN', 'a bearer token of a user of the API') : []),
    ...Object.entries(walk.variables).map(([name, value]) => `${shellName(name)}=${shellQuoted(value)}`),
    ...walk.steps.flatMap(linesOf),
    '',
  ].join('\n');
}

function linesOf({ operation: { access, method }, title, path, query, headers, body, makes }: Step): string[] {
  const segments = path.map((part) => (typeof part === 'string' ? part : `{${part.variable}}`));
  const search = query
    .filter(({ optional }) => !optional)
    .map(({ name, value }) => `${urlValue(name)}=${urlValue(value)}`)
    .join('&');
  const address = `/${segments.join('/')}${search && `?${search}`}`;
  const command = [
    // The flags stop curl from interpreting `[1-9]`, `{a,b}` and `..` in an address, which would change the requests.
    'curl --fail-with-body -sS --globoff --path-as-is',
    ...methodFlag(method, body !== undefined),
    `"$APIKIT_URL"${withVariables(address)}`,
    ...(access.key ? ['-H "x-api-key: $APIKIT_KEY"'] : []),
    ...(access.authorizer && access.authorizer.kind !== 'iam' ? ['-H "Authorization: Bearer $APIKIT_TOKEN"'] : []),
    ...headers.filter(({ optional }) => !optional).map(({ name, value }) => `-H ${header(name, value)}`),
    ...(body ? [`-H ${header('Content-Type', body.type)}`, `--data-raw ${shellQuoted(body.text)}`] : []),
  ].join(' \\\n  ');
  const heading = ['', `# ${title}`];
  if (!makes) return [...heading, command, 'echo'];
  const member = `.${makes.member.map((name) => `[${JSON.stringify(name)}]`).join('')}`;
  const taken = `${member} // error("The response has no value for the next requests.") | @uri`;
  return [
    ...heading,
    `apikit_answer=$(${command})`,
    // `echo` would interpret backslashes in some shells.
    `printf '%s\\n' "$apikit_answer"`,
    `${shellName(makes.variable)}=$(printf '%s\\n' "$apikit_answer" | jq -r ${shellQuoted(taken)})`,
  ];
}

/**
 * curl sends POST if there is a body, and GET otherwise. Without `--head` it would wait for the body of a HEAD
 * response.
 */
function methodFlag(method: string, hasBody: boolean): string[] {
  if (method === 'HEAD') return ['--head'];
  if (method === 'GET' || method === 'ANY') return hasBody ? ['-X GET'] : [];
  return [`-X ${method}`];
}

/** Ends the script if the variable is not set. */
const needed = (variable: string, what: string) => [
  `if [ -z "\${${variable}:-}" ]; then`,
  `  echo ${shellQuoted(`Set ${variable} first: ${what}.`)} >&2`,
  '  exit 2',
  'fi',
];

const shellName = (variable: string) => `apikit_var_${variable}`;

/** Returns an address such as `/orders/{ordersId}/lines` as shell words. Literal parts of a path contain no braces. */
const withVariables = (address: string): string =>
  address
    .split(/\{(\w+)\}/)
    .map((part, index) => (index % 2 === 1 ? `"$${shellName(part)}"` : part && shellQuoted(part)))
    .join('');

/** curl leaves out a header that is written as `Name:`, and sends one without a value if it is written as `Name;`. */
const header = (name: string, value: string) => shellQuoted(value === '' ? `${name};` : `${name}: ${value}`);
