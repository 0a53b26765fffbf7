/**
 * Runs the operations: finds the operation of an event, validates the request against openapi.yaml, turns the
 * operation's result or error into a response, and writes one log line. The response has only the keys that API Gateway
 * allows: any other key would lead to a 502.
 */
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyResult, Context } from 'aws-lambda';
import {
  type Authorizer,
  type AuthorizerAnswer,
  type AuthorizerEvent,
  answerAuthorizer,
  isAuthorizerEvent,
} from './authorizer.ts';
import { missingScope } from './caller.ts';
import { type Cors, corsHeaders } from './cors.ts';
import { withinDeadline } from './deadline.ts';
import { accessDenied, notFound, toHttpError } from './errors.ts';
import { type AnyEvent, type Received, readEvent } from './event.ts';
import { describeError, type Log } from './log.ts';
import { readRequest } from './read-request.ts';
import type { Reply, Route } from './request.ts';

export interface Api<Services> {
  /** The operations by method and path template: 'GET /things/{id}'. */
  routes: Record<string, Route<Services>>;
  /** The authorizers by the names of their security schemes. */
  authorizers: Record<string, Authorizer>;
  /** The services that every operation gets with its request. */
  services: Services;
  cors: Cors;
  log: Log;
}

export interface Handler {
  (event: AnyEvent, context?: Context): Promise<APIGatewayProxyResult>;
  (event: AuthorizerEvent): Promise<AuthorizerAnswer>;
}

export function createApi<Services>({ routes, authorizers, services, cors, log }: Api<Services>): Handler {
  async function answer(received: Received, correlationId: string): Promise<Reply> {
    const { method, resource } = received;
    const route = routes[`${method} ${resource}`] ?? routes[`ANY ${resource}`];
    if (!route?.run) throw notFound('There is nothing here.');
    const request = readRequest(received, route, correlationId);
    const missing = route.access && missingScope(route.access, request.caller);
    if (missing !== undefined) throw accessDenied(`The scope ${missing} is needed.`);
    return await route.run(request, services);
  }

  async function handle(event: AnyEvent, context?: Context): Promise<APIGatewayProxyResult> {
    const started = performance.now();
    const received = readEvent(event);
    const { method, path, headers, requestId } = received;
    const correlationId = readCorrelationId(headers['x-correlation-id']);

    let reply: Reply;
    let failure: unknown;
    try {
      reply = await withinDeadline(answer(received, correlationId), context?.getRemainingTimeInMillis?.());
    } catch (error) {
      const { status, code, message, details, cause } = toHttpError(error);
      failure = cause;
      reply = {
        status,
        headers: status === 503 ? { 'retry-after': '1' } : {},
        body: { code, message, details, requestId },
      };
    }

    log(reply.status >= 500 ? 'error' : 'info', 'request', {
      requestId,
      correlationId,
      functionRequestId: context?.awsRequestId,
      method,
      path,
      status: reply.status,
      durationMs: Math.round(performance.now() - started),
      ...(failure !== undefined && { error: describeError(failure) }),
    });

    const own = lowerCased(reply.headers ?? {});
    const { text, ...encoding } = encode(reply.body, own['content-type']);
    const ofCors = corsHeaders(cors, headers.origin);
    return {
      statusCode: reply.status,
      headers: {
        ...(reply.body !== undefined && { 'content-type': 'application/json' }),
        'x-correlation-id': correlationId,
        ...ofCors,
        ...own,
        ...vary(ofCors.vary, own.vary),
      },
      body: text,
      ...encoding,
    };
  }

  return ((event: AnyEvent | AuthorizerEvent, context?: Context) =>
    isAuthorizerEvent(event)
      ? answerAuthorizer(event, Object.values(routes), authorizers)
      : handle(event, context)) as Handler;
}

/** Sends a body as JSON or, if the reply has another content type, as its text or bytes. */
function encode(body: unknown, type: string | undefined): { text: string; isBase64Encoded?: true } {
  if (body === undefined) return { text: '' };
  if (body instanceof Uint8Array) return { text: Buffer.from(body).toString('base64'), isBase64Encoded: true };
  const textual = type !== undefined && !type.includes('json');
  return { text: textual && typeof body === 'string' ? body : JSON.stringify(body) };
}

/** Joins the operation's own Vary header with the one of this module: neither may replace the other. */
function vary(...lists: (string | undefined)[]): { vary?: string } {
  const names = lists.flatMap((list) => list?.split(',') ?? []).map((name) => name.trim());
  const once = names.filter((name, at) => {
    return name !== '' && names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === at;
  });
  return once.length > 0 ? { vary: once.join(', ') } : {};
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Returns the caller's correlation id if it is safe in a header and a log line, and a new one otherwise. */
function readCorrelationId(sent: string | undefined): string {
  return sent !== undefined && /^[\w.:/+=-]{1,128}$/.test(sent) ? sent : randomUUID();
}
