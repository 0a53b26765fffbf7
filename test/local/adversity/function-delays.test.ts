/** The time until roles and functions can be used, and the errors until then (docs/aws/lambda.md, docs/aws/iam.md). */

import { UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import { AttachRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  PublishVersionCommand,
  TagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { refusal, startAdverseCloud, trusting, zipOf } from './adverse-cloud.ts';

const FUNCTION = { FunctionName: 'f' };
const NOT_ASSUMABLE = {
  name: 'InvalidParameterValueException',
  message: 'The role defined for the function cannot be assumed by Lambda.',
};
const pending =
  'The operation cannot be performed at this time. The function is currently in the following state: Pending';
const inProgress =
  'The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:eu-west-1:000000000000:function:f';

async function start(factor = 1) {
  const rig = await startAdverseCloud({ factor, latency: false });
  const roleArn = await rig.createRole('r');
  const create = () =>
    rig.lambda.send(
      new CreateFunctionCommand({
        ...FUNCTION,
        Role: roleArn,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { ZipFile: zipOf('old') },
      }),
    );
  const configuration = async (Qualifier?: string) =>
    (await rig.lambda.send(new GetFunctionCommand({ ...FUNCTION, Qualifier }))).Configuration!;
  const invoke = async (Qualifier?: string) =>
    Buffer.from((await rig.lambda.send(new InvokeCommand({ ...FUNCTION, Qualifier }))).Payload!).toString();
  return { ...rig, roleArn, create, configuration, invoke };
}

/** Starts the cloud with an Active function. */
async function startActive() {
  const rig = await start();
  rig.clock.advance(8000);
  await rig.create();
  rig.clock.advance(3000);
  return rig;
}

describe('a new role', () => {
  it('cannot be assumed for 8 s', async () => {
    const { clock, create } = await start();
    expect(await refusal(create())).toMatchObject(NOT_ASSUMABLE);
    clock.advance(7999);
    expect(await refusal(create())).toMatchObject(NOT_ASSUMABLE);
    clock.advance(1);
    await create();
  });

  it('takes the same time again after a change of its trust policy', async () => {
    const { clock, create, iam } = await start();
    clock.advance(8000);
    const PolicyDocument = trusting('lambda.amazonaws.com');
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'r', PolicyDocument }));
    expect(await refusal(create())).toMatchObject(NOT_ASSUMABLE);
  });

  it('cannot write API Gateway logs before it and its policies are visible', async () => {
    const { clock, createRole, gateway, iam } = await startAdverseCloud({ factor: 1, latency: false });
    const value = await createRole('logs', 'apigateway.amazonaws.com');
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';
    clock.advance(5000);
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'logs', PolicyArn }));
    const patchOperations = [{ op: 'replace' as const, path: '/cloudwatchRoleArn', value }];
    const set = () => gateway.send(new UpdateAccountCommand({ patchOperations }));
    clock.advance(7999);
    expect((await refusal(set())).message).toMatch(/^The role ARN does not have required permissions configured/);
    clock.advance(1);
    await set();
  });

  it('takes half as long at half the factor', async () => {
    const { clock, create } = await start(0.5);
    clock.advance(3999);
    expect(await refusal(create())).toMatchObject(NOT_ASSUMABLE);
    clock.advance(1);
    await create();
  });
});

describe('a new function', () => {
  it('is Pending for 3 s, and neither runs nor changes until it is Active', async () => {
    const { clock, configuration, create, invoke, lambda } = await start();
    clock.advance(8000);
    const created = await create();
    expect(created).toMatchObject({ State: 'Pending', StateReasonCode: 'Creating', LastUpdateStatus: 'Successful' });
    const refused = [
      invoke(),
      lambda.send(new UpdateFunctionConfigurationCommand({ ...FUNCTION, Timeout: 5 })),
      lambda.send(new PublishVersionCommand(FUNCTION)),
    ];
    for (const call of refused)
      expect(await refusal(call)).toEqual({ name: 'ResourceConflictException', message: pending, status: 409 });
    clock.advance(2999);
    expect((await configuration()).State).toBe('Pending');
    clock.advance(1);
    const active = await configuration();
    expect(active.State).toBe('Active');
    expect(active.StateReason).toBeUndefined();
    expect(active.RevisionId).not.toBe(created.RevisionId);
    expect(await invoke()).toBe('"old"');
  });

  it('has no pending state of an earlier function with its name', async () => {
    const { clock, configuration, create, invoke, lambda } = await startActive();
    await lambda.send(new UpdateFunctionCodeCommand({ ...FUNCTION, ZipFile: zipOf('new') }));
    await lambda.send(new DeleteFunctionCommand(FUNCTION));
    await create();
    expect(await configuration()).toMatchObject({ State: 'Pending', LastUpdateStatus: 'Successful' });
    clock.advance(3000);
    expect(await invoke()).toBe('"old"');
  });
});

describe('an update', () => {
  it('is InProgress for 2 s: calls run the old code, other changes are rejected', async () => {
    const { clock, configuration, invoke, lambda } = await startActive();
    expect(await invoke()).toBe('"old"');
    const updated = await lambda.send(new UpdateFunctionCodeCommand({ ...FUNCTION, ZipFile: zipOf('new') }));
    expect(updated).toMatchObject({ State: 'Active', LastUpdateStatus: 'InProgress' });
    const refused = [
      lambda.send(new UpdateFunctionConfigurationCommand({ ...FUNCTION, Timeout: 5 })),
      lambda.send(new UpdateFunctionCodeCommand({ ...FUNCTION, ZipFile: zipOf('newer') })),
      lambda.send(new PublishVersionCommand(FUNCTION)),
      lambda.send(new TagResourceCommand({ Resource: updated.FunctionArn, Tags: { a: 'b' } })),
    ];
    for (const call of refused)
      expect(await refusal(call)).toEqual({ name: 'ResourceConflictException', message: inProgress, status: 409 });
    clock.advance(1999);
    expect(await invoke()).toBe('"old"');
    expect((await configuration()).LastUpdateStatus).toBe('InProgress');
    clock.advance(1);
    expect(await invoke()).toBe('"new"');
    const after = await configuration();
    expect(after.LastUpdateStatus).toBe('Successful');
    expect(after.RevisionId).not.toBe(updated.RevisionId);
  });

  it('is also InProgress after a change of the configuration', async () => {
    const { clock, configuration, lambda } = await startActive();
    const updated = await lambda.send(new UpdateFunctionConfigurationCommand({ ...FUNCTION, Timeout: 5 }));
    expect(updated).toMatchObject({ Timeout: 5, LastUpdateStatus: 'InProgress' });
    clock.advance(2000);
    expect(await configuration()).toMatchObject({ Timeout: 5, LastUpdateStatus: 'Successful' });
  });
});

describe('a published version', () => {
  it('is Pending for 1 s', async () => {
    const { clock, configuration, invoke, lambda } = await startActive();
    expect((await lambda.send(new PublishVersionCommand(FUNCTION))).State).toBe('Pending');
    expect((await refusal(invoke('1'))).message).toBe(pending);
    clock.advance(1000);
    expect((await configuration('1')).State).toBe('Active');
    expect(await invoke('1')).toBe('"old"');
  });
});

it('all changes are immediate when state delays are off', async () => {
  const { create, invoke, lambda } = await start(0);
  expect(await create()).toMatchObject({ State: 'Active' });
  const updated = await lambda.send(new UpdateFunctionCodeCommand({ ...FUNCTION, ZipFile: zipOf('new') }));
  expect(updated.LastUpdateStatus).toBe('Successful');
  expect((await lambda.send(new PublishVersionCommand(FUNCTION))).State).toBe('Active');
  expect(await invoke()).toBe('"new"');
});
