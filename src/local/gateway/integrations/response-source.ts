/** The sources of response headers: `integration.response.…`, the context, stage variables, static values. */
import type { Invocation } from '../invocation.ts';
import { compileBodySource } from '../values/body-source.ts';
import { compileValueSource } from '../values/value-source.ts';
import type { BackendResponse } from './backend-response.ts';

/** Returns `undefined` if there is no such value. */
export type ResponseSource = (
  invocation: Invocation,
  backend: Pick<BackendResponse, 'headers' | 'body'>,
) => readonly string[] | undefined;

/** Returns `undefined` if the expression has no known form. */
export function compileResponseSource(expression: string): ResponseSource | undefined {
  const [, kind, name = ''] =
    /^integration\.response\.(header|multivalueheader|body)(?:\.(.+))?$/s.exec(expression) ?? [];
  const key = name.toLowerCase();
  switch (kind) {
    case 'header':
      return (_, { headers }) => headers.get(key)?.values.slice(-1);
    case 'multivalueheader':
      return (_, { headers }) => headers.get(key)?.values;
    case 'body': {
      const read = compileBodySource(name);
      return (_, { body }) => only(read(body.toString()));
    }
    default: {
      const source = compileValueSource(expression);
      return source && ((invocation) => only(source(invocation)));
    }
  }
}

const only = (value: string | undefined) => (value === undefined ? undefined : [value]);
