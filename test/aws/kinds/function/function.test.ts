import { GetFunctionCommand, TagResourceCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { functionKind } from '../../../../src/aws/kinds/function/function.ts';
import type { FunctionProperties } from '../../../../src/aws/kinds/function/shape.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as iam } from '../../../../src/local/services/iam/service.ts';
import { service as lambda } from '../../../../src/local/services/lambda/service.ts';
import {
  addRole,
  addZip,
  callsOf,
  differencesOf,
  reconcile,
  resource,
  startWorld,
  TAGS,
  type World,
} from '../../kind-world.ts';

const NAME = 'items-api-dev';
let world: World;
let kind: Kind;
let base: FunctionProperties;

beforeEach(async () => {
  world = await startWorld([iam, lambda]);
  kind = functionKind(world);
  base = {
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    architecture: 'x86_64',
    memory: 256,
    timeout: 10,
    ephemeralStorage: 512,
    role: await addRole(world, 'items-api-dev-function'),
    environment: { TABLE_ITEMS: 'items-api-dev-items', APP_TOKEN: 'hush' },
    tracing: false,
    codeSha256: await addZip(world, 'export const handler = async () => ({ statusCode: 200 });'),
    tags: TAGS,
  };
});
afterEach(async () => await world.close());

const wanted = (changes: Partial<FunctionProperties> = {}): Resource =>
  resource('function', NAME, { ...base, ...changes });

const differences = (desired: Resource) => differencesOf(kind, desired, world);

describe('a function', () => {
  it('is created once, and then has no changes', async () => {
    const made = await reconcile(kind, wanted(), world);
    expect(made.attributes).toEqual({
      arn: `arn:aws:lambda:eu-west-1:000000000000:function:${NAME}`,
      name: NAME,
      codeSha256: base.codeSha256,
      published: { version: '1', arn: `arn:aws:lambda:eu-west-1:000000000000:function:${NAME}:1`, ready: true },
    });
    expect(made.owned).toBe(true);
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 1, writes: 0 });
  });

  it('is tagged when Lambda has finished a pending change (pitfall 12)', async () => {
    const made = await reconcile(kind, wanted(), world);
    world.proxy.add({
      method: 'POST',
      path: /\/tags\//,
      times: 2,
      refuse: {
        status: 409,
        type: 'ResourceConflictException',
        message: `The operation cannot be performed at this time. An update is in progress for resource: ${made.attributes.arn}`,
      },
    });
    const tagged = wanted({ tags: { ...TAGS, team: 'blue' } });
    await kind.apply(tagged, made, world.context);
    expect(await differences(tagged)).toEqual([]);
  });

  it('has the ephemeral storage that is configured', async () => {
    await reconcile(kind, wanted(), world);
    await reconcile(kind, wanted({ ephemeralStorage: 2_048 }), world);
    expect(await differences(wanted({ ephemeralStorage: 2_048 }))).toEqual([]);
    expect(await differences(wanted())).toEqual(['ephemeralStorage']);
  });

  it('reserves concurrency when the release serves, and leaves a reservation alone that is not configured', async () => {
    const reserved = wanted({ reservedConcurrency: 20 });
    const created = await kind.apply(reserved, undefined, world.context);
    expect(await differences(reserved)).toEqual(['reservedConcurrency']);
    expect(kind.retire?.due(reserved, created)).toBe(true);
    await kind.retire?.begin(reserved, created, world.context);
    expect(await differences(reserved)).toEqual([]);
    // A change of other settings keeps it.
    await reconcile(kind, wanted({ memory: 512 }), world);
    expect(await differences(wanted({ memory: 512 }))).toEqual([]);
    expect(await differences(wanted({ memory: 512, reservedConcurrency: 20 }))).toEqual([]);
    await reconcile(kind, wanted({ memory: 512, reservedConcurrency: false }), world);
    expect(await differences(wanted({ memory: 512, reservedConcurrency: 20 }))).toEqual(['reservedConcurrency']);
    expect(
      await callsOf(world, () => reconcile(kind, wanted({ memory: 512, reservedConcurrency: false }), world)),
    ).toEqual({ calls: 1, writes: 0 });
  });

  it('gets new code in one upload, and no upload for unchanged code', async () => {
    await reconcile(kind, wanted(), world);
    const codeSha256 = await addZip(world, 'export const handler = async () => ({ statusCode: 204 });');
    expect(await callsOf(world, () => reconcile(kind, wanted({ codeSha256 }), world))).toEqual({ calls: 2, writes: 1 });
    expect(await differences(wanted({ codeSha256 }))).toEqual([]);
    const memory = await callsOf(world, () => reconcile(kind, wanted({ codeSha256, memory: 512 }), world));
    expect(memory.writes).toBe(1);
    expect(world.proxy.calls.filter((call) => call.endsWith('/code'))).toHaveLength(1);
  });

  it.each<[string, Partial<FunctionProperties>]>([
    ['memory', { memory: 1024 }],
    ['timeout', { timeout: 29 }],
    ['handler', { handler: 'other.handler' }],
    ['runtime', { runtime: 'nodejs24.x' }],
    ['tracing', { tracing: true }],
    ['architecture', { architecture: 'arm64' }],
    ['environment.TABLE_ITEMS', { environment: { TABLE_ITEMS: 'other', APP_TOKEN: 'hush' } }],
    ['tags.team', { tags: { ...TAGS, team: 'blue' } }],
  ])('with a changed %s differs in that alone, and not afterwards', async (path, changes) => {
    await reconcile(kind, wanted(), world);
    expect(await differences(wanted(changes))).toEqual([path]);
    await reconcile(kind, wanted(changes), world);
    expect(await differences(wanted(changes))).toEqual([]);
  });

  it('is repaired after changes by hand', async () => {
    const { attributes } = await reconcile(kind, wanted(), world);
    const client = await world.clients.lambda();
    const Environment = { Variables: { LEFT: 'over' } };
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: NAME, MemorySize: 128, Environment }));
    await client.send(new TagResourceCommand({ Resource: String(attributes.arn), Tags: { extra: 'x' } }));
    expect(await differences(wanted())).toEqual([
      'environment.APP_TOKEN',
      'environment.LEFT',
      'environment.TABLE_ITEMS',
      'memory',
      'tags.extra',
    ]);
    await reconcile(kind, wanted(), world);
    const { Configuration, Tags } = await client.send(new GetFunctionCommand({ FunctionName: NAME }));
    expect(Configuration).toMatchObject({ MemorySize: 256, Environment: { Variables: base.environment } });
    expect(Tags).toEqual(TAGS);
  });

  it('keeps the values of user variables out of the plan, whatever their names', async () => {
    await reconcile(kind, wanted(), world);
    const desired = wanted({
      environment: { TABLE_ITEMS: 'other', APP_TOKEN: 'psst', DATABASE_URL: 'postgres://me:psst@db/x' },
    });
    const observed = await kind.read(desired, world.context);
    expect(observed && kind.diff(desired, observed)).toEqual([
      { path: 'environment.APP_TOKEN', from: '(hidden)', to: '(hidden)' },
      { path: 'environment.DATABASE_URL', from: undefined, to: '(hidden)' },
      { path: 'environment.TABLE_ITEMS', from: 'items-api-dev-items', to: 'other' },
    ]);
  });

  it('keeps the values out of the error in which Lambda repeats them', async () => {
    const message =
      'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {"DATABASE_URL":"psst","TABLE_ITEMS":"x"}';
    const refuse = { status: 400, type: 'InvalidParameterValueException', message };
    world.proxy.add({ method: 'POST', path: /functions$/, refuse });
    const failure = await reconcile(kind, wanted(), world).catch((error: Error) => error);
    expect(failure).toMatchObject({ message: expect.stringContaining('4KB limit. String measured: (hidden)') });
    expect((failure as Error).stack).not.toContain('psst');
  });

  it('without the tags of the stage does not belong to it', async () => {
    await reconcile(kind, wanted({ tags: { 'apikit:app': 'other', 'apikit:stage': 'dev' } }), world);
    expect((await kind.read(wanted(), world.context))?.owned).toBe(false);
  });

  it('waits for a new role to be usable', async () => {
    const message = 'The role defined for the function cannot be assumed by Lambda.';
    const refuse = { status: 400, type: 'InvalidParameterValueException', message };
    world.proxy.add({ method: 'POST', path: /functions$/, times: 3, refuse });
    await reconcile(kind, wanted(), world);
    expect(world.clock.slept).toHaveLength(3);
    expect(world.notes).toEqual(['waiting for the role to be usable']);
  });

  it('gives up on a role that never becomes usable, with the last response', async () => {
    const message = 'The role defined for the function cannot be assumed by Lambda.';
    const refuse = { status: 400, type: 'InvalidParameterValueException', message };
    world.proxy.add({ method: 'POST', path: /functions$/, times: 1_000, refuse });
    await expect(reconcile(kind, wanted(), world)).rejects.toMatchObject({
      code: 'GaveUp',
      message: expect.stringContaining('cannot be assumed by Lambda'),
    });
  });

  it('is used if another run created it at the same moment', async () => {
    world.proxy.add({ method: 'POST', path: /functions$/, loseAnswer: true });
    const made = await kind.apply(wanted(), undefined, world.context);
    expect(made.attributes.codeSha256).toBe(base.codeSha256);
  });

  it('waits until Lambda has finished a change, and then continues', async () => {
    await reconcile(kind, wanted(), world);
    const refuse = {
      status: 409,
      type: 'ResourceConflictException',
      message: 'The operation cannot be performed at this time. An update is in progress for resource: arn',
    };
    world.proxy.add({ method: 'PUT', path: /configuration/, refuse });
    const inProgress = (answer: Record<string, unknown>) => ({ ...answer, LastUpdateStatus: 'InProgress' });
    world.proxy.add({ method: 'PUT', path: /configuration/, change: inProgress });
    const codeSha256 = await addZip(world, 'export const handler = async () => ({ statusCode: 201 });');
    world.proxy.calls.length = 0;
    await reconcile(kind, wanted({ codeSha256, memory: 512 }), world);
    expect(world.proxy.calls.map((call) => call.replace(/ .*\//, ' '))).toEqual([
      `GET ${NAME}`,
      'PUT configuration',
      'PUT configuration',
      `GET ${NAME}`,
      'PUT code',
    ]);
    expect(world.notes).toEqual(['waiting for an earlier change', 'waiting for the function to be ready']);
  });

  it('that Lambda cannot set up is reported with its reason', async () => {
    const failed = (answer: Record<string, unknown>) => ({
      ...answer,
      State: 'Failed',
      StateReason: 'no such runtime',
    });
    world.proxy.add({ method: 'POST', path: /functions$/, change: failed });
    await expect(reconcile(kind, wanted(), world)).rejects.toMatchObject({
      code: 'FunctionFailed',
      message: expect.stringContaining('no such runtime'),
    });
  });

  it('is rejected before any call when its zip is too large for Lambda', async () => {
    world.artifacts.set('big', new Uint8Array(52_428_801));
    const calls = callsOf(world, () =>
      expect(kind.apply(wanted({ codeSha256: 'big' }), undefined, world.context)).rejects.toMatchObject({
        code: 'ZipTooLarge',
      }),
    );
    expect(await calls).toEqual({ calls: 0, writes: 0 });
  });

  it('is deleted once, and a second deletion is not an error', async () => {
    const made = await reconcile(kind, wanted(), world);
    await kind.remove(wanted(), made, world.context);
    expect(await kind.read(wanted(), world.context)).toBeUndefined();
    await kind.remove(wanted(), made, world.context);
  });
});
