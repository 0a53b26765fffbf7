/** The record of a request: which calls belong to it, how large it is, and that nothing is recorded for nobody. */
import { expect, it } from 'vitest';
import type { FunctionRuntime, InvokeRequest, InvokeResult } from '../../src/local/cloud/cloud.ts';
import type { FinishedRequest } from '../../src/local/gateway/finished-request.ts';
import { createRequestChains } from '../../src/local/request-chains.ts';
import type { Call } from '../../src/local/server/dispatch.ts';

const TRACE = 'Root=1-a;Parent=b;Sampled=0';
const SCOPE = { account: '000000000000', region: 'eu-west-1' };

const request = {
  http: { method: 'POST', url: '/_aws/execute-api/a/local/x?y=1', rawHeaders: ['X-Api-Key', 'k', 'Accept', '*/*'] },
  body: Buffer.from('{}'),
  trace: { full: TRACE },
  requestId: 'r1',
} as unknown as FinishedRequest;

function functionsOf(answer: (request: InvokeRequest) => string | Buffer): FunctionRuntime {
  return {
    invoke: async (asked) =>
      ({
        payload: Buffer.from(answer(asked)),
        executedVersion: '1',
        requestId: `c-${asked.functionName}`,
      }) as InvokeResult,
    retire: () => {},
    close: async () => {},
  };
}

const callOf = (trace: string | undefined, body = '{"TableName":"t"}'): Call =>
  ({
    service: 'dynamodb',
    operation: 'PutItem',
    context: { http: { method: 'POST', url: '/', headers: { 'x-amzn-trace-id': trace }, body: Buffer.from(body) } },
  }) as unknown as Call;

const invoke = (functionName: string, sourceArn: string): InvokeRequest => ({
  scope: SCOPE,
  functionName,
  payload: `{"for":"${functionName}"}`,
  traceId: TRACE,
  onBehalfOf: { service: 'apigateway.amazonaws.com', sourceArn },
});

const answer = { status: 201, headers: [['a', 'b']] as const, body: 'done' };

it('joins the calls of a request by its trace ID', async () => {
  const chains = createRequestChains(() => 0);
  const leave = chains.watch();
  const functions = chains.overhearFunctions(functionsOf(() => '{"ok":true}'));
  const carryOut = chains.overhearCalls(async () => ({ status: 200, headers: {}, body: '{}' }));
  chains.begin(request);
  await functions.invoke(invoke('guard', 'arn:aws:execute-api:eu-west-1:0:a/authorizers/z1'));
  await functions.invoke(invoke('main', 'arn:aws:execute-api:eu-west-1:0:a/local/POST/x'));
  await carryOut(callOf(TRACE));
  await carryOut(callOf(`${TRACE}x`));
  await carryOut(callOf(undefined));
  expect(chains.finish(request, answer)).toEqual({
    type: 'chain',
    requestId: 'r1',
    sent: {
      method: 'POST',
      url: '/_aws/execute-api/a/local/x?y=1',
      headers: [
        ['X-Api-Key', 'k'],
        ['Accept', '*/*'],
      ],
      body: { text: '{}' },
    },
    functions: ['guard', 'main'].map((functionName) => ({
      ...{ role: functionName === 'guard' ? 'authorizer' : 'function', functionName, after: 0, ms: 0, failed: false },
      ...{
        requestId: `c-${functionName}`,
        event: { text: `{"for":"${functionName}"}` },
        answer: { text: '{"ok":true}' },
      },
    })),
    aws: [
      {
        ...{ service: 'dynamodb', operation: 'PutItem', after: 0, ms: 0, status: 200 },
        ...{ input: { text: '{"TableName":"t"}' }, output: { text: '{}' } },
      },
    ],
    unrecorded: 0,
    answer: { status: 201, headers: [['a', 'b']], body: { text: 'done' } },
  });
  expect(chains.finish(request, answer)).toMatchObject({ functions: [], aws: [] });
  leave();
  expect(chains.finish(request, answer)).toBeUndefined();
});

it('keeps bytes in base64, and the beginning of a long text', async () => {
  const chains = createRequestChains(() => 0);
  chains.watch();
  const bytes = Buffer.from([0xff, 0x00, 0xfe]);
  expect(chains.finish(request, { ...answer, body: bytes })!.answer.body).toEqual({ text: '/wD+', base64: true });
  const long = 'ä'.repeat(200_000);
  const { body } = chains.finish(request, { ...answer, body: long })!.answer;
  expect([body.cutFrom, body.base64, body.text.length < long.length]).toEqual([400_000, undefined, true]);
});

it('records nothing while nobody listens, and forgets when the last one leaves', async () => {
  const chains = createRequestChains(() => 0);
  const functions = chains.overhearFunctions(functionsOf(() => '{}'));
  const call = async () => {
    chains.begin(request);
    await functions.invoke(invoke('main', 'arn'));
  };
  await call();
  const leave = chains.watch();
  expect(chains.finish(request, answer)).toMatchObject({ functions: [] });
  await call();
  leave();
  chains.watch();
  expect(chains.finish(request, answer)).toMatchObject({ functions: [] });
});

it('records no calls of what is not a request, or is one whose client has left', async () => {
  const chains = createRequestChains(() => 0);
  chains.watch();
  const functions = chains.overhearFunctions(functionsOf(() => '{}'));
  await functions.invoke(invoke('main', 'arn'));
  expect(chains.finish(request, answer)).toMatchObject({ functions: [] });
  chains.begin(request);
  await functions.invoke(invoke('main', 'arn'));
  expect(chains.finish(request, undefined)).toBeUndefined();
  await functions.invoke(invoke('main', 'arn'));
  expect(chains.finish(request, answer)).toMatchObject({ functions: [] });
});

it('shares the calls of requests that a client sends at the same time with the same trace ID', async () => {
  const chains = createRequestChains(() => 0);
  chains.watch();
  const functions = chains.overhearFunctions(functionsOf(() => '{}'));
  chains.begin(request);
  chains.begin(request);
  await functions.invoke(invoke('main', 'arn'));
  for (let each = 0; each < 2; each += 1) expect(chains.finish(request, answer)!.functions).toHaveLength(1);
  expect(chains.finish(request, answer)!.functions).toEqual([]);
});

it('keeps so little of one request that it passes through the feed, whatever it calls', async () => {
  const chains = createRequestChains(() => 0);
  chains.watch();
  const control = '\u0001'.repeat(400_000);
  const carryOut = chains.overhearCalls(async () => ({ status: 200, headers: {}, body: control }));
  chains.begin(request);
  for (let each = 0; each < 3_000; each += 1) await carryOut(callOf(TRACE, control.slice(0, 1_000)));
  const chain = chains.finish(request, { ...answer, body: control })!;
  expect(chain.aws.length + chain.unrecorded).toBe(3_000);
  expect(chain.unrecorded).toBeGreaterThan(0);
  // The feed disconnects a listener with more than 16 MB to read.
  expect(JSON.stringify(chain).length).toBeLessThan(16 * 1024 * 1024);
});

it('keeps 64 MB of a thousand requests that are not answered, and their whole room afterwards', async () => {
  const chains = createRequestChains(() => 0);
  chains.watch();
  const requests = Array.from(
    { length: 1_000 },
    (_, each) => ({ ...request, trace: { full: `t${each}` } }) as FinishedRequest,
  );
  const functions = chains.overhearFunctions(functionsOf(() => '{}'));
  const call = async () => {
    for (const each of requests) {
      chains.begin(each);
      for (let turn = 0; turn < 2; turn += 1)
        await functions.invoke({ ...invoke('main', 'arn'), payload: 'x'.repeat(256 * 1024), traceId: each.trace.full });
    }
  };
  const kept = () => {
    const all = requests.flatMap((each) => chains.finish(each, answer)!.functions);
    return all.reduce((sum, { event }) => sum + event.text.length, 0);
  };
  await call();
  const first = kept();
  expect(first).toBeGreaterThan(60_000_000);
  expect(first).toBeLessThan(64_000_001);
  await call();
  expect(kept()).toBe(first);
});
