/**
 * UpdateStage's error messages: one for each op. All are recorded, except for canary paths that are missing in AWS's
 * list.
 */
import type { AwsError } from '../../../cloud/aws-error.ts';
import { badRequest } from '../errors.ts';
import type { Refused } from '../patch/patch.ts';

/** AWS's text, in which some commas are missing. */
const VALID_PATHS =
  '[/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled]';

const COPIES =
  'Valid copy:path are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]';

export function refuseStagePatch({ op, path, from }: Refused): AwsError {
  if (op === 'remove') return cannotRemove(path);
  if (op === 'copy')
    return badRequest(`Invalid copy operation with path: ${path} and from ${from ?? 'null'}. ${COPIES}`);
  if (/^\/accessLogSettings(\/|$)/.test(path)) {
    return badRequest(
      'Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]',
    );
  }
  if (op === 'replace') return badRequest(`Invalid method setting path: ${path}. Must be one of: ${VALID_PATHS}`);
  return badRequest(`Invalid ${op} operation with path: ${path}`);
}

/** AWS treats every path that it cannot remove as a method setting (the text ends in a space). */
export const cannotRemove = (path: string): AwsError =>
  badRequest(
    `Cannot remove method setting ${path.replace(/^\//, '')} because there is no method setting for this method `,
  );
