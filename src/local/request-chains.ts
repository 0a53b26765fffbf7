/**
 * Records everything that belongs to one request, for listeners that ask for it: what the client sent, the calls of
 * functions (authorizers too), the calls of AWS that these make, and the response. The parts have the same trace ID,
 * which the gateway passes to the function, and the SDK passes on in `X-Amzn-Trace-Id`. A record begins with a request
 * and ends with it. Nothing is recorded while nobody listens. The records hold credentials, because a request can be
 * repeated from them.
 */
import type { FunctionRuntime, InvokeRequest, InvokeResult } from './cloud/cloud.ts';
import type { FinishedRequest, SentAnswer } from './gateway/finished-request.ts';
import type { Call, Intercept } from './server/dispatch.ts';

/** A text, or bytes that are no text, in base64. Of a long one only the beginning is kept. */
export interface Content {
  readonly text: string;
  readonly base64?: true;
  /** The whole length in bytes, if only the beginning is kept. */
  readonly cutFrom?: number;
}

export interface FunctionCall {
  readonly role: 'authorizer' | 'function';
  readonly functionName: string;
  /** Lambda's ID of the call, which its log lines have, too. */
  requestId?: string;
  /** Milliseconds from the arrival of the request. */
  readonly after: number;
  readonly event: Content;
  /** Absent while the call is running, and if Lambda refuses it. */
  answer?: Content;
  failed?: boolean;
  /** Milliseconds. */
  ms?: number;
}

/** A call that a function of the request makes to AWS. */
export interface AwsCall {
  readonly service: string;
  readonly operation: string;
  readonly after: number;
  readonly input: Content;
  status?: number;
  output?: Content;
  ms?: number;
}

export interface RequestChain {
  readonly type: 'chain';
  readonly requestId: string;
  readonly sent: {
    readonly method: string;
    /** Path and query, as in the request line. */
    readonly url: string;
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly body: Content;
  };
  readonly functions: readonly FunctionCall[];
  readonly aws: readonly AwsCall[];
  /** Calls that came after so much was recorded that nothing more of the request is. */
  readonly unrecorded: number;
  readonly answer: {
    readonly status: number;
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly body: Content;
  };
}

export interface RequestChains {
  /** Records from now on; the returned function ends this. */
  watch(): () => void;
  overhearFunctions<Runtime extends FunctionRuntime>(functions: Runtime): Runtime;
  overhearCalls(carryOut: Intercept): Intercept;
  /** Begins the record of a request. `finish` has to follow, whatever happens to the request. */
  begin(request: FinishedRequest): void;
  /**
   * Ends the record of a request, and returns it. Returns `undefined` without an answer, because the client has left,
   * and while nobody watches.
   */
  finish(request: FinishedRequest, answer: SentAnswer | undefined): RequestChain | undefined;
}

/** Bytes of a text that are kept. */
const MOST = 256 * 1024;

/**
 * Bytes of the calls of one record, so that it passes through the feed as one line, and of all records of requests that
 * are not answered yet.
 */
const MOST_OF_RECORD = 1_500_000;
const MOST_OF_ALL = 64_000_000;

/** The size of a call without its texts. */
const OF_CALL = 500;

interface Open {
  readonly since: number;
  readonly functions: FunctionCall[];
  readonly aws: AwsCall[];
  bytes: number;
  unrecorded: number;
  /** Requests that a client sends at the same time with the same trace ID. */
  requests: number;
}

export function createRequestChains(now: () => number): RequestChains {
  let watchers = 0;
  /** By the trace ID. */
  const open = new Map<string, Open>();

  let bytes = 0;

  const take = (record: Open, count: number) => {
    record.bytes += count;
    bytes += count;
  };
  const room = (record: Open) => Math.min(MOST_OF_RECORD - record.bytes, MOST_OF_ALL - bytes);
  const keep = (record: Open, content: Uint8Array | string): Content => {
    const most = Math.max(0, Math.min(MOST, room(record)));
    take(record, Math.min(most, Buffer.byteLength(content)));
    return contentOf(content, most);
  };
  /** Returns the record for a call; `undefined` if the call does not belong to a request, or if there is no room. */
  const recordFor = (trace: string | undefined): Open | undefined => {
    const record = trace === undefined ? undefined : open.get(trace);
    if (!record) return undefined;
    if (room(record) < OF_CALL) {
      record.unrecorded += 1;
      return undefined;
    }
    take(record, OF_CALL);
    return record;
  };

  return {
    watch() {
      watchers += 1;
      return () => {
        watchers -= 1;
        if (watchers > 0) return;
        open.clear();
        bytes = 0;
      };
    },
    begin({ trace: { full } }) {
      if (watchers === 0) return;
      const known = open.get(full);
      if (known) known.requests += 1;
      else open.set(full, { since: now(), functions: [], aws: [], bytes: 0, unrecorded: 0, requests: 1 });
    },
    overhearFunctions: (functions) => ({
      ...functions,
      async invoke(request: InvokeRequest): Promise<InvokeResult> {
        const record = recordFor(request.traceId);
        if (!record) return functions.invoke(request);
        const begun = now();
        const call: FunctionCall = {
          role: isAuthorizer(request) ? 'authorizer' : 'function',
          functionName: request.functionName,
          after: begun - record.since,
          event: keep(record, request.payload),
        };
        record.functions.push(call);
        const result = await functions.invoke(request);
        call.requestId = result.requestId;
        call.answer = keep(record, result.payload);
        call.failed = result.functionError !== undefined;
        call.ms = now() - begun;
        return result;
      },
    }),
    overhearCalls: (carryOut) => async (call) => {
      const trace = call.context.http.headers['x-amzn-trace-id'];
      const record = typeof trace === 'string' ? recordFor(trace) : undefined;
      if (!record) return carryOut(call);
      const begun = now();
      const awsCall: AwsCall = { ...named(call), after: begun - record.since, input: keep(record, inputOf(call)) };
      record.aws.push(awsCall);
      const response = await carryOut(call);
      awsCall.ms = now() - begun;
      if (response) {
        awsCall.status = response.status;
        // A stream is read once, by the client.
        if (response.stream === undefined) awsCall.output = keep(record, response.body);
      }
      return response;
    },
    finish(request, answer) {
      if (watchers === 0) return undefined;
      const record = open.get(request.trace.full);
      if (record) {
        record.requests -= 1;
        if (record.requests === 0) {
          open.delete(request.trace.full);
          bytes -= record.bytes;
        }
      }
      if (answer === undefined) return undefined;
      const { functions, aws, unrecorded } = record ?? { functions: [], aws: [], unrecorded: 0 };
      return {
        type: 'chain',
        requestId: request.requestId,
        sent: {
          method: request.http.method ?? 'GET',
          url: request.http.url ?? '/',
          headers: pairs(request.http.rawHeaders),
          body: contentOf(request.body, MOST),
        },
        ...{ functions, aws, unrecorded },
        answer: { status: answer.status, headers: sentHeaders(answer.headers), body: contentOf(answer.body, MOST) },
      };
    },
  };
}

/** The gateway calls an authorizer by a permission that names it. */
const isAuthorizer = ({ onBehalfOf }: InvokeRequest): boolean =>
  onBehalfOf !== undefined && /\/authorizers\/[^/]+$/.test(onBehalfOf.sourceArn);

const named = ({ service, operation }: Call) => ({ service, operation });

/** REST operations have parts of their input in the path and the query. */
const inputOf = ({ context: { http } }: Call): Uint8Array | string =>
  http.body.length > 0 ? http.body : `${http.method} ${http.url}`;

function contentOf(content: Uint8Array | string, most: number): Content {
  const bytes =
    typeof content === 'string'
      ? Buffer.from(content)
      : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const kept = bytes.subarray(0, most);
  const text = kept.toString('utf8');
  const cut = kept.length < bytes.length;
  // The end of a text that is cut may be half a character.
  const isText = cut || Buffer.from(text).equals(kept);
  return {
    text: isText ? text : kept.toString('base64'),
    ...(!isText && { base64: true }),
    ...(cut && { cutFrom: bytes.length }),
  };
}

function pairs(raw: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) found.push([raw[index]!, raw[index + 1]!]);
  return found;
}

/** A REST API keeps the values of a header together, and an HTTP API sends pairs. */
const sentHeaders = (headers: SentAnswer['headers']): (readonly [string, string])[] =>
  headers instanceof Map
    ? [...headers.values()].flatMap(({ name, values }) => values.map((value) => [name, value] as const))
    : [...headers];
