/**
 * The frame around the operations: finds the one for an event, turns what it returns or throws into a response, and
 * writes one log line. The response has only the keys that API Gateway allows: any other key would make it a 502.
 */
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { type Cors, corsHeaders, preflight } from './cors.ts';
import { notFound, toHttpError } from './errors.ts';
import { describeError, type Log } from './log.ts';
import { type Reply, type Routes, toRequest } from './request.ts';

export interface Api {
  routes: Routes;
  cors: Cors;
  log: Log;
}

export function createApi({ routes, cors, log }: Api) {
  return async (event: APIGatewayProxyEvent, context?: Context): Promise<APIGatewayProxyResult> => {
    const started = performance.now();
    const { requestId } = event.requestContext;
    const request = toRequest(event);
    const correlationId = readCorrelationId(request.headers['x-correlation-id']);

    let reply: Reply;
    let failure: unknown;
    try {
      const route = `${event.httpMethod} ${event.resource}`;
      const operation = routes[route] ?? (event.httpMethod === 'OPTIONS' ? preflight : undefined);
      if (!operation) throw notFound('There is nothing here.');
      reply = await operation(request);
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
      method: event.httpMethod,
      path: event.path,
      status: reply.status,
      durationMs: Math.round(performance.now() - started),
      ...(failure !== undefined && { error: describeError(failure) }),
    });

    return {
      statusCode: reply.status,
      headers: {
        ...(reply.body !== undefined && { 'content-type': 'application/json' }),
        'x-correlation-id': correlationId,
        ...corsHeaders(cors, request.headers.origin),
        ...reply.headers,
      },
      body: reply.body === undefined ? '' : JSON.stringify(reply.body),
    };
  };
}

/** The caller's correlation id where it is harmless in a header and a log line; a new one otherwise. */
function readCorrelationId(sent: string | undefined): string {
  return sent !== undefined && /^[\w.:/+=-]{1,128}$/.test(sent) ? sent : randomUUID();
}
