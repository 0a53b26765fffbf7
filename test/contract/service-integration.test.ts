/** Nothing in a request can leave its place in the message: the template runs in the engine of the embedded gateway. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serviceIntegration, successStatus } from '../../src/contract/model/service-integration.ts';
import { runTemplate } from '../helpers/run-template.ts';

const TARGET = { service: 'sqs' as const, name: 'orders', group: 'customer.id' };
const JSON_TYPE = 'application/json';
const { requestTemplates, responses } = serviceIntegration(TARGET, {}, [`${JSON_TYPE}; charset=utf-8`, 'text/plain']);

const send = (body: string, header?: Record<string, string>) =>
  Object.fromEntries(new URLSearchParams(runTemplate(requestTemplates[JSON_TYPE]!, body, header)[0]));

/** Texts with the characters that have a meaning in forms, JSON, Velocity and URLs. */
const text = fc.string({
  unit: fc.oneof(fc.constantFrom(...'&=%+#$\'"\\{}[]()!;\n\r\t ._-/:'), fc.string({ unit: 'grapheme', maxLength: 1 })),
});

describe('the request', () => {
  it('has the whole body as the message, the group in base64, and no other parameter', () => {
    fc.assert(
      fc.property(text, text, text, (customer, rest, id) => {
        const body = JSON.stringify({ customer: { id: customer }, rest });
        const { MessageBody, MessageGroupId, ...others } = send(body, { 'x-correlation-id': id });
        expect(MessageBody).toBe(body);
        expect(Buffer.from(MessageGroupId!, 'base64').toString()).toBe(customer);
        const own = others['MessageAttribute.1.Value.StringValue'];
        expect(own).toBe(/^[\w.:/+=-]{1,128}$/.test(id) ? id : 'r-1');
        expect({ ...others, 'MessageAttribute.1.Value.StringValue': '' }).toEqual({
          Action: 'SendMessage',
          'MessageAttribute.1.Name': 'correlationId',
          'MessageAttribute.1.Value.DataType': 'String',
          'MessageAttribute.1.Value.StringValue': '',
          'MessageAttribute.2.Name': 'requestId',
          'MessageAttribute.2.Value.DataType': 'String',
          'MessageAttribute.2.Value.StringValue': 'r-1',
          MessageDeduplicationId: 'r-1',
        });
      }),
    );
  });

  it('takes the correlation ID in both spellings', () => {
    expect(send('{}', { 'X-Correlation-Id': 'abc' })['MessageAttribute.1.Value.StringValue']).toBe('abc');
  });

  it('has templates for JSON only', () => {
    expect(Object.keys(requestTemplates)).toEqual([JSON_TYPE]);
  });
});

describe('the response', () => {
  const answer = (pattern: string, body: object) => {
    const [output, status] = runTemplate(responses[pattern]!.responseTemplates[JSON_TYPE]!, JSON.stringify(body));
    return { status, ...(JSON.parse(output) as object) };
  };

  it('is the ID of the message', () => {
    const sent = { SendMessageResponse: { SendMessageResult: { MessageId: 'm-1' } } };
    expect(answer('200', sent)).toEqual({ status: null, id: 'm-1' });
  });

  it.each([
    ['InvalidParameterValue', 400n, 'BAD_REQUEST_BODY'],
    ['RequestThrottled', 503n, 'UNAVAILABLE'],
    ['AccessDenied', null, 'INTERNAL_ERROR'],
    ['AWS.SimpleQueueService.NonExistentQueue', null, 'INTERNAL_ERROR'],
  ])('to %s is the error envelope of the API', (Code, status, code) => {
    const found = answer('4\\d{2}', { Error: { Code, Message: 'a "quoted" $text', Type: 'Sender' } });
    expect(found).toMatchObject({ code, details: [], requestId: 'r-1' });
    expect(String(found.status)).toBe(String(status));
  });

  it('has the first declared success, or 202', () => {
    expect(successStatus({ responses: { '400': {}, '201': {}, '202': {} } })).toBe('201');
    expect(successStatus({ responses: { default: {} } })).toBe('202');
  });
});
