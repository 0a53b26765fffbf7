/**
 * The route that shows the release of a stage if every path belongs to the contract (ADR 3). Pure. In other contracts
 * API Gateway itself rejects the probe's path, with the release in a header, so the definition needs no extra route.
 */

import { ANY_METHOD } from '../../naming/methods.ts';
import { PROBE_PATH, RELEASE_HEADER } from '../../naming/release-marks.ts';
import type { Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { RELEASE_PLACEHOLDER } from './gateway-responses.ts';
import { declaredHeaders } from './own-integration.ts';

/** `/{slug}`, `/{proxy+}`: one variable at the root, which matches any path of one segment. */
const VARIABLE_AT_ROOT = /^\/\{[^/}]+\}$/;

/**
 * Returns a mock at the probe's path, in addition to the contract's routes, if one of these would match it. API Gateway
 * prefers a literal path to a variable one, so the request does not reach the function.
 */
export function probeRoute(
  operations: readonly Operation[],
  binaryMediaTypes: readonly string[],
): Record<string, Json> {
  const isTaken = operations.some(
    ({ path, key }) => VARIABLE_AT_ROOT.test(path) && (key === 'get' || key === ANY_METHOD),
  );
  if (!isTaken) return {};
  return {
    [PROBE_PATH]: {
      get: {
        security: [],
        responses: { '204': { description: 'Tells the release', ...declaredHeaders([RELEASE_HEADER]) } },
        'x-amazon-apigateway-integration': {
          type: 'mock',
          passthroughBehavior: 'when_no_match',
          // If all types are binary, the template gets no text, and every response is a 500.
          ...(binaryMediaTypes.includes('*/*') && { contentHandling: 'CONVERT_TO_TEXT' }),
          requestTemplates: { 'application/json': '{"statusCode": 204}' },
          responses: {
            default: {
              statusCode: '204',
              responseParameters: { [`method.response.header.${RELEASE_HEADER}`]: `'${RELEASE_PLACEHOLDER}'` },
            },
          },
        },
      },
    },
  };
}

/** Whether a path of a definition is the probe's, which belongs to no operation of the contract. */
export const isProbePath = (path: string): boolean => path === PROBE_PATH;
