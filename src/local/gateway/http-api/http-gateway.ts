/**
 * The data plane of HTTP APIs. Each request passes through an ordered list of handlers that share one context, like a
 * request to a REST API; the rules are those of HTTP APIs (docs/aws/http-apis.md).
 */
import type { Cloud } from '../../cloud/cloud.ts';
import { createAuthorizerCache } from '../authorizers/authorizer-cache.ts';
import type { Gateway, GatewayOptions } from '../gateway.ts';
import { refusedCertificate } from '../handlers/check-client-certificate.ts';
import { readBody as readRequestBody } from '../http/body.ts';
import { lateLogs } from '../observe/late-logs.ts';
import { createIssuerKeyCache } from './authorizers/issuer-key-cache.ts';
import { beginHttpInvocation } from './begin-http-invocation.ts';
import { chooseHttpRoute } from './choose-http-route.ts';
import { chooseHttpStage } from './choose-http-stage.ts';
import type { FindHttpApi } from './find-http-api.ts';
import { createHttpAccessLog } from './http-access-log.ts';
import type { HttpAnswer } from './http-answer.ts';
import { badRequest, forbidden, HttpApiError, internalError, tooLarge } from './http-api-error.ts';
import type { HttpHandler, HttpInvocation, HttpServices } from './http-invocation.ts';
import { createHttpMetrics } from './http-metrics.ts';
import { sendHttpAnswer } from './send-http-answer.ts';
import { throttleHttp } from './throttle-http.ts';

const refusePath: HttpHandler = ({ decodedPath }) => {
  if (decodedPath === undefined) throw badRequest('the path cannot be decoded');
  return undefined;
};

const readBody: HttpHandler = async (invocation) => {
  const body = await readRequestBody(invocation.http, invocation.headers);
  if (body === 'too-large') throw tooLarge();
  invocation.body = body;
  return undefined;
};

/** A domain with mutual TLS refuses clients that its trust store does not trust (docs/aws/custom-domains.md). */
const checkClientCertificate: HttpHandler = (invocation, { cloud }) => {
  const reason = refusedCertificate(invocation, cloud.clock.now());
  if (reason !== undefined) throw forbidden({ reason });
  return undefined;
};

/** Runs the authorizer of the route, which identifies the caller and decides whether the call is allowed. */
const authorizeHttp: HttpHandler = async (invocation, services) => {
  await invocation.route!.route.authorize?.(invocation, services);
  return undefined;
};

/** A preflight request that a route matches is answered here, after the authorization of the route. */
const integrate: HttpHandler = async (invocation, { cloud }) => {
  const { httpMethod, route, stage, headers } = invocation;
  const { cors } = stage!.deployment;
  const isPreflight = httpMethod === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');
  if (cors && isPreflight) return cors.preflight(invocation);
  return withCors(invocation, await route!.route.integrate(invocation, cloud));
};

/** All responses but those to preflight requests have the same CORS headers, errors of the gateway included. */
const withCors = (invocation: HttpInvocation, answer: HttpAnswer): HttpAnswer =>
  invocation.stage?.deployment.cors?.withHeaders(invocation, answer) ?? answer;

const HANDLERS: readonly HttpHandler[] = [
  refusePath,
  readBody,
  chooseHttpStage,
  checkClientCertificate,
  chooseHttpRoute,
  throttleHttp,
  authorizeHttp,
  integrate,
];

export type HttpGateway = Pick<Gateway, 'handle' | 'forgetRequests'>;

export function createHttpGateway(cloud: Cloud, findHttpApi: FindHttpApi, options: GatewayOptions): HttpGateway {
  const services: HttpServices = {
    cloud,
    findHttpApi,
    buckets: new Map(),
    authorizerCache: createAuthorizerCache(),
    issuers: createIssuerKeyCache(cloud),
  };
  const report = options.report ?? ((line) => void process.stderr.write(`${line}\n`));
  const logs = lateLogs(cloud);
  const writeAccessLog = createHttpAccessLog(logs);
  const recordMetrics = createHttpMetrics(cloud.metrics);
  /** The number of times that the cloud has started anew. */
  let age = 0;

  return {
    forgetRequests() {
      age += 1;
      logs.drop();
    },
    async handle(request, response, target) {
      const begun = age;
      const invocation = beginHttpInvocation(cloud, request, target);
      options.begun?.(invocation);
      let answer: HttpAnswer | undefined;
      try {
        answer = await answerTo(invocation, services, report);
        // The client is gone.
        if (answer === undefined) return;
        const length = sendHttpAnswer(invocation, response, answer);
        invocation.outcome = { status: answer.status, length, latency: cloud.clock.now() - invocation.startedAt };
        if (begun === age) {
          writeAccessLog(invocation);
          recordMetrics(invocation);
        }
      } finally {
        options.finished?.(invocation, answer);
      }
    },
  };
}

async function answerTo(
  invocation: HttpInvocation,
  services: HttpServices,
  report: (line: string) => void,
): Promise<HttpAnswer | undefined> {
  const { http } = invocation;
  try {
    return await runHandlers(invocation, services);
  } catch (thrown) {
    if (http.destroyed && !http.complete) return undefined;
    const error = asHttpApiError(thrown);
    if (error.reason !== undefined) {
      if (invocation.integration) invocation.integration.error = error.reason;
      report(describe(invocation, error.reason));
    }
    invocation.error = error;
    return withCors(invocation, errorAnswer(error));
  }
}

async function runHandlers(invocation: HttpInvocation, services: HttpServices): Promise<HttpAnswer> {
  for (const handler of HANDLERS) {
    const answer = await handler(invocation, services);
    if (answer !== undefined) return answer;
  }
  throw new Error('no handler answered');
}

const errorAnswer = ({ status, message, headers }: HttpApiError): HttpAnswer => ({
  status,
  headers: [['content-type', 'application/json'], ...headers],
  body: JSON.stringify({ message }),
});

function asHttpApiError(thrown: unknown): HttpApiError {
  if (thrown instanceof HttpApiError) return thrown;
  return internalError(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
}

function describe({ httpMethod, rawPath, target, requestId }: HttpInvocation, reason: string): string {
  const line = `gateway: ${httpMethod} ${rawPath} of API ${target.apiId} (request ${requestId}): ${reason}`;
  // Path and reason hold text from clients and functions, and this line goes to a terminal.
  return line.replace(/[^\P{Cc}\t\n]/gu, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
