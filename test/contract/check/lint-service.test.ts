import { expect, it } from 'vitest';
import type { StageConfig } from '../../../src/config/config.ts';
import { ProblemsError } from '../../../src/config/problem.ts';
import { missingInStages } from '../../../src/contract/in-stage/missing-in-stage.ts';
import { parseContract } from '../../../src/contract/load-contract.ts';
import { HEAD, stageConfig } from '../fixtures.ts';

/** A POST /orders that sends to a queue. */
const contract = (integration: string, more: string) => `${HEAD}paths:
  /orders:
    post:
      operationId: sendOrder
      x-apikit: { integration: ${integration} }
${more}
components: { schemas: { Order: { type: object, required: [customer], properties: { customer: { type: string } } } } }
`;

const body = (schema = '{ $ref: "#/components/schemas/Order" }') =>
  `      requestBody: { required: true, content: { application/json: { schema: ${schema} } } }`;
const responses = (schema: string) =>
  `      responses: { "202": { description: d, content: { application/json: { schema: ${schema} } } } }`;
const ACCEPTED = responses('{ type: object, required: [id], properties: { id: { type: string } } }');

function problemsOf(text: string): [rule: string | undefined, message: string][] {
  try {
    return parseContract(text, 'openapi.yaml').warnings.map(({ rule, message }) => [rule, message]);
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems.map(({ rule, message }) => [rule, message]);
    throw error;
  }
}

it('accepts an operation that sends to a queue, with and without a group', () => {
  expect(problemsOf(contract('{ sqs: orders }', `${body()}\n${ACCEPTED}`))).toEqual([]);
  expect(problemsOf(contract('{ sqs: orders, group: customer }', `${body()}\n${ACCEPTED}`))).toEqual([]);
});

it.each([
  ['{ sqs: orders }', '      requestBody: { content: { application/json: {} } }', 'the body is optional'],
  ['{ sqs: orders }', '      requestBody: { required: true, content: { text/plain: {} } }', 'accepts text/plain'],
  ['{ sqs: orders, group: buyer.id }', body(), 'The body may have no buyer'],
  ['{ sqs: orders, group: "a b" }', body(), 'group is "a b"'],
  ['{ sqs: [orders] }', body(), 'sqs is ["orders"]'],
  ['{ sqs: orders, queue: x }', body(), 'integration.queue does not exist'],
  ['{ sns: "" }', body(), 'sns is ""'],
  ['{ stepFunctions: [flow] }', body(), 'stepFunctions is ["flow"]'],
  ['{ stepFunctions: flow, group: customer }', body(), 'integration.group does not exist'],
  [
    '{ stepFunctions: flow }',
    '      requestBody: { content: { application/json: {} } }',
    'starts a state machine with its body, but the body is optional',
  ],
  ['{ eventBridge: orders }', body(), 'eventBridge must be a section'],
  ['{ eventBridge: { source: shop } }', body(), 'eventBridge has no detailType'],
  ['{ eventBridge: { source: aws.s3, detailType: A } }', body(), 'only AWS may send as aws.'],
  [`{ eventBridge: { source: 'a"$x', detailType: A } }`, body(), 'source is "a\\"$x"'],
  ['{ eventBridge: { source: a, detailType: "#set($a=1)" } }', body(), 'detailType is "#set($a=1)"'],
  ['{ eventBridge: { source: a, detailType: A, buss: b } }', body(), 'eventBridge.buss does not exist'],
  [
    '{ eventBridge: { source: a, detailType: A, bus: "arn:aws:events:eu-west-1:111122223333:event-bus/x" } }',
    body(),
    'bus is "arn:aws:events:eu-west-1:111122223333:event-bus/x"',
  ],
  ['{ eventBridge: { source: a, detailType: A } }', body('{ type: array }'), 'the detail of an event is an object'],
  ['{ eventBridge: { source: a, detailType: A }, group: customer }', body(), 'integration.group does not exist'],
  ['{ events: main }', body(), 'apikit does not make integrations with events'],
  ['{ websocket: chat }', body(), 'apikit does not make integrations with websocket'],
  ['{ graphql: schema }', body(), 'apikit does not make integrations with graphql'],
])('rejects %s with a place', (integration, more, said) => {
  const found = problemsOf(contract(integration, `${more}\n${ACCEPTED}`)).filter(
    ([rule]) => rule !== 'body-not-checked',
  );
  expect(found.map(([, message]) => message).join()).toContain(said);
});

it('rejects a response that needs more than the ID of the message', () => {
  const wanted = responses('{ type: object, required: [id, number] }');
  const [[rule, message] = []] = problemsOf(contract('{ sqs: orders }', `${body()}\n${wanted}`));
  expect([rule, message]).toEqual(['integration-answer', expect.stringContaining('must have number')]);
});

it('names the state machine that a stage does not have', () => {
  const missing = (name: string, settings: Partial<StageConfig> = {}) =>
    missingInStages(parseContract(contract(`{ stepFunctions: ${name} }`, `${body()}\n${ACCEPTED}`), 'openapi.yaml'), [
      { ...stageConfig(), stateMachines: { flow: { type: 'standard', functions: {} } }, ...settings },
    ]).map(({ rule, message, fix }) => `${rule}: ${message} ${fix}`);
  expect(missing('flow')).toEqual([]);
  expect(missing('flo')).toEqual([expect.stringContaining('integration-target: sendOrder starts the state machine')]);
  expect(missing('flo').join()).toContain('Did you mean flow?');
  expect(missing('order').join()).toContain('stateMachines: { order: { definition: flows/order.asl.json } }');
  expect(missing('flow', { binaryMediaTypes: ['*/*'] }).join()).toContain('passes such a body on as bytes');
});

it('names the topic that a stage does not have', () => {
  const missing = (name: string) =>
    missingInStages(parseContract(contract(`{ sns: ${name} }`, `${body()}\n${ACCEPTED}`), 'openapi.yaml'), [
      { ...stageConfig(), topics: { created: { subscribe: [] } } },
    ]).map(({ rule, message, fix }) => `${rule}: ${message} ${fix}`);
  expect(missing('created')).toEqual([]);
  expect(missing('orders')).toEqual([
    expect.stringMatching(/^integration-target: sendOrder publishes to the topic orders.*topics: \{ orders: \{\} \}/),
  ]);
});

it('names the queue that a stage does not have, or that does not fit', () => {
  const missing = (integration: string, settings: Partial<StageConfig>) =>
    missingInStages(parseContract(contract(integration, `${body()}\n${ACCEPTED}`), 'openapi.yaml'), [
      { ...stageConfig(), ...settings },
    ]).map(({ rule, message, fix }) => `${rule}: ${message} ${fix}`);
  const queue = (fifo: boolean) => ({
    queues: { orders: { fifo, visibilityTimeout: 30, retentionDays: 4, deadLetter: false as const } },
  });
  expect(missing('{ sqs: order }', queue(false))).toEqual([expect.stringContaining('Did you mean orders?')]);
  expect(missing('{ sqs: orders }', queue(true))).toEqual([expect.stringContaining('without a group')]);
  expect(missing('{ sqs: orders, group: customer }', queue(false))).toEqual([expect.stringContaining('not a FIFO')]);
  expect(missing('{ sqs: orders }', { ...queue(false), binaryMediaTypes: ['*/*'] })).toEqual([
    expect.stringContaining('passes such a body on as bytes'),
  ]);
  expect(missing('{ sqs: orders, group: customer }', queue(true))).toEqual([]);
});
