/** The state that the templates and mappings of one request share. */
import type { Invocation } from '../invocation.ts';
import { queryOf } from '../query-of.ts';
import type { MapValue } from '../velocity/values.ts';
import { contextObject } from './context-object.ts';
import { incomingHeaders } from './incoming-headers.ts';
import type { RequestParameters } from './input-object.ts';

export interface Exchange {
  readonly invocation: Invocation;
  /** `$context`, created at first use. */
  context(): MapValue;
  /** The same object, or `undefined` if nothing has used it. */
  readonly contextInUse: MapValue | undefined;
  readonly parameters: () => RequestParameters;
}

export function beginExchange(invocation: Invocation): Exchange {
  let context: MapValue | undefined;
  let parameters: RequestParameters | undefined;
  return {
    invocation,
    context: () => {
      context ??= contextObject(invocation);
      return context;
    },
    get contextInUse() {
      return context;
    },
    parameters: () => {
      parameters ??= {
        path: invocation.route!.pathParameters,
        querystring: queryOf(invocation).single,
        header: Object.fromEntries(incomingHeaders(invocation)),
      };
      return parameters;
    },
  };
}
