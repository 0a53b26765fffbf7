/** Finds the deployed method. An unknown path or method is a 403, as on AWS. */
import { createHash } from 'node:crypto';
import { incompleteSignature, missingAuthenticationToken } from '../gateway-error.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Handler } from './handler.ts';

export const route: Handler = (invocation) => {
  const match = invocation.stage!.deployment.route(invocation.httpMethod, invocation.path);
  if (match) {
    invocation.route = { method: match.target, pathParameters: match.parameters };
    return undefined;
  }
  const authorization = headerValue(invocation.headers, 'authorization');
  if (authorization !== undefined && !authorization.startsWith('AWS4-')) {
    throw incompleteSignature(createHash('sha256').update(authorization).digest('base64'));
  }
  throw missingAuthenticationToken();
};
