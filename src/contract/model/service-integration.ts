/**
 * `x-apikit.integration` that names a queue instead of a type: the body of the request becomes a message, and the
 * client gets its ID. The templates and responses are made here, and `compile/service-address.ts` adds the address and
 * the role of a stage. Nothing in a request can leave its place: values are encoded for the form that SQS reads. Pure.
 */
import type { OwnIntegration, OwnResponse, ServiceTarget } from './integration.ts';
import { type Json, objectOf, textOf } from './json.ts';
import { essenceOf, isJson } from './media-types.ts';

/** The status of a success, if the operation declares none. */
const ACCEPTED = '202';

/** Returns `undefined` if the section names no queue. */
export function serviceTarget(integration: Json): ServiceTarget | undefined {
  const name = textOf(integration.sqs);
  if (name === undefined) return undefined;
  const group = textOf(integration.group);
  return { service: 'sqs', name, ...(group !== undefined && { group }) };
}

/** `body` has the media types of the request. */
export function serviceIntegration(target: ServiceTarget, operation: Json, body: readonly string[]): OwnIntegration {
  const template = requestTemplate(target);
  return {
    type: 'aws',
    sends: target,
    httpMethod: 'POST',
    // Another media type would pass the validator, which knows only the declared ones.
    passthroughBehavior: 'never',
    requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
    requestTemplates: Object.fromEntries(body.filter(isJson).map((type) => [essenceOf(type), template])),
    responses: responsesFor(successStatus(operation)),
    insecureSkipVerification: false,
  };
}

/** Returns the first declared success. */
export function successStatus(operation: Json): string {
  return Object.keys(objectOf(operation.responses)).find((status) => /^2\d\d$/.test(status)) ?? ACCEPTED;
}

/**
 * The caller's own ID is passed on if it is safe in a log line, as the handlers do. All is on one line, because a line
 * end would be part of the form.
 */
const CORRELATION =
  "#set($id = $input.params('x-correlation-id'))" +
  "#if($id == '')#set($id = $input.params('X-Correlation-Id'))#end" +
  "#if(!$id.matches('[A-Za-z0-9_.:/+=-]{1,128}'))#set($id = $context.requestId)#end";

function requestTemplate({ group }: ServiceTarget): string {
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

const JSON_TYPE = 'application/json';
const CORRELATION_HEADER = { 'method.response.header.x-correlation-id': 'context.requestId' };

const envelope = (code: string, message: string): string =>
  JSON.stringify({ code, message, details: [], requestId: '$context.requestId' });

const BUSY = envelope('UNAVAILABLE', 'The service is busy; try again shortly.');

/** SQS rejects what only the body can cause, throttles, or finds a fault that is not the caller's. */
const REJECTED =
  "#set($code = $input.path('$.Error.Code'))" +
  "#if($code == 'InvalidParameterValue' || $code == 'InvalidMessageContents' || $code == 'MissingParameter')" +
  '#set($context.responseOverride.status = 400)' +
  envelope(
    'BAD_REQUEST_BODY',
    'The body cannot be a message: it is too large, or has characters that are not allowed.',
  ) +
  "#elseif($code == 'RequestThrottled' || $code == 'ThrottlingException')" +
  `#set($context.responseOverride.status = 503)${BUSY}` +
  `#else${envelope('INTERNAL_ERROR', 'Something went wrong on our side.')}#end`;

function responsesFor(success: string): Record<string, OwnResponse> {
  const sent = '{"id":"$input.path(\'$.SendMessageResponse.SendMessageResult.MessageId\')"}';
  return {
    // A template without text would pass SQS's own response on.
    '200': response(success, success === '204' ? '#set($none = 0)' : sent),
    '4\\d{2}': response('500', REJECTED),
    default: response('503', BUSY, { 'method.response.header.Retry-After': "'1'" }),
  };
}

function response(statusCode: string, template: string, headers: Record<string, string> = {}): OwnResponse {
  return {
    statusCode,
    responseParameters: { ...CORRELATION_HEADER, ...headers },
    responseTemplates: { [JSON_TYPE]: template },
  };
}
