/** A walk as an `.http` file, for the REST client of VS Code and for JetBrains' HTTP client. Pure. */
import type { Step, Walk } from './walk.ts';

export function httpFile(walk: Walk, baseUrl: string): string {
  const made = new Set(walk.steps.flatMap(({ makes }) => makes?.variable ?? []));
  return [
    `# ${walk.title}, from the contract by apikit export http.`,
    ...(made.size > 0
      ? ['# Ids come from the answers of earlier requests (VS Code); JetBrains: write them into their @variables.']
      : []),
    `@baseUrl = ${baseUrl}`,
    ...(walk.usesKey ? ['@apiKey = '] : []),
    ...(walk.usesToken ? ['@token = '] : []),
    ...Object.entries(walk.variables).map(([name, value]) => `@${name} = ${value}`),
    ...walk.steps.flatMap(blockOf),
    '',
  ].join('\n');
}

function blockOf({ operation, title, path, query, headers, body, makes }: Step): string[] {
  const { access, method, operationId } = operation;
  const segments = path.map((part) => (typeof part === 'string' ? part : `{{${part.variable}}}`));
  const required = query.filter(({ optional }) => !optional);
  const search = required
    .map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  return [
    '',
    `### ${title}`,
    `# @name ${operationId}`,
    ...query
      .filter(({ optional }) => optional)
      .map(({ name, value }) => `# or with ?${name}=${encodeURIComponent(value)}`),
    ...headers.filter(({ optional }) => optional).map(({ name, value }) => `# or with ${name}: ${value}`),
    `${method === 'ANY' ? 'GET' : method} {{baseUrl}}/${segments.join('/')}${search && `?${search}`}`,
    ...(access.key ? ['x-api-key: {{apiKey}}'] : []),
    ...(access.authorizer && access.authorizer.kind !== 'iam' ? ['Authorization: Bearer {{token}}'] : []),
    ...headers.filter(({ optional }) => !optional).map(({ name, value }) => `${name}: ${value}`),
    ...(body ? [`Content-Type: ${body.type}`, '', pretty(body.text, body.value)] : []),
    ...(makes ? ['', `###`, `@${makes.variable} = {{${operationId}.response.body.$.${makes.member.join('.')}}}`] : []),
  ];
}

const pretty = (text: string, value: unknown) => (value === undefined ? text : JSON.stringify(value, null, 2));
