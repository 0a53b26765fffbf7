/** The event of a Lambda authorizer's function (Developer Guide, "Input to an API Gateway Lambda authorizer"). */
import { proxyEvent } from '../integrations/proxy-event.ts';
import type { Invocation } from '../invocation.ts';

/** The method ARN as policies use it: with the path of the request, not the path of the resource. */
export function methodArn({ target, stage, stageName, httpMethod, path }: Invocation): string {
  const { region, account } = stage!.scope;
  return `arn:aws:execute-api:${region}:${account}:${target.apiId}/${stageName}/${httpMethod}${path}`;
}

/** Returns the event of a TOKEN authorizer as JSON. */
export function tokenEvent(invocation: Invocation, authorizationToken: string): string {
  return JSON.stringify({ type: 'TOKEN', methodArn: methodArn(invocation), authorizationToken });
}

/** Maps of the request that are `{}` here, where the event of an integration has null. */
const MAPS = ['queryStringParameters', 'multiValueQueryStringParameters', 'pathParameters', 'stageVariables'] as const;

const NO_BODY = Buffer.alloc(0);

/** Returns the event of a REQUEST authorizer as JSON: the event of the integration without the body. */
export function requestEvent(invocation: Invocation): string {
  const bodiless = { ...invocation, body: NO_BODY };
  const {
    body: _,
    isBase64Encoded: __,
    ...event
  } = JSON.parse(proxyEvent(bodiless, invocation.stage!, invocation.route!)) as Record<string, unknown>;
  for (const map of MAPS) event[map] ??= {};
  return JSON.stringify({ type: 'REQUEST', methodArn: methodArn(invocation), ...event });
}
