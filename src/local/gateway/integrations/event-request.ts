/**
 * The request of an integration with EventBridge (`events:action/PutEvents`). The integration itself maps the headers
 * that say what the body is (docs/aws/events.md).
 */

import { configurationError } from '../gateway-error.ts';
import { mediaTypeOf } from '../http/media-type.ts';
import { type MappedHeaders, mappedHeader, type ServiceRequest } from './service-request.ts';

const JSON_TYPE = 'application/x-amz-json-1.1';

export function eventRequest(action: string, body: Buffer, headers: MappedHeaders): ServiceRequest {
  const target = `AWSEvents.${action}`;
  if (mappedHeader(headers, 'x-amz-target') !== target) {
    throw configurationError(
      `an integration with EventBridge that does not map X-Amz-Target to '${target}' is not emulated`,
    );
  }
  if (mediaTypeOf(mappedHeader(headers, 'content-type')) !== JSON_TYPE) {
    throw configurationError(
      `an integration with EventBridge that does not map Content-Type to '${JSON_TYPE}' is not emulated`,
    );
  }
  return { target, body, answer: (response) => response };
}
