/** The message of SNS that has the body of a request. Pure. */
import { FORM, QUERY_ERRORS, type Sending } from './sending.ts';

export const TOPIC_SENDING: Sending = {
  headers: FORM,
  request: 'Action=Publish&TopicArn=$util.urlEncode($target)&Message=$util.urlEncode($input.body)',
  id: "$input.path('$.PublishResponse.PublishResult.MessageId')",
  errors: QUERY_ERRORS,
  rejected: ['InvalidParameter', 'InvalidParameterValue', 'ParameterValueInvalid', 'ValidationError'],
  busy: ['Throttled', 'Throttling', 'ThrottlingException', 'KMSThrottling'],
  refusal: 'The body cannot be a message: it is too large, or has characters that are not allowed.',
};
