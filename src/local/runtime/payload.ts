/** Checks the payload of an event: JSON of at most 6 MB; an empty payload is an empty object. */
import { AwsError } from '../cloud/aws-error.ts';
import { MAX_REQUEST } from './failures.ts';

const EMPTY = Buffer.from('{}');

/**
 * `isJson` means that the payload is known to be JSON. Throws RequestEntityTooLargeException,
 * InvalidRequestContentException.
 */
export function checkPayload(payload: Uint8Array | string, isJson = false): Uint8Array | string {
  if (payload.length === 0) return EMPTY;
  if (Buffer.byteLength(payload) > MAX_REQUEST) {
    throw new AwsError(
      'RequestEntityTooLargeException',
      `Request must be smaller than ${MAX_REQUEST} bytes for the InvokeFunction operation`,
      { status: 413, members: { Type: 'User' } },
    );
  }
  if (isJson) return payload;
  try {
    JSON.parse(typeof payload === 'string' ? payload : Buffer.from(payload).toString('utf8'));
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: Could not parse payload into json: ${(error as Error).message}`,
      { members: { Type: 'User' } },
    );
  }
  return payload;
}
