import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FunctionRuntime, InvokeResult } from '../../../src/local/cloud/cloud.ts';
import { service as iam } from '../../../src/local/services/iam/service.ts';
import { service as lambda } from '../../../src/local/services/lambda/service.ts';
import { service as states } from '../../../src/local/services/states/service.ts';
import { type Services, startServices } from '../../helpers/start-services.ts';
import { makeZip } from '../lambda/zip.ts';

let cloud: Services;
let sfn: SFNClient;
let roles: IAMClient;
let roleArn: string;
let calls: unknown[] = [];
let behave: (event: unknown) => unknown = (event) => event;

const functions: FunctionRuntime = {
  async invoke({ payload }): Promise<InvokeResult> {
    const event: unknown = JSON.parse(Buffer.from(payload).toString());
    calls.push(event);
    const result = { executedVersion: '$LATEST', requestId: 'r', logTail: () => '' };
    try {
      return { ...result, payload: Buffer.from(JSON.stringify((await behave(event)) ?? null)) };
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      return {
        ...result,
        payload: Buffer.from(JSON.stringify({ errorType, errorMessage })),
        functionError: 'Unhandled',
      };
    }
  },
  retire: () => {},
  close: async () => {},
};

const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:work';
const allow = (Resource = FUNCTION) =>
  roles.send(
    new PutRolePolicyCommand({
      RoleName: 'machine',
      PolicyName: 'p',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource }],
      }),
    }),
  );

beforeEach(async () => {
  calls = [];
  behave = (event) => event;
  cloud = await startServices([iam, lambda, states], { parts: () => ({ functions }) });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = { endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 };
  [sfn, roles] = [new SFNClient(config), new IAMClient(config)];
  const role = async (RoleName: string, Service: string) => {
    const statement = { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    return (await roles.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))).Role!.Arn!;
  };
  roleArn = await role('machine', 'states.amazonaws.com');
  await new LambdaClient(config).send(
    new CreateFunctionCommand({
      FunctionName: 'work',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: await role('function', 'lambda.amazonaws.com'),
      Code: { ZipFile: makeZip({ 'index.mjs': 'export const handler = async () => {};' }) },
    }),
  );
  await allow();
});
afterEach(() => cloud.close());

const create = async (States: object, StartAt = Object.keys(States)[0]!, name = 'orders') =>
  (await sfn.send(new CreateStateMachineCommand({ name, roleArn, definition: JSON.stringify({ StartAt, States }) })))
    .stateMachineArn!;

async function run(States: object, input: unknown = {}) {
  const stateMachineArn = await create(States);
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
  return await vi.waitFor(async () => {
    const found = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(found.status).not.toBe('RUNNING');
    const { status, output, error, cause } = found;
    return { status, error, cause, output: output === undefined ? undefined : (JSON.parse(output) as unknown) };
  }, 8_000);
}

const TASK = { Type: 'Task', Resource: FUNCTION, End: true };

describe('an execution', () => {
  test('passes data from state to state by paths', async () => {
    const found = await run(
      {
        Prepare: {
          Type: 'Pass',
          Parameters: { 'id.$': '$.order.id', kind: 'new' },
          ResultPath: '$.made',
          Next: 'Work',
        },
        Work: { ...TASK, InputPath: '$.made', ResultPath: '$.answer', OutputPath: '$.answer', End: true },
      },
      { order: { id: 7 } },
    );
    expect(calls).toEqual([{ id: 7, kind: 'new' }]);
    expect(found).toMatchObject({ status: 'SUCCEEDED', output: { id: 7, kind: 'new' } });
  });

  test('calls a function through the integration, which wraps its response', async () => {
    const Parameters = { FunctionName: 'work', 'Payload.$': '$' };
    const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters, End: true };
    const found = await run({ Work: { ...task, ResultSelector: { 'got.$': '$.Payload' } } }, { a: 1 });
    expect(found.output).toEqual({ got: { a: 1 } });
  });

  test.each([
    [{ total: 50 }, 'small'],
    [{ total: 500, rush: true }, 'rush'],
    [{ total: 500 }, 'large'],
  ])('chooses the next state for %j', async (input, expected) => {
    const end = (Result: string) => ({ Type: 'Pass', Result, End: true });
    const found = await run(
      {
        Size: {
          Type: 'Choice',
          Choices: [
            { Variable: '$.total', NumericLessThan: 100, Next: 'Small' },
            {
              And: [
                { Variable: '$.rush', IsPresent: true },
                { Variable: '$.rush', BooleanEquals: true },
              ],
              Next: 'Rush',
            },
          ],
          Default: 'Large',
        },
        Small: end('small'),
        Rush: end('rush'),
        Large: end('large'),
      },
      input,
    );
    expect(found.output).toBe(expected);
  });

  test.each([
    ['log-*.txt', 'log-1.txt', 'yes'],
    ['log-*.txt', 'log-1.text', 'no'],
    ['a\\*b', 'a*b', 'yes'],
    ['a\\*b', 'axb', 'no'],
    // A pattern that goes back would need longer than anybody waits, and nothing else would be answered meanwhile.
    ['*a'.repeat(20).concat('*b'), 'a'.repeat(20_000), 'no'],
  ])('matches %s by stars', async (StringMatches, text, expected) => {
    const end = (Result: string) => ({ Type: 'Pass', Result, End: true });
    const choice = { Type: 'Choice', Choices: [{ Variable: '$.text', StringMatches, Next: 'Yes' }], Default: 'No' };
    const found = await run({ Kind: choice, Yes: end('yes'), No: end('no') }, { text });
    expect(found.output).toBe(expected);
  });

  test('tries a failed task again, and catches its error', async () => {
    behave = () => {
      throw Object.assign(new Error('no stock'), { name: 'NoStock' });
    };
    const found = await run({
      Work: {
        ...TASK,
        Retry: [{ ErrorEquals: ['NoStock'], IntervalSeconds: 0.01, MaxAttempts: 2 }],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Tell' }],
      },
      Tell: { Type: 'Pass', End: true },
    });
    expect(calls).toHaveLength(3);
    expect(found.output).toMatchObject({ failure: { Error: 'NoStock', Cause: expect.stringContaining('no stock') } });
  });

  test('waits, and fails with the error of a Fail state', async () => {
    const found = await run({
      Wait: { Type: 'Wait', Seconds: 1, Next: 'End' },
      End: { Type: 'Fail', Error: 'E', Cause: 'c' },
    });
    expect(found).toMatchObject({ status: 'FAILED', error: 'E', cause: 'c' });
  });

  test('fails without the permission to call the function', async () => {
    await allow(`${FUNCTION}-other`);
    const found = await run({ Work: TASK });
    expect(found).toMatchObject({ status: 'FAILED', error: 'Lambda.AWSLambdaException' });
    expect(found.cause).toContain('is not authorized to perform: lambda:InvokeFunction');
  });

  test('can be stopped and listed, and its name is taken while it exists', async () => {
    const stateMachineArn = await create({ Wait: { Type: 'Wait', Seconds: 600, End: true } });
    const start = { stateMachineArn, name: 'one', input: '{"a":1}' };
    const { executionArn } = await sfn.send(new StartExecutionCommand(start));
    expect((await sfn.send(new StartExecutionCommand(start))).executionArn).toBe(executionArn);
    const other = sfn.send(new StartExecutionCommand({ ...start, input: '{}' }));
    await expect(other).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'Gone' }));
    const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'ABORTED' }));
    expect(executions).toMatchObject([{ name: 'one', status: 'ABORTED' }]);
    const invalid = sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{' }));
    await expect(invalid).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
  });
});

describe('a state machine', () => {
  test('is created twice with the same definition only, updated, tagged and deleted', async () => {
    const pass = { Work: { Type: 'Pass', End: true } };
    const stateMachineArn = await create(pass);
    expect(await create(pass)).toBe(stateMachineArn);
    await expect(create({ Other: pass.Work })).rejects.toMatchObject({ name: 'StateMachineAlreadyExists' });
    const definition = JSON.stringify({ StartAt: 'Other', States: { Other: pass.Work } });
    await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    expect(await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({ definition, roleArn });
    await sfn.send(
      new TagResourceCommand({
        resourceArn: stateMachineArn,
        tags: [
          { key: 'a', value: '1' },
          { key: 'b', value: '2' },
        ],
      }),
    );
    await sfn.send(new UntagResourceCommand({ resourceArn: stateMachineArn, tagKeys: ['a'] }));
    const { tags } = await sfn.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
    expect(tags).toEqual([{ key: 'b', value: '2' }]);
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    expect((await sfn.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([]);
    const gone = sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await expect(gone).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  test.each([
    ['a target that does not exist', { A: { Type: 'Pass', Next: 'B' } }, 'InvalidDefinition'],
    ['neither Next nor End', { A: { Type: 'Pass' } }, 'InvalidDefinition'],
    ['a Map', { A: { Type: 'Map', End: true } }, 'NotImplementedException'],
    ['another resource', { A: { ...TASK, Resource: 'arn:aws:states:::sqs:sendMessage' } }, 'NotImplementedException'],
    [
      'an intrinsic function',
      { A: { Type: 'Pass', Parameters: { 'id.$': 'States.UUID()' }, End: true } },
      'NotImplementedException',
    ],
  ])('is rejected with %s', async (_, definition, name) => {
    await expect(create(definition)).rejects.toMatchObject({ name });
  });
});
