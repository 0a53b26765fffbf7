/** Calls a backend within the timeout of the integration, and keeps request and response for logs and metrics. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { integrationTimeout } from '../gateway-error.ts';
import type { Invocation } from '../invocation.ts';
import type { IntegrationFacts } from './integration-facts.ts';
import { withTimeout } from './integration-timeout.ts';

/** The default timeout in milliseconds (docs/aws/quotas.md). */
export const DEFAULT_TIMEOUT = 29_000;

export interface BackendCall<T> {
  /** The request in the logs. */
  readonly sent: IntegrationFacts['sent'];
  readonly timeout: number;
  run(facts: IntegrationFacts): Promise<T>;
  /** Called when the timeout has passed. */
  abandon?(): void;
}

/** Resolves to an `AwsError` if `run` rejects with one. Throws `GatewayError`: 504 after the timeout. */
export async function callBackend<T>(
  cloud: Cloud,
  invocation: Invocation,
  { sent, timeout, run, abandon }: BackendCall<T>,
): Promise<T | AwsError> {
  const facts: IntegrationFacts = {
    latency: 0,
    serviceStatus: undefined,
    status: undefined,
    requestId: undefined,
    error: undefined,
    sent,
    received: undefined,
  };
  invocation.integration = facts;
  const sentAt = cloud.clock.now();
  const late = () => {
    abandon?.();
    return integrationTimeout();
  };
  try {
    const result = await withTimeout(cloud.clock, timeout, run(facts), late);
    if (result instanceof AwsError) facts.serviceStatus = result.status;
    return result;
  } finally {
    facts.latency = cloud.clock.now() - sentAt;
  }
}
