/**
 * The requests with which `apikit tune` measures a function: the examples of operations that change nothing, or of the
 * one that the user names. Pure.
 */
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { proxyEvent, proxyEventV2 } from './proxy-event.ts';
import { requestOf } from './request-of.ts';
import { exampleCases } from './smoke-cases.ts';

export interface TuningRequest {
  readonly operationId: string;
  /** The event of the function, as JSON. */
  readonly event: string;
}

export interface TuningRequests {
  readonly requests: readonly TuningRequest[];
  /** Why an operation is not called. */
  readonly skipped: readonly { readonly operationId: string; readonly why: string }[];
}

const SAFE = ['GET', 'HEAD'];

export function tuningRequests(
  document: Json,
  operations: readonly Operation[],
  { stage, payload }: { readonly stage: string; readonly payload: '1.0' | '2.0' },
  only: string | undefined,
): TuningRequests {
  const asked = operations.filter(({ operationId, method }) =>
    only === undefined ? SAFE.includes(method) : operationId === only,
  );
  const planned = asked.map((operation) => {
    const { operationId, access } = operation;
    const skip = (why: string) => ({ operationId, why });
    // The gateway would pass the result of the authorizer, and only it knows the caller.
    if (access.authorizer) return skip('it has an authorizer, and its calls need a caller');
    const cases = exampleCases(document, operation);
    const why = cases.find(({ skipped }) => skipped !== undefined)?.skipped;
    if (why !== undefined) return skip(why);
    return cases.map(({ request }): TuningRequest => {
      const sent = requestOf(operation, request, { url: '' });
      const eventOf = payload === '2.0' ? proxyEventV2 : proxyEvent;
      return { operationId, event: JSON.stringify(eventOf(operation, request, sent, stage)) };
    });
  });
  return {
    requests: planned.flatMap((one) => (Array.isArray(one) ? one : [])),
    skipped: planned.flatMap((one) => (Array.isArray(one) ? [] : [one])),
  };
}
