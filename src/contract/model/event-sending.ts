/** The event of EventBridge whose detail is the body of a request. Pure. */
import type { EventTarget } from './integration.ts';
import { BODY_IN_STRING, JSON_ERRORS, type Sending } from './sending.ts';

/**
 * PutEvents answers 200 also if it did not take the event: then `FailedEntryCount` is not 0, and the entry has the code
 * of the error instead of an ID (docs/aws/events.md).
 */
export const eventSending = ({ source, detailType }: EventTarget): Sending => ({
  headers: {
    'Content-Type': "'application/x-amz-json-1.1'",
    'X-Amz-Target': "'AWSEvents.PutEvents'",
  },
  request: `{"Entries":[{"EventBusName":"$target","Source":"${source}","DetailType":"${detailType}","Detail":"${BODY_IN_STRING}"}]}`,
  id: "$input.path('$.Entries[0].EventId')",
  errors: JSON_ERRORS,
  refused: {
    unless: `"$input.path('$.FailedEntryCount')" == "0"`,
    set: `#set($code = "$input.path('$.Entries[0].ErrorCode')")`,
  },
  rejected: ['MalformedDetail', 'ValidationException'],
  busy: ['ThrottlingException', 'InternalFailure', 'InternalException'],
  refusal: 'The body cannot be the detail of an event: it is too large, or is not a JSON object.',
});
