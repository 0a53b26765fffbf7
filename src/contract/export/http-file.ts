/**
 * Writes a walk as an `.http` file. The clients agree on requests and variables, but not on how to read a value from a
 * response: the REST client of VS Code refers to the response of a named request, while JetBrains' client and httpyac
 * run a script after it. They also fill in `{{…}}`, run `{% … %}` and include files (`< file`) wherever they find them.
 * So a text of the contract that contains one of these is escaped, or left out with a note. Pure.
 * Sources: github.com/Huachao/vscode-restclient (README, src/utils/selector.ts),
 * jetbrains.com/help/idea/exploring-http-syntax.html, httpyac.github.io/guide/request.html.
 */
import { urlValue } from '../testing/wire.ts';
import { braceFreeJson, hasBraces } from './braces.ts';
import type { HttpClient } from './http-clients.ts';
import type { Address, Field, Step, Walk } from './walk.ts';
import { comment } from './writable.ts';

export function httpFile(walk: Walk, { url }: Address, client: HttpClient): string {
  return [
    `# ${withoutBraces(walk.title)}, from the contract by apikit export http.`,
    ...(walk.steps.some(({ makes }) => makes)
      ? [`# IDs come from the responses of earlier requests (${READERS[client]}).`]
      : []),
    `@baseUrl = ${url || 'https://address-of-the-api'}`,
    // httpyac does not define a variable without a value.
    ...(walk.usesKey ? ['@apiKey = your-api-key'] : []),
    ...(walk.usesToken ? ['@token = your-token'] : []),
    ...Object.entries(walk.variables).map(([name, value]) => `@${name} = ${value}`),
    ...walk.steps.flatMap((step) => blockOf(step, client)),
    '',
  ].join('\n');
}

const READERS: Readonly<Record<HttpClient, string>> = {
  vscode: 'as the REST Client of VS Code reads them; for others: --for jetbrains, --for httpyac',
  jetbrains: "as JetBrains' HTTP Client and httpyac read them; for VS Code: --for vscode",
  httpyac: "as httpyac and JetBrains' HTTP Client read them; for VS Code: --for vscode",
};

function blockOf(step: Step, client: HttpClient): string[] {
  const { operation, title, name, path, query, headers } = step;
  const { access, method } = operation;
  const segments = path.map((part) => (typeof part === 'string' ? part : `{{${part.variable}}}`));
  const written = ({ name, value }: Field) => `${urlValue(name)}=${urlValue(value)}`;
  const search = query
    .filter(({ optional }) => !optional)
    .map(written)
    .join('&');
  const body = bodyOf(step);
  const unwritable = headers.filter(({ value }) => hasBraces(value));
  return [
    '',
    `### ${withoutBraces(title)}`,
    `# @name ${name}`,
    ...query.filter(({ optional }) => optional).map((field) => `# or with ?${written(field)}`),
    ...headers
      .filter((field) => field.optional && !hasBraces(field.value))
      .map(({ name, value }) => `# or with ${name}: ${value}`),
    ...unwritable.map(
      (field) => `# The header ${field.name} is left out: its value contains braces, which the client would replace.`,
    ),
    ...(step.body && body === undefined ? ['# The body is left out: this file has no way to write its text.'] : []),
    `${method === 'ANY' ? 'GET' : method} {{baseUrl}}/${segments.join('/')}${search && `?${search}`}`,
    ...(access.key ? ['x-api-key: {{apiKey}}'] : []),
    ...(access.authorizer && access.authorizer.kind !== 'iam' ? ['Authorization: Bearer {{token}}'] : []),
    ...headers
      .filter((field) => !field.optional && !hasBraces(field.value))
      .map(({ name, value }) => `${name}: ${value}`),
    ...(step.body && body !== undefined ? [`Content-Type: ${step.body.type}`, '', body] : []),
    ...takenOf(step, client),
  ];
}

/** Returns the lines that read the value for later requests from the response. */
function takenOf({ name, makes }: Step, client: HttpClient): string[] {
  if (!makes) return [];
  if (client !== 'vscode') {
    const member = makes.member.map((each) => `?.[${scriptText(each)}]`).join('');
    return [
      '',
      `> {% client.global.set(${scriptText(makes.variable)}, encodeURIComponent(response.body${member})); %}`,
    ];
  }
  // Other names would be expressions, which the client's JSONPath evaluates.
  if (!makes.member.every((each) => /^[A-Za-z_]\w*$/.test(each)))
    return [
      '',
      '###',
      `# Copy the value for the next requests from the response of ${name}.`,
      `@${makes.variable} = value`,
    ];
  return ['', '###', `@${makes.variable} = {{${name}.response.body.$.${makes.member.join('.')}}}`];
}

/** Returns a JavaScript string that cannot end the script around it. */
const scriptText = (text: string) =>
  JSON.stringify(text).replace(
    /[%{}<>]|[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Every client reads a line with such a beginning as text. Other lines may be a comment, a script or a file. */
const PLAIN_LINE = /^(?:[\p{L}\p{N}"'([{}\]*+.,;:=&-]|<[A-Za-z/!]|<\?xml|$)/u;

/** Returns `undefined` if the format cannot express the body. */
function bodyOf({ body }: Step): string | undefined {
  if (body === undefined) return undefined;
  if (body.value !== undefined) return braceFreeJson(body.value);
  const plain =
    !hasBraces(body.text) && body.text.split(/\r\n|[\r\n\u2028\u2029]/).every((line) => PLAIN_LINE.test(line.trim()));
  return plain ? body.text : undefined;
}

const withoutBraces = (text: string) => comment(text.replace(/[{}]/g, ' '));
