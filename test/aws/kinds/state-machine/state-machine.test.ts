import { CreateRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateStateMachineCommand,
  DescribeStateMachineCommand,
  TagResourceCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stateMachine } from '../../../../src/aws/kinds/state-machine/definition.ts';
import type { StateMachineProperties } from '../../../../src/aws/kinds/state-machine/shape.ts';
import { stateMachineKind } from '../../../../src/aws/kinds/state-machine/state-machine.ts';
import type { Kind, Observed, Resource } from '../../../../src/engine/resource.ts';
import { service as iam } from '../../../../src/local/services/iam/service.ts';
import { service as states } from '../../../../src/local/services/states/service.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev-orderFlow';
const ARN = `arn:aws:states:eu-west-1:000000000000:stateMachine:${NAME}`;
const ROLE = 'arn:aws:iam::000000000000:role/machine';
const definition = (comment: string) =>
  JSON.stringify({ Comment: comment, StartAt: 'A', States: { A: { Type: 'Succeed' } } });
let world: World;
let kind: Kind;

const trust = (Service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
  });

beforeEach(async () => {
  world = await startWorld([states, iam]);
  kind = stateMachineKind(world);
  const roles = await world.clients.iam();
  const AssumeRolePolicyDocument = trust('states.amazonaws.com');
  await roles.send(new CreateRoleCommand({ RoleName: 'machine', AssumeRolePolicyDocument }));
});
afterEach(async () => await world.close());

const wanted = (changes: Partial<StateMachineProperties> = {}): Resource =>
  resource('state-machine', NAME, {
    definition: definition('first'),
    type: 'standard',
    role: ROLE,
    tags: TAGS,
    ...changes,
  });
const described = async () =>
  await (await world.clients.stepFunctions()).send(new DescribeStateMachineCommand({ stateMachineArn: ARN }));

describe('a state machine', () => {
  it('is created in one write, and then has no changes', async () => {
    expect((await callsOf(world, () => reconcile(kind, wanted(), world))).writes).toBe(1);
    expect(await described()).toMatchObject({ type: 'STANDARD', definition: definition('first'), roleArn: ROLE });
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 2, writes: 0 });
  });

  it('gets a changed definition, and keeps its own if a command does not know it', async () => {
    await reconcile(kind, wanted(), world);
    await reconcile(kind, wanted({ definition: definition('second') }), world);
    expect((await described()).definition).toBe(definition('second'));
    expect(await differencesOf(kind, wanted({ definition: '' }), world)).toEqual([]);
  });

  it('is repaired after somebody changed its definition or tags', async () => {
    await reconcile(kind, wanted(), world);
    const client = await world.clients.stepFunctions();
    await client.send(new UpdateStateMachineCommand({ stateMachineArn: ARN, definition: definition('other') }));
    await client.send(new TagResourceCommand({ resourceArn: ARN, tags: [{ key: 'foreign', value: 'x' }] }));
    expect(await differencesOf(kind, wanted(), world)).toEqual(['definition', 'tags.foreign']);
    await reconcile(kind, wanted(), world);
    expect(await differencesOf(kind, wanted(), world)).toEqual([]);
  });

  it('waits until Step Functions can assume its role', async () => {
    const roles = await world.clients.iam();
    const change = async (service: string) =>
      await roles.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'machine', PolicyDocument: trust(service) }));
    await change('lambda.amazonaws.com');
    const created = kind.apply(wanted(), undefined, {
      ...world.context,
      note(text) {
        world.notes.push(text);
        void change('states.amazonaws.com');
      },
    });
    expect((await created).attributes.arn).toBe(ARN);
    expect(world.notes).toEqual(['waiting for the role to be usable']);
  });

  it('cannot change its type in place', async () => {
    const observed = await reconcile(kind, wanted(), world);
    expect(kind.diff(wanted({ type: 'express' }), observed)).toEqual([
      expect.objectContaining({ path: 'type', replace: true, instead: expect.stringContaining('another name') }),
    ]);
  });

  it('is refused if somebody else creates it meanwhile, and found again if an earlier try did', async () => {
    const client = await world.clients.stepFunctions();
    await client.send(new CreateStateMachineCommand({ name: NAME, definition: definition('theirs'), roleArn: ROLE }));
    const created = () => kind.apply(wanted(), undefined, world.context);
    await expect(created()).rejects.toMatchObject({ code: 'NotOurs' });
    await client.send(
      new TagResourceCommand({
        resourceArn: ARN,
        tags: Object.entries(TAGS).map(([key, value]) => ({ key, value })),
      }),
    );
    expect((await created()).properties).toMatchObject({ definition: definition('first') });
  });

  it('is not created by a command that does not know its definition', async () => {
    const created = kind.apply(wanted({ definition: '' }), undefined, world.context);
    await expect(created).rejects.toMatchObject({ code: 'NoDefinition' });
  });

  it('is gone after its removal, which may be repeated', async () => {
    const observed = await reconcile(kind, wanted(), world);
    expect(await kind.consequence!(observed, world.context)).toContain('end at their next state');
    for (let time = 0; time < 2; time += 1) await kind.remove(wanted(), observed, world.context);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
  });

  it('is a leftover if a release of the stage had it', () => {
    const record = { footprint: 'machine.orderFlow machine.orderFlow.charge' };
    const history = [{ record: { release: 'r', contract: 'c', code: 'd', version: '1', time: 't', ...record } }];
    const release: Observed = { attributes: { history }, properties: {}, owned: true };
    const leftOver = stateMachine.former!.leftOver as (seen: object) => string[];
    const seen = { owner: { app: 'items-api', stage: 'dev', region: 'eu-west-1', tags: TAGS } };
    expect(leftOver({ ...seen, observed: new Map([['release', release]]) })).toEqual([NAME]);
    expect(leftOver({ ...seen, observed: new Map() })).toEqual([]);
  });
});
