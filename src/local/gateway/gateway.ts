/**
 * The execute-api data plane. Each request passes through an ordered list of handlers that share one context. A handler
 * that throws ends the request with a gateway response, which is made in one place. The order is AWS's as far as it is
 * known (docs/aws/data-plane.md). Everything that follows from a deployment is computed once for it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud } from '../cloud/cloud.ts';
import { createAuthorizerCache } from './authorizers/authorizer-cache.ts';
import { beginInvocation } from './begin-invocation.ts';
import { createResponseCache } from './cache/response-cache.ts';
import type { ClientResponse } from './client-response.ts';
import { createDomainFinder, type FindDomainTarget } from './custom-domain-target.ts';
import { errorResponse } from './error-response.ts';
import type { FinishedRequest, SentAnswer } from './finished-request.ts';
import { createRequestRates } from './firewall/request-rates.ts';
import { GatewayError, internalError } from './gateway-error.ts';
import { authorize } from './handlers/authorize.ts';
import { checkApiKey } from './handlers/check-api-key.ts';
import { checkClientCertificate } from './handlers/check-client-certificate.ts';
import { checkHead } from './handlers/check-head.ts';
import { checkQuota } from './handlers/check-quota.ts';
import { checkResourcePolicy, checkResourcePolicyOfToken } from './handlers/check-resource-policy.ts';
import { chooseStage } from './handlers/choose-stage.ts';
import { decompressBody } from './handlers/decompress-body.ts';
import type { GatewayServices, Handler } from './handlers/handler.ts';
import { inspectRequest } from './handlers/inspect-request.ts';
import { integrate } from './handlers/integrate.ts';
import { readBody } from './handlers/read-body.ts';
import { route } from './handlers/route.ts';
import { throttle } from './handlers/throttle.ts';
import { checkBody, requireParameters } from './handlers/validate-request.ts';
import { sendResponse } from './http/send-response.ts';
import type { GatewayTarget, Invocation } from './invocation.ts';
import { createKeyMembership } from './limits/key-membership.ts';
import { createAccessLog } from './observe/access-log.ts';
import { writeExecutionLog } from './observe/execution-log.ts';
import { createFirewallMetrics } from './observe/firewall-metrics.ts';
import { lateLogs } from './observe/late-logs.ts';
import { createMetrics } from './observe/metrics.ts';
import { createApiFinder } from './region-state.ts';

const HANDLERS: readonly Handler[] = [
  checkHead,
  readBody,
  chooseStage,
  checkClientCertificate,
  inspectRequest,
  route,
  checkResourcePolicy,
  authorize,
  checkResourcePolicyOfToken,
  checkApiKey,
  throttle,
  checkQuota,
  decompressBody,
  requireParameters,
  checkBody,
  integrate,
];

export interface Gateway {
  /** Answers one request. Rejects only if the emulator itself fails and cannot send a response. */
  handle(request: IncomingMessage, response: ServerResponse, target: GatewayTarget): Promise<void>;
  /** Finds the API of a request to a custom domain. */
  readonly findDomainTarget: FindDomainTarget;
  /** For a cloud that starts anew: drops the logs and metrics that are still pending for requests to the old one. */
  forgetRequests(): void;
}

export interface GatewayOptions {
  /** Returns a number in [0, 1) that decides which requests go to a canary. */
  readonly random?: () => number;
  /** Receives the reason of every response that the author of the API has to act on; standard error by default. */
  readonly report?: (line: string) => void;
  /** Called when a request arrives. */
  readonly begun?: (request: FinishedRequest) => void;
  /** Called at the end of each request, with its outcome; without an answer if the client has left. */
  readonly finished?: (request: FinishedRequest, answer: SentAnswer | undefined) => void;
}

export function createGateway(cloud: Cloud, options: GatewayOptions = {}): Gateway {
  const services: GatewayServices = {
    cloud,
    findApi: createApiFinder(cloud),
    membership: createKeyMembership(),
    buckets: new Map(),
    cache: createResponseCache(),
    authorizerCache: createAuthorizerCache(),
    rates: createRequestRates(),
    random: options.random ?? Math.random,
  };
  const report = options.report ?? ((line) => void process.stderr.write(`${line}\n`));
  const logs = lateLogs(cloud);
  const writeAccessLog = createAccessLog(logs);
  const recordMetrics = createMetrics(cloud.metrics);
  const recordFirewall = createFirewallMetrics(cloud.metrics);

  /** The number of times that the cloud has started anew. */
  let age = 0;

  async function answerTo(invocation: Invocation): Promise<ClientResponse | undefined> {
    const { http } = invocation;
    try {
      return await runHandlers(invocation, services);
    } catch (thrown) {
      if (http.destroyed && !http.complete) return undefined;
      const error = asGatewayError(thrown);
      if (error.reason !== undefined) {
        if (invocation.integration) invocation.integration.error = error.reason;
        report(describe(invocation, error.reason));
      }
      invocation.error = error;
      return errorResponse(invocation, error);
    }
  }

  return {
    findDomainTarget: createDomainFinder(cloud),
    forgetRequests() {
      age += 1;
      logs.drop();
      services.rates.clear();
    },
    async handle(request, response, target) {
      const begun = age;
      const invocation = beginInvocation(cloud, request, target);
      options.begun?.(invocation);
      let answer: ClientResponse | undefined;
      try {
        answer = await answerTo(invocation);
        // The client is gone.
        if (answer === undefined) return;
        const length = sendResponse(invocation, response, answer);
        invocation.outcome = { status: answer.status, length, latency: cloud.clock.now() - invocation.startedAt };
        if (begun === age) {
          writeAccessLog(invocation);
          writeExecutionLog(logs, invocation, answer);
          recordMetrics(invocation);
          recordFirewall(invocation);
        }
      } finally {
        options.finished?.(invocation, answer);
      }
    },
  };
}

async function runHandlers(invocation: Invocation, services: GatewayServices): Promise<ClientResponse> {
  for (const handler of HANDLERS) {
    const result = handler(invocation, services);
    const answer = result instanceof Promise ? await result : result;
    if (answer !== undefined) return answer;
  }
  throw new Error('no handler answered');
}

function asGatewayError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  return internalError(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
}

function describe({ httpMethod, stageName, path, target, requestId }: Invocation, reason: string): string {
  const line = `gateway: ${httpMethod} /${stageName}${path} of API ${target.apiId} (request ${requestId}): ${reason}`;
  // Path and reason hold text from clients and functions, and this line goes to a terminal.
  return line.replace(/[^\P{Cc}\t\n]/gu, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
