/** The message of SQS that has the body of a request. Pure. */
import type { QueueTarget } from './integration.ts';
import { FORM, QUERY_ERRORS, type Sending } from './sending.ts';

export const queueSending = (target: QueueTarget): Sending => ({
  headers: FORM,
  request: requestTemplate(target),
  id: "$input.path('$.SendMessageResponse.SendMessageResult.MessageId')",
  errors: QUERY_ERRORS,
  rejected: ['InvalidParameterValue', 'InvalidMessageContents', 'MissingParameter'],
  busy: ['RequestThrottled', 'ThrottlingException'],
  refusal: 'The body cannot be a message: it is too large, or has characters that are not allowed.',
});

/**
 * The caller's own ID is passed on if it is safe in a log line, as the handlers do. All is on one line, because a line
 * end would be part of the form.
 */
const CORRELATION =
  "#set($id = $input.params('x-correlation-id'))" +
  "#if($id == '')#set($id = $input.params('X-Correlation-Id'))#end" +
  "#if(!$id.matches('[A-Za-z0-9_.:/+=-]{1,128}'))#set($id = $context.requestId)#end";

function requestTemplate({ group }: QueueTarget): string {
  const parameters = [
    ['Action', 'SendMessage'],
    ['MessageBody', '$util.urlEncode($input.body)'],
    ...attribute(1, 'correlationId', '$util.urlEncode($id)'),
    ...attribute(2, 'requestId', '$context.requestId'),
    // Any text can be a group in base64. Each request is a message of its own, also if two are equal.
    ...(group === undefined
      ? []
      : [
          ['MessageGroupId', '$util.urlEncode($util.base64Encode($group))'],
          ['MessageDeduplicationId', '$context.requestId'],
        ]),
  ];
  // The quotes make a text of a number.
  const groupOf = group === undefined ? '' : `#set($group = "$input.path('$.${group}')")`;
  return CORRELATION + groupOf + parameters.map(([name, value]) => `${name}=${value}`).join('&');
}

const attribute = (index: number, name: string, value: string): string[][] => [
  [`MessageAttribute.${index}.Name`, name],
  [`MessageAttribute.${index}.Value.DataType`, 'String'],
  [`MessageAttribute.${index}.Value.StringValue`, value],
];
