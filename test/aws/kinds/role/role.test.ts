import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../../src/aws/iam/policy-document.ts';
import { roleKind } from '../../../../src/aws/kinds/role/role.ts';
import type { RoleProperties } from '../../../../src/aws/kinds/role/shape.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as iam } from '../../../../src/local/services/iam/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-function';
const TRUST = trustOf('lambda.amazonaws.com');
const TABLES = allow(['dynamodb:GetItem', 'dynamodb:PutItem'], ['arn:aws:dynamodb:eu-west-1:000000000000:table/items']);
const LOGS = allow(['logs:PutLogEvents'], ['arn:aws:logs:eu-west-1:000000000000:log-group:/aws/lambda/x:*']);

function trustOf(service: string) {
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  return { Version: '2012-10-17', Statement: [statement] };
}

function allow(Action: string[], Resource: string[]) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] };
}

let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([iam]);
  kind = roleKind(world);
});
afterEach(async () => await world.close());

const wanted = (changes: Partial<RoleProperties> = {}): Resource =>
  resource('role', NAME, { trustPolicy: TRUST, policies: { tables: TABLES, logs: LOGS }, tags: TAGS, ...changes });

const differences = (desired: Resource) => differencesOf(kind, desired, world);

describe('a role', () => {
  it('is created with its policies and tags, and then has no changes', async () => {
    const made = await reconcile(kind, wanted(), world);
    expect(made).toMatchObject({
      attributes: { arn: `arn:aws:iam::000000000000:role/${NAME}`, name: NAME },
      owned: true,
    });
    const client = await world.clients.iam();
    const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName: NAME, PolicyName: 'tables' }));
    expect(parsePolicy(PolicyDocument)).toEqual(TABLES);
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 3, writes: 0 });
  });

  it('has the configured path and boundary; a boundary changes in place, a path never', async () => {
    const client = await world.clients.iam();
    const bound = async (PolicyName: string) => {
      const PolicyDocument = JSON.stringify(allow(['dynamodb:*'], ['*']));
      return (await client.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))).Policy!.Arn!;
    };
    const [first, second] = [await bound('first'), await bound('second')];
    const placed = (changes: Partial<RoleProperties>) => wanted({ path: '/teams/orders/', ...changes });
    const made = await reconcile(kind, placed({ permissionsBoundary: first }), world);
    expect(made.attributes.arn).toBe(`arn:aws:iam::000000000000:role/teams/orders/${NAME}`);
    expect(await differences(placed({ permissionsBoundary: first }))).toEqual([]);
    expect(await differences(placed({ permissionsBoundary: second }))).toEqual(['permissionsBoundary']);
    expect(await callsOf(world, () => reconcile(kind, placed({ permissionsBoundary: second }), world))).toEqual({
      calls: 4,
      writes: 1,
    });
    // If it is left out, apikit ignores it: an organisation may have set it.
    expect(await differences(placed({}))).toEqual([]);
    await reconcile(kind, placed({ permissionsBoundary: false }), world);
    const { Role } = await client.send(new GetRoleCommand({ RoleName: NAME }));
    expect(Role).toMatchObject({ Path: '/teams/orders/' });
    expect(Role?.PermissionsBoundary).toBeUndefined();
    const observed = await kind.read(wanted(), world.context);
    expect(kind.diff(wanted(), observed!)).toEqual([
      {
        path: 'path',
        from: '/teams/orders/',
        to: '/',
        replace: true,
        instead: expect.stringContaining('Write function.role.path: /teams/orders/ again'),
      },
    ]);
  });

  it.each<[string, Partial<RoleProperties>, number]>([
    ['policies.tables', { policies: { tables: allow(['dynamodb:GetItem'], ['*']), logs: LOGS } }, 2],
    [
      'policies.tables',
      { policies: { tables: { ...TABLES, Statement: [...TABLES.Statement, ...LOGS.Statement] } } },
      1,
    ],
    ['trustPolicy', { trustPolicy: trustOf('apigateway.amazonaws.com') }, 1],
    ['tags.team', { tags: { ...TAGS, team: 'blue' } }, 1],
  ])('with a changed %s differs in that alone, and not after its writes', async (path, changes, writes) => {
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted(changes))).toEqual([path]);
    expect((await callsOf(world, () => reconcile(kind, wanted(changes), world))).writes).toBe(writes);
    expect(await differences(wanted(changes))).toEqual([]);
  });

  it('has the old and the new permissions until the old ones are released', async () => {
    const observed = await reconcile(kind, wanted(), world);
    const orders = allow(['dynamodb:Query'], ['arn:aws:dynamodb:eu-west-1:000000000000:table/orders']);
    const changed = wanted({ policies: { tables: orders, logs: LOGS } });
    const policyNow = async () => {
      const client = await world.clients.iam();
      const answer = await client.send(new GetRolePolicyCommand({ RoleName: NAME, PolicyName: 'tables' }));
      return parsePolicy(answer.PolicyDocument);
    };
    const applied = await kind.apply(changed, observed, world.context);
    const both = { ...orders, Statement: [...orders.Statement, { ...TABLES.Statement[0], Sid: 'Before' }] };
    expect(await policyNow()).toEqual(both);
    // A run that ends here leaves work for the next run, which does it with one write.
    const found = (await kind.read(changed, world.context))!;
    expect(kind.diff(changed, found)).toMatchObject([{ path: 'policies.tables', last: true }]);
    expect((await callsOf(world, () => kind.apply(changed, found, world.context))).writes).toBe(0);
    expect(kind.retire?.due(changed, applied)).toBe(true);
    await kind.retire?.begin(changed, applied, world.context);
    expect(await policyNow()).toEqual(orders);
    expect(kind.retire?.due(changed, (await kind.read(changed, world.context))!)).toBe(false);
  });

  it('rejects permissions of two releases that are too long together, before it changes any', async () => {
    const longOf = (table: string) =>
      allow(
        ['dynamodb:GetItem'],
        Array.from(
          { length: 80 },
          (_, n) => `arn:aws:dynamodb:eu-west-1:000000000000:table/${table}-of-a-long-name-${n}`,
        ),
      );
    const observed = await reconcile(kind, wanted({ policies: { tables: longOf('one') } }), world);
    const other = allow(['dynamodb:PutItem'], longOf('two').Statement[0]!.Resource);
    const applying = kind.apply(wanted({ policies: { tables: other } }), observed, world.context);
    await expect(applying).rejects.toMatchObject({ code: 'RightsTooLong' });
    expect(await differences(wanted({ policies: { tables: longOf('one') } }))).toEqual([]);
  });

  it('does not differ if a policy has another notation', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.iam();
    const [statement] = TABLES.Statement;
    const reworded = {
      Statement: {
        Resource: statement!.Resource[0],
        Action: [...statement!.Action].reverse(),
        Effect: 'Allow',
      },
      Version: '2012-10-17',
    };
    await client.send(
      new PutRolePolicyCommand({ RoleName: NAME, PolicyName: 'tables', PolicyDocument: JSON.stringify(reworded) }),
    );
    expect(await differences(wanted())).toEqual([]);
  });

  it('is repaired after changes by hand', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.iam();
    const everything = JSON.stringify(allow(['*'], ['*']));
    await client.send(new PutRolePolicyCommand({ RoleName: NAME, PolicyName: 'tables', PolicyDocument: everything }));
    await client.send(new TagRoleCommand({ RoleName: NAME, Tags: [{ Key: 'extra', Value: 'x' }] }));
    expect(await differences(wanted())).toEqual(['policies.tables', 'tags.extra']);
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted())).toEqual([]);
  });

  it('without the tags of the stage does not belong to it; one that another run just created is used', async () => {
    await reconcile(kind, wanted({ tags: { 'apikit:app': 'items-api', 'apikit:stage': 'prod' } }), world);
    expect((await kind.read(wanted(), world.context))?.owned).toBe(false);
    await expect(kind.apply(wanted(), undefined, world.context)).rejects.toMatchObject({ code: 'NotOurs' });
    const observed = await kind.read(wanted(), world.context);
    await kind.apply(wanted(), observed, world.context);
    await reconcile(kind, wanted({ policies: { tables: LOGS } }), world);
    expect(await differences(wanted({ policies: { tables: LOGS } }))).toEqual([]);
  });

  it('is deleted with policies that others attached to it, and a second deletion is not an error', async () => {
    const observed = await reconcile(kind, wanted(), world);
    const client = await world.clients.iam();
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await client.send(new AttachRolePolicyCommand({ RoleName: NAME, PolicyArn }));
    await kind.remove(wanted(), observed, world.context);
    await expect(client.send(new GetRoleCommand({ RoleName: NAME }))).rejects.toThrow(NAME);
    await kind.remove(wanted(), observed, world.context);
  });
});
