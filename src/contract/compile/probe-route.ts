/**
 * The route by which a stage tells its release where every path is the contract's own (ADR 3). Pure. Elsewhere the gateway
 * refuses the path that is asked for, with the release in a header, and nothing is added to the definition.
 */
import { PROBE_PATH, RELEASE_HEADER } from '../../naming/release-marks.ts';
import type { Json } from '../model/json.ts';
import { ANY_METHOD } from '../model/methods.ts';
import type { Operation } from '../model/operations.ts';
import { RELEASE_PLACEHOLDER } from './gateway-responses.ts';
import { declaredHeaders } from './own-integration.ts';

/** `/{slug}`, `/{proxy+}`: one variable at the root, which any path of one segment matches. */
const VARIABLE_AT_ROOT = /^\/\{[^/}]+\}$/;

/**
 * A mock at the path that is asked for, in addition to the contract's routes; none where no route would answer there. API
 * Gateway prefers a path that is written out to a variable one, so that the function is not asked.
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
          // Where everything is binary, the template would get no text, and every answer would be a 500.
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

/** Whether nobody's operation is at a path of a definition. */
export const isProbePath = (path: string): boolean => path === PROBE_PATH;
