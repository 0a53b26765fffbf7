/**
 * `x-apikit.integration` that names something of the stage instead of a type: the body of the request becomes a message
 * or the input of an execution, and the client gets its ID. The templates and responses are made here, and
 * `compile/service-address.ts` adds the address and the role of a stage. Nothing in a request can leave its place:
 * values are encoded for the form that the service reads. Pure.
 */
import { DEFAULT_BUS } from '../../naming/default-bus.ts';
import { eventSending } from './event-sending.ts';
import { EXECUTION_SENDING } from './execution-sending.ts';
import type { OwnIntegration, OwnResponse, ServiceTarget } from './integration.ts';
import { type Json, objectOf, textOf } from './json.ts';
import { essenceOf, isJson } from './media-types.ts';
import { queueSending } from './queue-sending.ts';
import type { Sending } from './sending.ts';
import { TOPIC_SENDING } from './topic-sending.ts';

/** The status of a success, if the operation declares none. */
const ACCEPTED = '202';

/** Returns `undefined` if the section names nothing of the stage. */
export function serviceTarget({ sqs, stepFunctions, sns, eventBridge, group }: Json): ServiceTarget | undefined {
  const [queue, machine, topic, member] = [textOf(sqs), textOf(stepFunctions), textOf(sns), textOf(group)];
  if (queue !== undefined) return { service: 'sqs', name: queue, ...(member !== undefined && { group: member }) };
  if (machine !== undefined) return { service: 'stepFunctions', name: machine };
  if (topic !== undefined) return { service: 'sns', name: topic };
  return eventBridge === undefined ? undefined : eventTarget(objectOf(eventBridge));
}

const eventTarget = ({ bus, source, detailType }: Json): ServiceTarget => ({
  service: 'eventBridge',
  name: textOf(bus) ?? DEFAULT_BUS,
  source: textOf(source) ?? '',
  detailType: textOf(detailType) ?? '',
});

function sendingTo(target: ServiceTarget): Sending {
  switch (target.service) {
    case 'sqs':
      return queueSending(target);
    case 'stepFunctions':
      return EXECUTION_SENDING;
    case 'sns':
      return TOPIC_SENDING;
    case 'eventBridge':
      return eventSending(target);
  }
}

/** `body` has the media types of the request. */
export function serviceIntegration(target: ServiceTarget, operation: Json, body: readonly string[]): OwnIntegration {
  const sending = sendingTo(target);
  const headers = Object.entries(sending.headers);
  return {
    type: 'aws',
    sends: target,
    httpMethod: 'POST',
    // Another media type would pass the validator, which knows only the declared ones.
    passthroughBehavior: 'never',
    requestParameters: Object.fromEntries(
      headers.map(([name, value]) => [`integration.request.header.${name}`, value]),
    ),
    requestTemplates: Object.fromEntries(body.filter(isJson).map((type) => [essenceOf(type), sending.request])),
    responses: responsesFor(successStatus(operation), sending),
    insecureSkipVerification: false,
  };
}

/** Returns the first declared success. */
export function successStatus(operation: Json): string {
  return Object.keys(objectOf(operation.responses)).find((status) => /^2\d\d$/.test(status)) ?? ACCEPTED;
}

const JSON_TYPE = 'application/json';
const CORRELATION_HEADER = { 'method.response.header.x-correlation-id': 'context.requestId' };

const envelope = (code: string, message: string): string =>
  JSON.stringify({ code, message, details: [], requestId: '$context.requestId' });

const BUSY = envelope('UNAVAILABLE', 'The service is busy; try again shortly.');

/**
 * The service rejects what only the body can cause, throttles, or finds a fault that is not the caller's. `fault` sets
 * the status of such a fault, if the response does not have it.
 */
function failure({ errors, rejected, busy, refusal }: Sending, set = errors.set, fault = ''): string {
  const any = (codes: readonly string[]) => codes.map((code) => errors.is(code)).join(' || ');
  return (
    `${set}#if(${any(rejected)})#set($context.responseOverride.status = 400)` +
    envelope('BAD_REQUEST_BODY', refusal) +
    `#elseif(${any(busy)})#set($context.responseOverride.status = 503)${BUSY}` +
    `#else${fault}${envelope('INTERNAL_ERROR', 'Something went wrong on our side.')}#end`
  );
}

function responsesFor(success: string, sending: Sending): Record<string, OwnResponse> {
  return {
    // A template without text would pass the service's own response on.
    '200': response(success, taken(success, sending)),
    '4\\d{2}': response('500', failure(sending)),
    default: response('503', BUSY, { 'method.response.header.Retry-After': "'1'" }),
  };
}

function taken(success: string, { refused, ...sending }: Sending): string {
  const id = success === '204' ? '#set($none = 0)' : `{"id":"${sending.id}"}`;
  if (!refused) return id;
  return `#if(${refused.unless})${id}#else${failure(sending, refused.set, '#set($context.responseOverride.status = 500)')}#end`;
}

function response(statusCode: string, template: string, headers: Record<string, string> = {}): OwnResponse {
  return {
    statusCode,
    responseParameters: { ...CORRELATION_HEADER, ...headers },
    responseTemplates: { [JSON_TYPE]: template },
  };
}
