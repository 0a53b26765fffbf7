import {
  CreateRestApiCommand,
  CreateStageCommand,
  GetRestApisCommand,
  TagResourceCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restApiKind } from '../../../../src/aws/kinds/rest-api/rest-api.ts';
import type { Kind, Resource } from '../../../../src/engine/resource.ts';
import { service as apigateway } from '../../../../src/local/services/apigateway/service.ts';
import { addApi, addDeployment } from '../../deployed-api.ts';
import { callsOf, differencesOf, reconcile, resource, startWorld, TAGS, type World } from '../../kind-world.ts';

const NAME = 'items-api-dev';
let world: World;
let kind: Kind;

beforeEach(async () => {
  world = await startWorld([apigateway]);
  kind = restApiKind(world);
});
afterEach(async () => await world.close());

const wanted = (tags = {}): Resource =>
  resource('rest-api', NAME, { endpointType: 'REGIONAL', tags: { ...TAGS, ...tags } });

async function apis() {
  const { items = [] } = await (await world.clients.apiGateway()).send(new GetRestApisCommand({ limit: 500 }));
  return items;
}

describe('a REST API', () => {
  it('is created regional and tagged in one call, and then has no changes', async () => {
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 2, writes: 1 });
    expect(await apis()).toMatchObject([{ name: NAME, tags: TAGS, endpointConfiguration: { types: ['REGIONAL'] } }]);
    expect(await callsOf(world, () => reconcile(kind, wanted(), world))).toEqual({ calls: 1, writes: 0 });
  });

  it('is found by its tags, so a rename by hand is reverted and no second one created', async () => {
    const { attributes } = await reconcile(kind, wanted(), world);
    const client = await world.clients.apiGateway();
    const patchOperations = [{ op: 'replace' as const, path: '/name', value: 'renamed' }];
    await client.send(new UpdateRestApiCommand({ restApiId: String(attributes.id), patchOperations }));
    await client.send(new TagResourceCommand({ resourceArn: String(attributes.arn), tags: { extra: 'x' } }));
    const again = await reconcile(kind, wanted({ team: 'blue' }), world);
    expect(again.attributes).toEqual(attributes);
    expect(await apis()).toMatchObject([{ id: attributes.id, name: NAME, tags: { ...TAGS, team: 'blue' } }]);
    expect((await apis())[0]?.tags).not.toHaveProperty('extra');
  });

  it('changes its endpoint in the order that AWS allows', async () => {
    const endpointOf = async () => (await apis())[0]?.endpointConfiguration;
    const of = (properties: object) => resource('rest-api', NAME, { ...properties, tags: TAGS });
    const steps: [object, object][] = [
      [{ endpointType: 'EDGE' }, { types: ['EDGE'], ipAddressType: 'ipv4' }],
      [
        { endpointType: 'PRIVATE', vpcEndpoints: ['vpce-0a1b2c3d', 'vpce-0f1e2d3c'] },
        { types: ['PRIVATE'], ipAddressType: 'dualstack', vpcEndpointIds: ['vpce-0a1b2c3d', 'vpce-0f1e2d3c'] },
      ],
      [
        { endpointType: 'PRIVATE', vpcEndpoints: ['vpce-0f1e2d3c'] },
        { types: ['PRIVATE'], vpcEndpointIds: ['vpce-0f1e2d3c'] },
      ],
      [{ endpointType: 'EDGE' }, { types: ['EDGE'], ipAddressType: 'ipv4' }],
      [
        { endpointType: 'REGIONAL', ipAddressType: 'dualstack' },
        { types: ['REGIONAL'], ipAddressType: 'dualstack' },
      ],
    ];
    for (const [properties, expected] of steps) {
      await reconcile(kind, of(properties), world);
      expect(await endpointOf()).toMatchObject(expected);
      expect(await callsOf(world, () => reconcile(kind, of(properties), world))).toEqual({ calls: 1, writes: 0 });
    }
    expect(await endpointOf()).not.toHaveProperty('vpcEndpointIds');
  });

  it.each([
    ['off', { executeApi: false }, {}],
    ['on', {}, { executeApi: false }],
  ])('turns its default address %s for the stage, too, after a run that was interrupted', async (_way, to, from) => {
    const of = (executeApi: object) =>
      resource('rest-api', NAME, { endpointType: 'REGIONAL', ...executeApi, tags: TAGS });
    const restApiId = await addApi(world);
    await reconcile(kind, of(from), world);
    const client = await world.clients.apiGateway();
    const deploymentId = await addDeployment(world, restApiId);
    await client.send(new CreateStageCommand({ restApiId, stageName: 'dev', deploymentId }));
    const refuse = { status: 400, type: 'BadRequestException', message: 'Interrupted' };
    world.proxy.add({ method: 'PATCH', path: /\/stages\/dev$/, refuse });
    await expect(reconcile(kind, of(to), world)).rejects.toThrow();
    expect((await differencesOf(kind, of(to), world)).join()).toContain('executeApi');
    // Tag and untag, the API and its stage.
    expect(await callsOf(world, () => reconcile(kind, of(to), world))).toMatchObject({ writes: 4 });
    expect(await differencesOf(kind, of(to), world)).toEqual([]);
    expect((await apis())[0]?.tags).toEqual(TAGS);
  });

  it('waits while API Gateway changes the endpoint', async () => {
    await reconcile(kind, wanted(), world);
    world.proxy.add({ method: 'PATCH', path: /^\/restapis\//, answer: { apiStatus: 'UPDATING' } });
    world.proxy.add({ method: 'GET', path: /^\/restapis\/[a-z0-9]+$/, answer: { apiStatus: 'UPDATING' } });
    await reconcile(kind, resource('rest-api', NAME, { endpointType: 'EDGE', tags: TAGS }), world);
    expect(world.notes).toContain('waiting for API Gateway to change the endpoint');
    expect(world.clock.slept.length).toBe(1);
  });

  it('with the same name but without the tags of the stage does not belong to the stage', async () => {
    const client = await world.clients.apiGateway();
    await client.send(new CreateRestApiCommand({ name: NAME, endpointConfiguration: { types: ['REGIONAL'] } }));
    expect(await kind.read(wanted(), world.context)).toMatchObject({ owned: false, attributes: { name: NAME } });
  });

  it('is created once although the response to its creation was lost', async () => {
    world.proxy.add({ method: 'POST', path: /^\/restapis$/, loseAnswer: true });
    const made = await reconcile(kind, wanted(), world);
    expect(await apis()).toMatchObject([{ id: made.attributes.id }]);
  });

  it('is created although the first attempt failed inside AWS', async () => {
    const refuse = { status: 500, type: 'InternalFailure', message: 'Internal failure' };
    world.proxy.add({ method: 'POST', path: /^\/restapis$/, refuse });
    await reconcile(kind, wanted(), world);
    expect(await apis()).toHaveLength(1);
  });

  it('that exists twice after a lost response is the same for every run: the one that serves', async () => {
    const ids = [await addApi(world), await addApi(world)];
    const oldestOrLess = (await kind.read(wanted(), world.context))?.attributes.id;
    const later: Kind = restApiKind(world);
    expect((await later.read(wanted(), world.context))?.attributes.id).toBe(oldestOrLess);
    const serving = ids.find((id) => id !== oldestOrLess) ?? '';
    const deploymentId = await addDeployment(world, serving);
    const client = await world.clients.apiGateway();
    await client.send(new CreateStageCommand({ restApiId: serving, stageName: 'dev', deploymentId }));
    expect((await kind.read(wanted(), world.context))?.attributes.id).toBe(serving);
    const observed = await kind.read(wanted(), world.context);
    expect(observed?.duplicates).toMatchObject([{ attributes: { id: oldestOrLess }, owned: true }]);
    expect(observed?.duplicates?.[0]).not.toHaveProperty('inUse');
    expect(world.notes.at(-1)).toBe(`Several APIs carry the tags of this stage; using ${serving}, not ${oldestOrLess}`);
  });

  it('that is a duplicate counts as in use if a custom domain points to it, or if nobody may check', async () => {
    const ids = [await addApi(world), await addApi(world)];
    const chosen = (await kind.read(wanted(), world.context))?.attributes.id;
    const other = ids.find((id) => id !== chosen);
    const reason = async () => (await kind.read(wanted(), world.context))?.duplicates?.[0]?.inUse;
    const domains = { method: 'GET', path: /^\/domainnames\?/ };
    world.proxy.add({ ...domains, answer: { item: [{ domainName: 'api.example.com' }] } });
    world.proxy.add({ method: 'GET', path: /basepathmappings/, answer: { item: [{ restApiId: other }] } });
    expect(await reason()).toBe('the custom domain api.example.com leads to it');
    const refuse = { status: 403, type: 'AccessDeniedException', message: 'not authorized' };
    world.proxy.add({ ...domains, refuse });
    expect(await reason()).toMatch(/cannot be seen/);
    expect(await reason()).toBeUndefined();
  });

  it('that was a duplicate is not deleted if it has been used since', async () => {
    await Promise.all([addApi(world), addApi(world)]);
    const [duplicate] = (await kind.read(wanted(), world.context))?.duplicates ?? [];
    const id = String(duplicate?.attributes.id);
    const doomed = { ...wanted(), id: `duplicate-api/${id}`, duplicate: { of: 'api', id } };
    const deploymentId = await addDeployment(world, id);
    const client = await world.clients.apiGateway();
    await client.send(new CreateStageCommand({ restApiId: id, stageName: 'dev', deploymentId }));
    await expect(kind.remove(doomed, duplicate!, world.context)).rejects.toMatchObject({ code: 'ChangedMeanwhile' });
    expect(await apis()).toHaveLength(2);
  });

  it('is deleted with retries, since AWS deletes one API in 30 s', async () => {
    const made = await reconcile(kind, wanted(), world);
    const refuse = { status: 429, type: 'TooManyRequestsException', message: 'Too Many Requests' };
    world.proxy.add({ method: 'DELETE', path: /^\/restapis\//, times: 3, refuse });
    await kind.remove(wanted(), made, world.context);
    expect(await apis()).toEqual([]);
    expect(world.clock.slept.length).toBe(3);
    expect(Math.min(...world.clock.slept)).toBeGreaterThanOrEqual(15_000);
    expect(world.clients.counts.throttled).toBe(3);
    expect(world.notes).toContain('AWS deletes one API in 30 s; waiting for our turn');
    await kind.remove(wanted(), made, world.context);
  });
});
