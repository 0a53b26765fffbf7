import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/local/cloud/aws-error.ts';
import type { Integration } from '../../../src/local/state/apis/model.ts';
import { ACCOUNT, API_ID, lambda, REGION, startGateway } from './gateway-rig.ts';

async function calling(integration: Partial<Integration> = {}) {
  const rig = await startGateway();
  const methodIntegration = lambda('f', {
    type: 'AWS',
    integrationResponses: { 200: { statusCode: '200' } },
    ...integration,
  });
  rig.functions.set('f', (event) => event);
  rig.deploy({ paths: { '/x': { ANY: { methodIntegration } } } });
  return rig;
}

describe('AWS integrations with a Lambda function', () => {
  it('the template creates the event, and the result is the response', async () => {
    const rig = await calling({ requestTemplates: { 'application/json': '{"id": "$input.params("id")"}' } });
    const reply = await rig.call('GET /dev/x?id=7');
    expect(reply).toMatchObject({ status: 200, json: { id: '7' } });
    expect(reply.headers).toHaveProperty('x-amzn-trace-id');
  });

  it('without a template the body is the event, an empty one {}', async () => {
    const rig = await calling();
    expect((await rig.call('POST /dev/x', { body: '{"a": 1}' })).json).toEqual({ a: 1 });
    expect((await rig.call('POST /dev/x')).json).toEqual({});
    expect((await rig.call('POST /dev/x', { body: 'text' })).json.message).toContain('Could not parse request body');
  });

  it('more slashes in the URI change nothing', async () => {
    const uri = lambda('f').uri!.replace('lambda:path/', 'lambda:path//');
    expect((await (await calling({ uri })).call('POST /dev/x', { body: '{"a": 1}' })).json).toEqual({ a: 1 });
  });

  it('calls as the method of the API, for resource policies', async () => {
    const rig = await calling();
    let caller: unknown;
    rig.functions.set('f', (_, request) => {
      caller = request.onBehalfOf;
    });
    await rig.call('GET /dev/x');
    expect(caller).toEqual({
      service: 'apigateway.amazonaws.com',
      sourceArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${API_ID}/dev/GET/x`,
    });
  });

  it('errors are 200 unless a pattern matches the whole message, except for line ends', async () => {
    const integrationResponses = {
      200: { statusCode: '200' },
      400: { statusCode: '400', selectionPattern: 'Bad.*' },
      500: {
        statusCode: '500',
        selectionPattern: '(\\n|.)+lines',
        responseTemplates: { 'application/json': '{"message": $input.json("$.errorMessage")}' },
      },
    };
    const rig = await calling({ integrationResponses });
    const failing = async (message: string) => {
      rig.functions.set('f', () => {
        throw new Error(message);
      });
      const { status, json } = await rig.call('GET /dev/x');
      return [status, json];
    };
    expect(await failing('Bad request')).toMatchObject([400, { errorMessage: 'Bad request', errorType: 'Error' }]);
    expect(await failing('A Bad request')).toMatchObject([200, {}]);
    expect(await failing('Bad\nrequest')).toMatchObject([200, {}]);
    expect(await failing('two\nlines')).toEqual([500, { message: 'two\nlines' }]);
  });

  it('a success gets the default response, with any patterns', async () => {
    const integrationResponses = {
      200: { statusCode: '200', selectionPattern: '.+' },
      201: { statusCode: '201' },
    };
    const rig = await calling({ integrationResponses });
    expect((await rig.call('GET /dev/x')).status).toBe(201);
  });

  it('without a matching response it is a 500 with the reason', async () => {
    const rig = await calling({ integrationResponses: {} });
    expect((await rig.call('GET /dev/x')).status).toBe(500);
    expect(rig.reported[0]).toContain('No match for output mapping and no default output mapping configured');
  });

  it.each([
    ['a function without permission', { status: 403, code: 'AccessDeniedException' }, 500],
    ['a throttled function', { status: 429, code: 'TooManyRequestsException' }, 500],
    ['an event that is too long', { status: 413, code: 'RequestEntityTooLargeException' }, 413],
  ])('%s', async (_, { status, code }, expected) => {
    const rig = await calling();
    rig.functions.set('f', () => {
      throw new AwsError(code, 'no', { status });
    });
    expect((await rig.call('GET /dev/x')).status).toBe(expected);
  });

  it('only POST reaches Lambda', async () => {
    const rig = await calling({ httpMethod: 'GET' });
    expect((await rig.call('GET /dev/x')).status).toBe(500);
  });
});

describe('X-Amz-Invocation-Type: Event', () => {
  const requestParameters = { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" };

  it('responds before the function ends, and retries after a failure', async () => {
    const rig = await calling({ requestParameters });
    let calls = 0;
    const finished: (() => void)[] = [];
    rig.functions.set('f', async () => {
      calls += 1;
      await new Promise<void>((resolve) => finished.push(resolve));
      throw new Error('later');
    });
    expect(await rig.call('POST /dev/x', { body: '{}' })).toMatchObject({ status: 200, text: '' });
    expect(calls).toBe(1);
    finished[0]!();
    await new Promise((resolve) => setImmediate(resolve));
    rig.advance(60_000);
    expect(calls).toBe(2);
  });

  it('a function without permission is still a 500', async () => {
    const rig = await calling({ requestParameters });
    rig.functions.set('f', () => {
      throw new AwsError('AccessDeniedException', 'no', { status: 403 });
    });
    expect((await rig.call('POST /dev/x', { body: '{}' })).status).toBe(500);
  });
});
