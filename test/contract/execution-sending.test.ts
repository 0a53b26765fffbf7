/** No body can leave the input of an execution: the template runs in the engine of the embedded gateway. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withAddress } from '../../src/contract/compile/service-address.ts';
import { serviceIntegration } from '../../src/contract/model/service-integration.ts';
import { runTemplate } from '../helpers/run-template.ts';
import { stageConfig } from './fixtures.ts';

const JSON_TYPE = 'application/json';
const ARN = 'arn:aws:states:eu-west-1:111122223333:stateMachine:flow';
const own = serviceIntegration({ service: 'stepFunctions', name: 'orderFlow' }, {}, [JSON_TYPE]);
const { requestTemplates, responses } = withAddress(own, {
  ...stageConfig(),
  stateMachines: { orderFlow: { type: 'standard', functions: {}, import: ARN } },
});
const start = (body: string): unknown => JSON.parse(runTemplate(requestTemplates[JSON_TYPE]!, body)[0]);

describe('the request', () => {
  it('has exactly the body as the input, whatever JSON that is', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (body) => {
        expect(start(body)).toEqual({ stateMachineArn: ARN, input: body });
      }),
    );
  });

  it('has exactly the body as the input, also if it is not JSON', () => {
    const unit = fc.constantFrom(
      ...'"\\\'{}$#/\n\r\t\b\f ,:abc\u2028é',
      '\\"',
      "\\'",
      '$input',
      '#set($a=1)',
      '","x":"',
    );
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1 }), (body) => {
        expect(start(body)).toEqual({ stateMachineArn: ARN, input: body });
      }),
    );
  });
});

describe('the response', () => {
  const answer = (pattern: string, body: object) => {
    const [output, status] = runTemplate(responses[pattern]!.responseTemplates[JSON_TYPE]!, JSON.stringify(body));
    return { status: String(status), ...(JSON.parse(output) as object) };
  };

  it.each([
    ['arn:aws:states:eu-west-1:111122223333:execution:flow:e-1', 'e-1'],
    ['arn:aws:states:eu-west-1:111122223333:express:flow:e-1:x-2', 'e-1:x-2'],
  ])('to %s is the ID of the execution', (executionArn, id) => {
    expect(answer('200', { executionArn, startDate: 1 })).toEqual({ status: 'null', id });
  });

  it.each([
    ['InvalidExecutionInput', '400', 'BAD_REQUEST_BODY'],
    ['com.amazonaws.swf.service.v2.model#ExecutionLimitExceeded', '503', 'UNAVAILABLE'],
    ['AccessDeniedException', 'null', 'INTERNAL_ERROR'],
    ['StateMachineDoesNotExist', 'null', 'INTERNAL_ERROR'],
  ])('to %s is the error envelope of the API', (__type, status, code) => {
    const found = answer('4\\d{2}', { __type, message: 'a "quoted" $text' });
    expect(found).toMatchObject({ status, code, details: [], requestId: 'r-1' });
  });
});
