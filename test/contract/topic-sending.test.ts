/** No body can leave its place in the message: the template runs in the engine of the embedded gateway. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withAddress } from '../../src/contract/compile/service-address.ts';
import { serviceIntegration } from '../../src/contract/model/service-integration.ts';
import { runTemplate } from '../helpers/run-template.ts';
import { stageConfig } from './fixtures.ts';

const JSON_TYPE = 'application/json';
const ARN = 'arn:aws:sns:eu-west-1:111122223333:created';
const own = serviceIntegration({ service: 'sns', name: 'created' }, {}, [JSON_TYPE]);
const { requestTemplates, responses, uri } = withAddress(own, {
  ...stageConfig(),
  topics: { created: { subscribe: [], import: ARN } },
});

describe('the request', () => {
  it('has the whole body as the message, and no other parameter', () => {
    expect(uri).toMatch(/:sns:path\/\/$/);
    fc.assert(
      fc.property(fc.json({ stringUnit: 'grapheme' }), (body) => {
        const [form] = runTemplate(requestTemplates[JSON_TYPE]!, body);
        expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
          Action: 'Publish',
          TopicArn: ARN,
          Message: body,
        });
      }),
    );
  });
});

describe('the response', () => {
  const answer = (pattern: string, body: object) => {
    const [output, status] = runTemplate(responses[pattern]!.responseTemplates[JSON_TYPE]!, JSON.stringify(body));
    return { status: String(status), ...(JSON.parse(output) as object) };
  };

  it('is the ID of the message', () => {
    expect(answer('200', { PublishResponse: { PublishResult: { MessageId: 'm-1' } } })).toMatchObject({ id: 'm-1' });
  });

  it.each([
    ['InvalidParameter', '400', 'BAD_REQUEST_BODY'],
    ['Throttling', '503', 'UNAVAILABLE'],
    ['AuthorizationError', 'null', 'INTERNAL_ERROR'],
  ])('to %s is the error envelope of the API', (Code, status, code) => {
    expect(answer('4\\d{2}', { Error: { Code } })).toMatchObject({ status, code, requestId: 'r-1' });
  });
});
