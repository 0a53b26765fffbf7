/**
 * TOKEN and REQUEST authorizers: finds the identity, gets the response from the cache or the function, and evaluates
 * its policy for the called method. The cache keeps the response, so one policy decides about every method that the
 * same caller calls through the same authorizer.
 */
import type { Authorizer } from '../../state/apis/model.ts';
import { unauthorized } from '../gateway-error.ts';
import { compileLambdaUri } from '../integrations/lambda-uri.ts';
import type { Authorize, Invocation } from '../invocation.ts';
import type { AuthorizerCall } from './authorization-facts.ts';
import { requestEvent, tokenEvent } from './authorizer-event.ts';
import type { AuthorizerResponse } from './authorizer-response.ts';
import { callAuthorizer } from './call-authorizer.ts';
import { requireAllowed } from './check-policy.ts';
import { compileIdentitySource } from './identity-source.ts';
import { compileValidation } from './identity-validation.ts';

/**
 * The default time that a response is cached. API Gateway does not show the default (recorded:
 * test_import_swagger_api).
 */
const DEFAULT_TTL_SECONDS = 300;

export function compileLambdaAuthorizer(authorizer: Authorizer): Authorize {
  const identityOf = compileIdentitySource(authorizer.identitySource);
  const isToken = authorizer.type === 'TOKEN';
  const accepts = compileValidation(isToken ? authorizer.identityValidationExpression : undefined);
  const resolve = compileLambdaUri(authorizer.authorizerUri ?? '');
  const ttl = (authorizer.authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS) * 1000;

  return async (invocation, services) => {
    const identity = identityOf(invocation);
    if (identity === undefined) throw unauthorized(undefined, missingIdentity(authorizer));
    if (!accepts(identity[0] ?? ''))
      throw unauthorized(undefined, `the token does not have the form that ${authorizer.name} asks for`);
    const { cloud, authorizerCache } = services;
    // Without an identity all callers would share one response.
    const key = ttl > 0 && identity.length > 0 ? cacheKey(invocation, authorizer, identity) : undefined;
    const known = key === undefined ? undefined : authorizerCache.find(key, cloud.clock.now());
    if (known) return conclude(invocation, authorizer, known, undefined);

    const call: AuthorizerCall = {
      authorizer,
      identity: identity.join(','),
      sent: isToken ? tokenEvent(invocation, identity[0] ?? '') : requestEvent(invocation),
      received: undefined,
      serviceStatus: undefined,
      requestId: undefined,
      latency: 0,
    };
    invocation.authorization = { call };
    const answer = await callAuthorizer(cloud, invocation, authorizer, resolve, call);
    if (key !== undefined) authorizerCache.keep(key, answer, call.received?.length ?? 0, cloud.clock.now() + ttl);
    conclude(invocation, authorizer, answer, call);
  };
}

/** Returns `the request does not have what the authorizer jwt reads: header.Authorization`. */
function missingIdentity({ name, identitySource = '' }: Authorizer): string {
  const places = identitySource.split(',').map((place) => place.trim().replace(/^(?:method\.request\.|context\.)/, ''));
  return `the request does not have what the authorizer ${name} reads: ${places.join(', ')}`;
}

/** Sets the facts first, so that the logs of a denied call also have them. */
function conclude(
  invocation: Invocation,
  authorizer: Authorizer,
  answer: AuthorizerResponse,
  call: AuthorizerCall | undefined,
): void {
  const { principalId, context, usageIdentifierKey } = answer;
  invocation.authorization = {
    principalId,
    context,
    ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
    ...(call && { call, latency: call.latency }),
  };
  requireAllowed(invocation, answer.policy, authorizer);
}

/** The key has stage, authorizer and identity; flushing the stage's authorizer cache changes all keys. */
function cacheKey({ target, stageName, stage }: Invocation, authorizer: Authorizer, identity: readonly string[]) {
  const here = `${target.apiId}/${stageName}`;
  const flushes = stage!.state.cacheFlushes.get(here)?.authorizers ?? 0;
  return JSON.stringify([here, flushes, authorizer.id, authorizer.identitySource, ...identity]);
}
