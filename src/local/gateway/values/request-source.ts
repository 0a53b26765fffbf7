/** The sources of an integration request's parameters: like `value-source.ts`, but with several values and the body. */

import { invalidJson } from '../gateway-error.ts';
import type { Invocation } from '../invocation.ts';
import { queryOf } from '../query-of.ts';
import { compileBodySource, isBrokenObject } from './body-source.ts';
import { compileValueSource } from './value-source.ts';

/** Returns `undefined` if the request or the context has no such value. */
export type RequestSource = (invocation: Invocation) => readonly string[] | undefined;

const SEVERAL = /^method\.request\.(multivalueheader|multivaluequerystring|body)(?:\.(.+))?$/s;

/** Returns `undefined` if the expression has no known form. */
export function compileRequestSource(expression: string): RequestSource | undefined {
  const [, kind, name = ''] = SEVERAL.exec(expression) ?? [];
  switch (kind) {
    case 'multivalueheader': {
      const key = name.toLowerCase();
      return ({ headers }) => only(headers.get(key)?.values.join(','));
    }
    case 'multivaluequerystring':
      return (invocation) => queryOf(invocation).multi[name];
    case 'body': {
      const read = compileBodySource(name);
      return ({ body }) => only(read(requestBody(body)));
    }
    default: {
      const source = compileValueSource(expression);
      return source && ((invocation) => only(source(invocation)));
    }
  }
}

/**
 * An empty body reads as an empty object. A body that begins like an object must be one (validated on AWS by third
 * parties).
 */
function requestBody(body: Buffer): string {
  const text = body.toString('utf8');
  if (text === '') return '{}';
  if (isBrokenObject(text)) throw invalidJson();
  return text;
}

const only = (value: string | undefined) => (value === undefined ? undefined : [value]);
