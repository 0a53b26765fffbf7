import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { AddPermissionCommand, CreateFunctionCommand, GetPolicyCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invokePermissionKind } from '../../../../src/aws/kinds/invoke-permission/invoke-permission.ts';
import { zip } from '../../../../src/bundle/contents/zip.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as iam } from '../../../../src/local/services/iam/service.ts';
import { service as lambda } from '../../../../src/local/services/lambda/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-created-topic';
const SOURCE = 'arn:aws:sns:eu-west-1:000000000000:items-api-dev-created';
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([lambda, iam]);
  kind = invokePermissionKind(world);
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  const [roles, functions] = await Promise.all([world.clients.iam(), world.clients.lambda()]);
  const { Role } = await roles.send(new CreateRoleCommand({ RoleName: 'f', AssumeRolePolicyDocument }));
  await functions.send(
    new CreateFunctionCommand({
      FunctionName: NAME,
      Role: Role!.Arn,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: await zip([{ path: 'index.mjs', contents: Buffer.from('export const handler = () => 1;') }]) },
    }),
  );
});
afterEach(async () => await world.close());

const wanted = (source = SOURCE): Resource =>
  resource('invoke-permission', NAME, { service: 'sns.amazonaws.com', source });
const statements = async () => {
  const client = await world.clients.lambda();
  const { Policy } = await client.send(new GetPolicyCommand({ FunctionName: NAME }));
  return (JSON.parse(Policy!) as { Statement: { Sid: string }[] }).Statement;
};

describe('the permission to call a function', () => {
  it('is given to one topic, and then has no changes', async () => {
    expect((await callsOf(world, () => reconcile(kind, wanted(), world))).writes).toBe(1);
    expect(await statements()).toMatchObject([
      { Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnLike: { 'AWS:SourceArn': SOURCE } } },
    ]);
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 1, writes: 0 });
  });

  it('is replaced for another topic, and leaves the permissions of other people', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.lambda();
    await client.send(
      new AddPermissionCommand({
        FunctionName: NAME,
        StatementId: 'theirs',
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
      }),
    );
    expect(await differencesOf(kind, wanted(`${SOURCE}-2`), world)).toEqual(['source']);
    const observed = await reconcile(kind, wanted(`${SOURCE}-2`), world);
    expect(await differencesOf(kind, wanted(`${SOURCE}-2`), world)).toEqual([]);
    for (let time = 0; time < 2; time += 1) await kind.remove(wanted(), observed, world.context);
    expect(await statements()).toMatchObject([{ Sid: 'theirs' }]);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
  });
});
