import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invokePermissionKind } from '../../../../src/aws/kinds/invoke-permission/invoke-permission.ts';
import { zip } from '../../../../src/bundle/contents/zip.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as iam } from '../../../../src/local/services/iam/service.ts';
import { service as lambda } from '../../../../src/local/services/lambda/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-created-topic';
const SOURCE = 'arn:aws:sns:eu-west-1:000000000000:items-api-dev-created';
interface Statement {
  Sid: string;
  Condition?: { ArnLike: Record<string, string> };
}

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
  return (JSON.parse(Policy!) as { Statement: Statement[] }).Statement;
};
const sources = async () => (await statements()).map(({ Condition }) => Condition?.ArnLike['AWS:SourceArn']);

describe('the permission to call a function', () => {
  it('is given to one topic, and then has no changes', async () => {
    expect((await callsOf(world, () => reconcile(kind, wanted(), world))).writes).toBe(1);
    expect(await statements()).toMatchObject([
      { Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnLike: { 'AWS:SourceArn': SOURCE } } },
    ]);
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 1, writes: 0 });
  });

  it('is given to another topic first, then taken from the old one, and those of other people stay', async () => {
    const old = await reconcile(kind, wanted(), world);
    const client = await world.clients.lambda();
    await client.send(
      new AddPermissionCommand({
        FunctionName: NAME,
        StatementId: 'theirs',
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
      }),
    );
    const other = wanted(`${SOURCE}-2`);
    expect(await differencesOf(kind, other, world)).toEqual(['source']);
    const applied = await kind.apply(other, old, world.context);
    expect(await sources()).toEqual([SOURCE, undefined, `${SOURCE}-2`]);
    expect(await differencesOf(kind, other, world)).toEqual(['others']);
    expect(kind.retire!.due(other, applied)).toBe(true);
    for (let time = 0; time < 2; time += 1) await kind.retire!.begin(other, applied, world.context);
    expect(await sources()).toEqual([undefined, `${SOURCE}-2`]);
    const observed = await reconcile(kind, other, world);
    for (let time = 0; time < 2; time += 1) await kind.remove(other, observed, world.context);
    expect(await statements()).toMatchObject([{ Sid: 'theirs' }]);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
  });

  it('keeps the statement of older versions, and goes with all of its statements', async () => {
    const client = await world.clients.lambda();
    await client.send(
      new AddPermissionCommand({
        FunctionName: NAME,
        StatementId: 'apikit-source',
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
        SourceArn: SOURCE,
      }),
    );
    expect((await callsOf(world, () => reconcile(kind, wanted(), world))).writes).toBe(0);
    const old = await kind.read(wanted(), world.context);
    const both = await kind.apply(wanted(`${SOURCE}-2`), old, world.context);
    expect(await sources()).toEqual([SOURCE, `${SOURCE}-2`]);
    await kind.remove(wanted(), both, world.context);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
  });

  it('is repaired if its statement names another service', async () => {
    const { attributes } = await reconcile(kind, wanted(), world);
    const client = await world.clients.lambda();
    const where = { FunctionName: NAME, StatementId: String(attributes.statement) };
    await client.send(new RemovePermissionCommand(where));
    await client.send(
      new AddPermissionCommand({
        ...where,
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn: SOURCE,
      }),
    );
    expect(await differencesOf(kind, wanted(), world)).toEqual(['service']);
    await reconcile(kind, wanted(), world);
    expect(await differencesOf(kind, wanted(), world)).toEqual([]);
  });
});
