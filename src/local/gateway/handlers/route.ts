/** Finds the deployed method. An unknown path or method gets a 403, as on AWS. */
import { createHash } from 'node:crypto';
import { methodArn } from '../authorizers/authorizer-event.ts';
import { incompleteSignature, missingAuthenticationToken, uriTooLong } from '../gateway-error.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Invocation } from '../invocation.ts';
import type { Handler } from './handler.ts';

/**
 * The limit in bytes. Beyond it, a method with authorization answers `414 Request URI too long`, and so does every
 * method of an API with a resource policy (Developer Guide, "Amazon API Gateway quotas and important notes").
 */
const MAX_METHOD_ARN = 1_600;

const needsPermission = ({ stage, route }: Invocation): boolean =>
  route!.method.authorizationType !== 'NONE' || stage!.deployment.policy !== undefined;

export const route: Handler = (invocation) => {
  const match = invocation.stage!.deployment.route(invocation.httpMethod, invocation.path);
  if (match) {
    invocation.route = { method: match.target, pathParameters: match.parameters, path: match.path };
    if (needsPermission(invocation) && Buffer.byteLength(methodArn(invocation)) > MAX_METHOD_ARN) throw uriTooLong();
    return undefined;
  }
  const authorization = headerValue(invocation.headers, 'authorization');
  if (authorization !== undefined && !authorization.startsWith('AWS4-')) {
    throw incompleteSignature(createHash('sha256').update(authorization).digest('base64'));
  }
  throw missingAuthenticationToken();
};
