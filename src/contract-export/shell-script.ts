/** A walk as a shell script of curl commands, for people to read and to run; `jq` takes ids out of answers. Pure. */
import type { Step, Walk } from './walk.ts';

export function shellScript(walk: Walk, baseUrl: string): string {
  return [
    '#!/bin/sh',
    `# ${oneLine(walk.title)}, from the contract by apikit export curl. Needs curl and jq.`,
    'set -eu',
    `APIKIT_URL=\${APIKIT_URL:-${baseUrl}}`,
    ...(walk.usesKey ? [needed('APIKIT_KEY', 'an API key')] : []),
    ...(walk.usesToken ? [needed('APIKIT_TOKEN', 'a bearer token')] : []),
    ...Object.entries(walk.variables).map(([name, value]) => `${name}=${quoted(value)}`),
    ...walk.steps.flatMap(linesOf),
    '',
  ].join('\n');
}

function linesOf({ operation: { access, method }, title, path, query, headers, body, makes }: Step): string[] {
  const segments = path.map((part) => (typeof part === 'string' ? part : `\${${part.variable}}`));
  const search = query
    .filter(({ optional }) => !optional)
    .map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  const command = [
    'curl --fail-with-body -sS',
    ...(method === 'GET' || method === 'ANY' ? [] : [`-X ${method}`]),
    `"\${APIKIT_URL}/${segments.join('/')}${search && `?${search}`}"`,
    ...(access.key ? ['-H "x-api-key: $APIKIT_KEY"'] : []),
    ...(access.authorizer && access.authorizer.kind !== 'iam' ? ['-H "Authorization: Bearer $APIKIT_TOKEN"'] : []),
    ...headers.filter(({ optional }) => !optional).map(({ name, value }) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body ? [`-H ${quoted(`Content-Type: ${body.type}`)}`, `--data-raw ${quoted(body.text)}`] : []),
  ].join(' \\\n  ');
  const heading = ['', `# ${oneLine(title)}`];
  if (!makes) return [...heading, command, 'echo'];
  const member = makes.member.map((name) => `[${JSON.stringify(name)}]`).join('');
  return [
    ...heading,
    `answer=$(${command})`,
    'echo "$answer"',
    `${makes.variable}=$(echo "$answer" | jq -r ${quoted(`.${member}`)})`,
  ];
}

/** Ends the script where the variable is not set. */
const needed = (variable: string, what: string) => `: "\${${variable}:?${what}}"`;

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
const oneLine = (text: string) => text.replace(/\s+/g, ' ');
