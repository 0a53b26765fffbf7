/** No body can leave the detail of an event: the template runs in the engine of the embedded gateway. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withAddress } from '../../src/contract/compile/service-address.ts';
import { serviceIntegration } from '../../src/contract/model/service-integration.ts';
import { runTemplate } from '../helpers/run-template.ts';
import { stageConfig } from './fixtures.ts';

const JSON_TYPE = 'application/json';
const ARN = 'arn:aws:events:eu-west-1:111122223333:event-bus/orders';
const target = { service: 'eventBridge', name: 'orders', source: 'shop.orders', detailType: 'OrderPlaced' } as const;
const config = { ...stageConfig(), eventBuses: { orders: { import: ARN } } };
const addressed = (operation: object = {}) =>
  withAddress(serviceIntegration(target, operation as Record<string, unknown>, [JSON_TYPE]), config);
const { requestTemplates, requestParameters, uri } = addressed();
const send = (body: string): unknown => JSON.parse(runTemplate(requestTemplates[JSON_TYPE]!, body)[0]);
const entry = (Detail: string) => ({
  Entries: [{ EventBusName: ARN, Source: 'shop.orders', DetailType: 'OrderPlaced', Detail }],
});

describe('the request', () => {
  it('names the operation and the form of the body in its headers', () => {
    expect(uri).toMatch(/:events:action\/PutEvents$/);
    expect(requestParameters).toEqual({
      'integration.request.header.Content-Type': "'application/x-amz-json-1.1'",
      'integration.request.header.X-Amz-Target': "'AWSEvents.PutEvents'",
    });
  });

  it('has exactly the body as the detail, whatever JSON that is', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (body) => {
        expect(send(body)).toEqual(entry(body));
      }),
    );
  });

  it('has exactly the body as the detail, also if it is not JSON', () => {
    const unit = fc.constantFrom(
      ...'"\\\'{}$#/\n\r\t\b\f ,:abc\u2028é',
      '\\"',
      "\\'",
      '$target',
      '#set($target="x")',
      '"},{"Source":"x',
    );
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1 }), (body) => {
        expect(send(body)).toEqual(entry(body));
      }),
    );
  });
});

describe('the response', () => {
  const answer = (pattern: string, body: object, responses = addressed().responses) => {
    const [output, status] = runTemplate(responses[pattern]!.responseTemplates[JSON_TYPE]!, JSON.stringify(body));
    return { status: String(status), ...(output === '' ? {} : (JSON.parse(output) as object)) };
  };
  const taken = { FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] };
  const refused = (ErrorCode: string) => ({ FailedEntryCount: 1, Entries: [{ ErrorCode, ErrorMessage: 'a "b" $c' }] });

  it('is the ID of the event', () => {
    expect(answer('200', taken)).toEqual({ status: 'null', id: 'e-1' });
  });

  it('has no body if the operation declares none', () => {
    const { responses } = addressed({ responses: { 204: {} } });
    expect(responses['200']?.statusCode).toBe('204');
    expect(answer('200', taken, responses)).toEqual({ status: 'null' });
    expect(answer('200', refused('MalformedDetail'), responses)).toMatchObject({ status: '400' });
  });

  it.each([
    ['MalformedDetail', '400', 'BAD_REQUEST_BODY'],
    ['ThrottlingException', '503', 'UNAVAILABLE'],
    ['InternalFailure', '503', 'UNAVAILABLE'],
    ['NotAuthorizedForSourceException', '500', 'INTERNAL_ERROR'],
    ['AccessDeniedException', '500', 'INTERNAL_ERROR'],
  ])('to an event that was not taken because of %s is no success', (code, status, expected) => {
    expect(answer('200', refused(code))).toMatchObject({ status, code: expected, details: [], requestId: 'r-1' });
  });

  it('to a body that nobody expects is no success', () => {
    expect(answer('200', {})).toMatchObject({ status: '500', code: 'INTERNAL_ERROR' });
  });

  it.each([
    ['ValidationException', '400', 'BAD_REQUEST_BODY'],
    ['com.amazonaws.events#ThrottlingException', '503', 'UNAVAILABLE'],
    ['AccessDeniedException', 'null', 'INTERNAL_ERROR'],
  ])('to the error %s is the error envelope of the API', (__type, status, code) => {
    expect(answer('4\\d{2}', { __type, message: 'a "quoted" $text' })).toMatchObject({ status, code });
  });
});
