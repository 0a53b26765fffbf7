/**
 * The values of parameter mappings: one variable (`$request.header.x`), a text with variables in braces
 * (`${request.path.a}-${context.requestId}`), or a plain text.
 */
import { queryParameters } from './event-parts.ts';
import type { HttpAnswer } from './http-answer.ts';
import { httpContextVariable } from './http-context.ts';
import type { HttpInvocation } from './http-invocation.ts';

/** Returns `undefined` if a variable has no value: the mapping is skipped. */
export type MappedValue = (invocation: HttpInvocation, answer?: HttpAnswer) => string | undefined;

const NAME = String.raw`(?:request|response)\.(?:header|querystring|body|path)(?:\.[^\s${'$'}{}]+)?|(?:context|stageVariables)\.[\w.]+`;
const ALONE = new RegExp(String.raw`^\$(?:(${NAME})|\{(${NAME})\})$`);
const IN_BRACES = new RegExp(String.raw`\$\{(${NAME})\}`, 'g');

export function compileMappedValue(text: string): MappedValue {
  const [, bare, braced] = ALONE.exec(text) ?? [];
  const name = bare ?? braced;
  if (name !== undefined) return compileVariable(name);
  const variables = [...text.matchAll(IN_BRACES)].map((match) => ({ match, read: compileVariable(match[1]!) }));
  return (invocation, answer) => {
    let filled = '';
    let end = 0;
    for (const { match, read } of variables) {
      const value = read(invocation, answer);
      if (value === undefined) return undefined;
      filled += text.slice(end, match.index) + value;
      end = match.index + match[0].length;
    }
    return filled + text.slice(end);
  };
}

function compileVariable(variable: string): MappedValue {
  const [, source, , place = '', name = ''] =
    /^(request|response|context|stageVariables)(\.(header|querystring|body|path)(?:\.(.+))?)?/.exec(variable) ?? [];
  if (source === 'context') return httpContextVariable(variable.slice('context.'.length));
  if (source === 'stageVariables') {
    const key = variable.slice('stageVariables.'.length);
    return ({ stage }) => stage!.variables[key];
  }
  return source === 'response' ? responseValue(place, name) : requestValue(place, name);
}

function requestValue(place: string, name: string): MappedValue {
  switch (place) {
    case 'header':
      return ({ headers }) => headers.get(name.toLowerCase())?.values.join(',');
    case 'querystring':
      return ({ queryString }) => queryParameters(queryString)[name]?.join(',');
    case 'path':
      return ({ path, route }) => (name === '' ? path : route!.pathParameters[name]);
    default:
      return ({ body }) => bodyValue(body, name);
  }
}

function responseValue(place: string, name: string): MappedValue {
  if (place === 'header') {
    return (_, answer) => {
      const values = answer?.headers.filter(([key]) => key === name.toLowerCase()).map(([, value]) => value) ?? [];
      return values.length === 0 ? undefined : values.join(',');
    };
  }
  return (_, answer) => bodyValue(Buffer.from(answer?.body ?? ''), name);
}

/** "API Gateway truncates the body at 100 KB and then applies the selection expression"; without a path it is whole. */
const MOST = 102_400;

function bodyValue(body: Buffer, path: string): string | undefined {
  if (path === '') return body.length === 0 ? undefined : body.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(body.subarray(0, MOST).toString('utf8'));
  } catch {
    return undefined;
  }
  for (const step of path.replaceAll(/\[(\d+)\]/g, '.$1').split('.')) {
    const holder = value as Readonly<Record<string, unknown>> | null | undefined;
    value = typeof holder === 'object' && holder !== null && Object.hasOwn(holder, step) ? holder[step] : undefined;
  }
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
