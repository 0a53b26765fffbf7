/** Parameter mappings of HTTP APIs: what an integration changes in requests and responses (docs/aws/http-apis.md). */
import type { HttpIntegration } from '../../state/http-apis/model.ts';
import { queryParameters } from './event-parts.ts';
import { type HttpAnswer, isSendable } from './http-answer.ts';
import type { HttpInvocation } from './http-invocation.ts';
import { compileMappedValue } from './mapped-value.ts';

type Action = 'append' | 'overwrite' | 'remove';

/** Returns the request as the integration sees it; the invocation itself keeps what the client sent. */
export type RequestMapping = (invocation: HttpInvocation) => HttpInvocation;

/** Returns `undefined` without mappings. */
export function compileRequestMapping({ RequestParameters = {} }: HttpIntegration): RequestMapping | undefined {
  const mappings = Object.entries(RequestParameters).map(([key, text]) => ({
    ...placeOf(key),
    read: compileMappedValue(text),
  }));
  if (mappings.length === 0) return undefined;
  return (invocation) => {
    const headers = new Map(invocation.headers);
    const query = new Map(Object.entries(queryParameters(invocation.queryString)));
    let { path, rawPath, decodedPath } = invocation;
    for (const { action, place, name, read } of mappings) {
      const value = action === 'remove' ? undefined : read(invocation);
      if (value === undefined && action !== 'remove') continue;
      if (place === 'path') {
        rawPath = rawPath.slice(0, rawPath.length - path.length) + value;
        path = value!;
        decodedPath = rawPath;
      } else if (place === 'header') changeHeader(headers, action, name, value);
      else changeQuery(query, action, name, value);
    }
    return { ...invocation, headers, path, rawPath, decodedPath, queryString: queryText(query) };
  };
}

export type ResponseMapping = (invocation: HttpInvocation, answer: HttpAnswer) => HttpAnswer;

/** The mappings belong to the statuses of the integration. Returns `undefined` without mappings. */
export function compileResponseMapping({ ResponseParameters = {} }: HttpIntegration): ResponseMapping | undefined {
  const byStatus = new Map(
    Object.entries(ResponseParameters).map(([status, parameters]) => [
      Number(status),
      Object.entries(parameters).map(([key, text]) => ({ ...placeOf(key), read: compileMappedValue(text) })),
    ]),
  );
  if (byStatus.size === 0) return undefined;
  return (invocation, answer) => {
    let { status, headers } = answer;
    for (const { action, place, name, read } of byStatus.get(answer.status) ?? []) {
      const value = action === 'remove' ? undefined : read(invocation, answer);
      if (value === undefined && action !== 'remove') continue;
      if (place === 'statuscode') status = statusFrom(value!) ?? status;
      else headers = mappedHeaders(headers, action, name, value);
    }
    return { ...answer, status, headers };
  };
}

/** `append:header.X` → append, header, x */
function placeOf(key: string): { action: Action; place: string; name: string } {
  const [, action = '', place = '', name = ''] = /^(\w+):(\w+)(?:\.(.+))?$/.exec(key) ?? [];
  return { action: action as Action, place, name: place === 'header' ? name.toLowerCase() : name };
}

function changeHeader(
  headers: Map<string, { name: string; values: string[] }>,
  action: Action,
  name: string,
  value: string | undefined,
): void {
  const before = action === 'append' ? (headers.get(name)?.values ?? []) : [];
  if (value === undefined) headers.delete(name);
  else if (isSendable(name, value))
    headers.set(name, { name: headers.get(name)?.name ?? name, values: [...before, value] });
}

function changeQuery(query: Map<string, string[]>, action: Action, name: string, value: string | undefined): void {
  if (value === undefined) query.delete(name);
  else query.set(name, [...(action === 'append' ? (query.get(name) ?? []) : []), value]);
}

const queryText = (query: ReadonlyMap<string, readonly string[]>): string =>
  [...query]
    .flatMap(([name, values]) => values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`))
    .join('&');

function mappedHeaders(
  headers: HttpAnswer['headers'],
  action: Action,
  name: string,
  value: string | undefined,
): HttpAnswer['headers'] {
  const kept = action === 'append' ? headers : headers.filter(([key]) => key !== name);
  return value === undefined || !isSendable(name, value) ? kept : [...kept, [name, value]];
}

function statusFrom(text: string): number | undefined {
  return /^[2-5]\d\d$/.test(text) ? Number(text) : undefined;
}
