import { createHash } from 'node:crypto';
import {
  CreateDeploymentCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  GetDeploymentsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import {
  AddPermissionCommand,
  DeleteFunctionCommand,
  GetPolicyCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { functionKind } from '../../../../src/aws/kinds/function/function.ts';
import { releaseKind } from '../../../../src/aws/kinds/release/release.ts';
import type { ReleaseProperties } from '../../../../src/aws/kinds/release/shape.ts';
import { releaseHistoryKind } from '../../../../src/aws/kinds/release-history/release-history.ts';
import type { HistoryEntry } from '../../../../src/aws/releases/release-record.ts';
import type { Kind, Observed, Resource } from '../../../../src/engine/resource.ts';
import { service as apigateway } from '../../../../src/local/services/apigateway/service.ts';
import { service as iam } from '../../../../src/local/services/iam/service.ts';
import { service as lambda } from '../../../../src/local/services/lambda/service.ts';
import { addApi } from '../../deployed-api.ts';
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

const FUNCTION = 'items-api-dev';
let world: World;
let kind: Kind;
let api: string;
let role: string;

beforeEach(async () => {
  world = await startWorld([apigateway, iam, lambda]);
  kind = releaseKind(world);
  api = await addApi(world);
  role = await addRole(world, 'items-api-dev-function');
});
afterEach(async () => await world.close());

const source = (n: number) => `export const handler = async () => ({ statusCode: 200, body: '${n}' });`;

/** Uploads the n-th code to `$LATEST`. */
async function upload(n: number): Promise<string> {
  const codeSha256 = await addZip(world, source(n));
  const settings = {
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    architecture: 'x86_64',
    memory: 256,
    timeout: 10,
    ephemeralStorage: 512,
  };
  const properties = { ...settings, role, environment: {}, tracing: false, codeSha256, tags: TAGS };
  await reconcile(functionKind(world), resource('function', FUNCTION, properties), world);
  return codeSha256;
}

/** Adds a definition with this many operations as an artifact; returns its key. */
function addDefinition(operations = 1): string {
  const uri = 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/__APIKIT_FUNCTION_ARN__/invocations';
  const get = {
    responses: { 200: { description: 'ok' } },
    'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri },
  };
  const paths = Object.fromEntries(Array.from({ length: operations }, (_, n) => [`/route-${n}`, { get }]));
  const document = JSON.stringify({ openapi: '3.0.1', info: { title: 'items-api-dev', version: '1' }, paths });
  const key = createHash('sha256').update(document).digest('hex');
  world.artifacts.set(key, Buffer.from(document));
  return key;
}

/** Creates the n-th release: its code is uploaded, and its definition is an artifact. */
async function release(n: number, operations = 1): Promise<Resource> {
  await world.clock.sleep(1_000);
  const properties: ReleaseProperties = {
    api,
    function: FUNCTION,
    published: null,
    release: createHash('sha256').update(String(n)).digest('hex').slice(0, 12),
    contract: addDefinition(operations),
    code: await upload(n),
    revision: 'abc1234',
  };
  return resource('release', 'items-api-dev', properties);
}

async function deployments() {
  const client = await world.clients.apiGateway();
  return (await client.send(new GetDeploymentsCommand({ restApiId: api, limit: 500 }))).items ?? [];
}

const differences = (desired: Resource) => differencesOf(kind, desired, world);

describe('a release', () => {
  it('consists of version, permission, definition and deployment, in that order', async () => {
    const first = await release(1);
    world.proxy.calls.length = 0;
    await reconcile(kind, first, world);
    const calls = world.proxy.calls.map((call) => call.replace(api, '{api}').replace(FUNCTION, '{function}'));
    expect(calls).toEqual([
      'GET /restapis/{api}/deployments',
      'POST /2015-03-31/functions/{function}/versions',
      'POST /2015-03-31/functions/{function}/policy',
      'PUT /restapis/{api}',
      'POST /restapis/{api}/deployments',
    ]);
  });

  it('is recorded in its deployment, and then has no changes', async () => {
    const first = await release(1);
    const made = await reconcile(kind, first, world);
    const [deployment] = await deployments();
    expect(made.attributes).toMatchObject({
      deploymentId: deployment?.id,
      version: '1',
      release: first.properties.release,
    });
    expect(JSON.parse(deployment?.description ?? '')).toEqual({
      release: first.properties.release,
      contract: first.properties.contract,
      code: first.properties.code,
      version: '1',
      revision: 'abc1234',
      time: new Date(world.clock.now()).toISOString(),
    });
    expect(await callsOf(world, () => reconcile(kind, first, world))).toEqual({ calls: 2, writes: 0 });
  });

  it('needs as many calls for 300 operations as for one', async () => {
    const one = await release(1);
    const few = await callsOf(world, () => reconcile(kind, one, world));
    const big = await release(2, 300);
    const many = await callsOf(world, () => reconcile(kind, big, world));
    expect(few).toEqual({ calls: 5, writes: 4 });
    expect(many).toEqual(few);
  });

  it('allows exactly its API to invoke exactly its version', async () => {
    await reconcile(kind, await release(1), world);
    const client = await world.clients.lambda();
    const { Policy } = await client.send(new GetPolicyCommand({ FunctionName: FUNCTION, Qualifier: '1' }));
    expect(JSON.parse(Policy ?? '').Statement).toMatchObject([
      {
        Effect: 'Allow',
        Principal: { Service: 'apigateway.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: `arn:aws:lambda:eu-west-1:000000000000:function:${FUNCTION}:1`,
        Condition: { ArnLike: { 'AWS:SourceArn': `arn:aws:execute-api:eu-west-1:000000000000:${api}/*/*` } },
      },
    ]);
    await expect(client.send(new GetPolicyCommand({ FunctionName: FUNCTION }))).rejects.toThrow();
  });

  it('differs by its ID and by its changes, and keeps the previous releases', async () => {
    const first = await reconcile(kind, await release(1), world);
    const next = await release(2);
    expect(await differences(next)).toEqual(['release', 'code']);
    const second = await reconcile(kind, next, world);
    expect((second.attributes.history as HistoryEntry[]).map(({ record }) => record.version)).toEqual(['2', '1']);
    expect((await kind.read(next, world.context))?.attributes).toEqual(second.attributes);
    expect(first.attributes.deploymentId).not.toBe(second.attributes.deploymentId);
  });

  it('that exists already is reused', async () => {
    const original = await release(1);
    const first = await reconcile(kind, original, world);
    await reconcile(kind, await release(2), world);
    const back = await kind.read(original, world.context);
    expect(back?.attributes).toMatchObject({ deploymentId: first.attributes.deploymentId, version: '1' });
    expect(back && kind.diff(original, back)).toEqual([]);
  });

  it('gets a lost permission back and stays the same release', async () => {
    const first = await release(1);
    const made = await reconcile(kind, first, world);
    const client = await world.clients.lambda();
    const where = { FunctionName: FUNCTION, Qualifier: '1', StatementId: `apikit-${api}` };
    await client.send(new RemovePermissionCommand(where));
    expect(await differences(first)).toEqual(['permission']);
    expect((await reconcile(kind, first, world)).attributes).toEqual(made.attributes);
    expect(await differences(first)).toEqual([]);
    expect(await deployments()).toHaveLength(1);
  });

  it('is created again when its version was deleted', async () => {
    const first = await release(1);
    await reconcile(kind, first, world);
    const client = await world.clients.lambda();
    await client.send(new DeleteFunctionCommand({ FunctionName: FUNCTION }));
    await upload(99);
    const again = await release(1);
    await reconcile(kind, again, world);
    expect(await differences(again)).toEqual([]);
    expect(await deployments()).toHaveLength(2);
  });

  it('is completed after a crash', async () => {
    const first = await release(1);
    const refuse = { status: 400, type: 'BadRequestException', message: 'crashed here' };
    world.proxy.add({ method: 'POST', path: /deployments$/, refuse });
    await expect(reconcile(kind, first, world)).rejects.toThrow('crashed here');
    await reconcile(kind, first, world);
    expect(await differences(first)).toEqual([]);
    const client = await world.clients.lambda();
    const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: FUNCTION }));
    expect(Versions.map(({ Version }) => Version)).toEqual(['$LATEST', '1']);
  });

  it('is deployed once although the response was lost', async () => {
    world.proxy.add({ method: 'POST', path: /deployments$/, loseAnswer: true });
    const made = await reconcile(kind, await release(1), world);
    expect((await deployments()).map(({ id }) => id)).toEqual([made.attributes.deploymentId]);
  });

  it('is not deployed before its version can be invoked', async () => {
    const first = await release(1);
    const pending = (answer: Record<string, unknown>) => ({ ...answer, State: 'Pending' });
    world.proxy.add({ method: 'POST', path: /versions$/, change: pending });
    const stillPending = (answer: Record<string, unknown>) => ({
      ...answer,
      Configuration: { ...(answer.Configuration as object), State: 'Pending' },
    });
    world.proxy.add({ method: 'GET', path: /functions\/.*Qualifier=1/, change: stillPending });
    await reconcile(kind, first, world);
    expect(world.notes).toEqual(['waiting for version 1 to be ready']);
    expect(world.proxy.calls.filter((call) => call === `GET /2015-03-31/functions/${FUNCTION}`)).toHaveLength(3);
    expect(await differences(first)).toEqual([]);
  });

  it('is prepared while its version becomes ready, and stops waiting when one part fails', async () => {
    const first = await release(1);
    const where = `GET /2015-03-31/functions/${FUNCTION}`;
    const pending = (answer: Record<string, unknown>) => ({ ...answer, State: 'Pending' });
    const stillPending = (answer: Record<string, unknown>) => ({
      ...answer,
      Configuration: { ...(answer.Configuration as object), State: 'Pending' },
    });
    world.proxy.add({ method: 'POST', path: /versions$/, change: pending });
    world.proxy.add({
      method: 'GET',
      path: /functions\/.*Qualifier=1/,
      times: Number.POSITIVE_INFINITY,
      change: stillPending,
    });
    const refuse = { status: 400, type: 'BadRequestException', message: 'no such thing' };
    world.proxy.add({ method: 'PUT', path: /restapis/, refuse });
    await expect(reconcile(kind, first, world)).rejects.toThrow('no such thing');
    expect(await deployments()).toEqual([]);
    const asked = world.proxy.calls.filter((call) => call === where).length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(world.proxy.calls.filter((call) => call === where)).toHaveLength(asked);
  });

  it('retries the permission as long as Lambda rejects changes of the version', async () => {
    const first = await release(1);
    const message =
      'The operation cannot be performed at this time. The function is currently in the following state: Pending';
    const refuse = { status: 409, type: 'ResourceConflictException', message };
    world.proxy.add({ method: 'POST', path: /policy/, times: 2, refuse });
    await reconcile(kind, first, world);
    expect(world.notes).toEqual(['waiting for an earlier change']);
    expect(await differences(first)).toEqual([]);
  });

  describe('with a definition that is imported before its version is known', () => {
    const puts = () => world.proxy.calls.filter((call) => call === `PUT /restapis/${api}`).length;

    /**
     * Creates the second release, which expects version 2; returns how often its definition was put, and its version.
     */
    async function secondRelease(between: () => Promise<unknown> = async () => undefined) {
      kind = releaseKind({ ...world, releasedCode: new Set() });
      await reconcile(kind, await release(1), world);
      await between();
      const wanted = await release(2);
      const observed = (await kind.read(wanted, world.context))!;
      const before = puts();
      await kind.headStart!.begin(wanted, observed, world.context);
      const made = await kind.apply(wanted, observed, world.context);
      expect(await differences(wanted)).toEqual([]);
      return { puts: puts() - before, version: made.attributes.version };
    }

    async function versionsNamed(): Promise<(string | undefined)[]> {
      const client = await world.clients.apiGateway();
      const { items = [] } = await client.send(new GetResourcesCommand({ restApiId: api, embed: ['methods'] }));
      const uris = items.flatMap(({ resourceMethods = {} }) =>
        Object.values(resourceMethods).map(({ methodIntegration }) => methodIntegration?.uri),
      );
      return uris.map((uri) => /:(\d+)\/invocations$/.exec(uri ?? '')?.[1]);
    }

    it('imports the definition once', async () => {
      expect(await secondRelease()).toEqual({ puts: 1, version: '2' });
      expect(await versionsNamed()).toEqual(['2']);
    });

    it('imports it again when the upload creates another version', async () => {
      const between = async () => {
        await upload(50);
        await (await world.clients.lambda()).send(new PublishVersionCommand({ FunctionName: FUNCTION }));
      };
      expect(await secondRelease(between)).toEqual({ puts: 2, version: '3' });
      expect(await versionsNamed()).toEqual(['3']);
    });

    it('imports it again after a rejection, and prints only the warnings of the last response', async () => {
      const refuse = { status: 400, type: 'BadRequestException', message: 'no such version' };
      const between = async () => world.proxy.add({ method: 'PUT', path: /restapis/, refuse });
      expect(await secondRelease(between)).toEqual({ puts: 2, version: '2' });
      expect(world.notes).toEqual([]);
    });

    it('fails with the other error, without another attempt', async () => {
      const refuse = { status: 403, type: 'AccessDeniedException', message: 'not allowed to put' };
      const before = puts();
      const between = async () => world.proxy.add({ method: 'PUT', path: /restapis/, refuse });
      await expect(secondRelease(between)).rejects.toThrow('not allowed to put');
      expect(puts() - before).toBe(2);
      expect(await deployments()).toHaveLength(1);
    });

    it('does not import early if a release already has a version of the code', async () => {
      const releasedCode = new Set<string>();
      kind = releaseKind({ ...world, releasedCode });
      await reconcile(kind, await release(1), world);
      const again = {
        ...(await release(1)),
        properties: { ...(await release(1)).properties, release: '0123456789ab' },
      };
      const observed = (await kind.read(again, world.context))!;
      expect(await callsOf(world, () => kind.headStart!.begin(again, observed, world.context))).toEqual({
        calls: 0,
        writes: 0,
      });
    });
  });

  it('replaces a permission with the same name and other content', async () => {
    const first = await release(1);
    const client = await world.clients.lambda();
    await client.send(new PublishVersionCommand({ FunctionName: FUNCTION }));
    const where = { FunctionName: FUNCTION, Qualifier: '1', StatementId: `apikit-${api}` };
    const Principal = 'apigateway.amazonaws.com';
    await client.send(new AddPermissionCommand({ ...where, Action: 'lambda:InvokeFunction', Principal }));
    await reconcile(kind, first, world);
    expect(await differences(first)).toEqual([]);
  });

  it('prints the warnings of API Gateway, and rejects a definition that lost its settings', async () => {
    const first = await release(1);
    world.proxy.add({ method: 'PUT', path: /restapis/, change: (answer) => ({ ...answer, warnings: ['odd'] }) });
    await reconcile(kind, first, world);
    expect(world.notes).toEqual(['API Gateway warns: odd']);
    world.proxy.add({ method: 'PUT', path: /restapis/, change: (answer) => ({ ...answer, name: 'someone else' }) });
    await expect(reconcile(kind, await release(2), world)).rejects.toMatchObject({ code: 'DefinitionNotApplied' });
  });

  it('ignores deployments of others', async () => {
    const client = await world.clients.apiGateway();
    await client.send(new CreateDeploymentCommand({ restApiId: api, description: 'by hand' }));
    expect(await kind.read(await release(1), world.context)).toBeUndefined();
  });
});

describe('the release history', () => {
  const keep = 2;
  let history: Kind;
  beforeEach(() => {
    history = releaseHistoryKind(world);
  });

  const wanted = (made: Observed): Resource =>
    resource('release-history', 'items-api-dev', {
      api,
      function: FUNCTION,
      keep,
      history: made.attributes.history,
      live: made.attributes.deploymentId,
      previous: null,
    });

  async function versions(): Promise<(string | undefined)[]> {
    const client = await world.clients.lambda();
    const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: FUNCTION }));
    return Versions.map(({ Version }) => Version);
  }

  /**
   * Creates releases up to the n-th; each is live on the stage dev when the next one is created. Returns the last one.
   */
  async function releases(n: number, from = 1): Promise<Observed> {
    const client = await world.clients.apiGateway();
    let made: Observed | undefined;
    for (let i = from; i <= n; i += 1) {
      made = await reconcile(kind, await release(i), world);
      const deploymentId = String(made.attributes.deploymentId);
      const stage = { restApiId: api, stageName: 'dev' };
      const patchOperations = [{ op: 'replace' as const, path: '/deploymentId', value: deploymentId }];
      if (i === 1) await client.send(new CreateStageCommand({ ...stage, deploymentId }));
      else await client.send(new UpdateStageCommand({ ...stage, patchOperations }));
    }
    return made!;
  }

  it('needs no call while there are few releases', async () => {
    const made = await releases(2);
    expect(await callsOf(world, () => reconcile(history, wanted(made), world))).toEqual({ calls: 0, writes: 0 });
  });

  it('prunes the oldest with its version, in two writes', async () => {
    const observed = await history.read(wanted(await releases(2)), world.context);
    const made = await releases(3, 3);
    expect(observed && history.diff(wanted(made), observed)).toHaveLength(1);
    expect(await callsOf(world, () => history.apply(wanted(made), observed, world.context))).toEqual({
      calls: 3,
      writes: 2,
    });
    expect(await deployments()).toHaveLength(2);
    expect(await versions()).toEqual(['$LATEST', '2', '3']);
  });

  it('keeps releases that another stage or a canary serves, and then has no changes', async () => {
    const first = await releases(1);
    const client = await world.clients.apiGateway();
    const deploymentId = String(first.attributes.deploymentId);
    await client.send(new CreateStageCommand({ restApiId: api, stageName: 'beta', deploymentId }));
    const made = await releases(3, 2);
    const observed = await history.read(wanted(made), world.context);
    expect(observed && history.diff(wanted(made), observed)).toEqual([]);
    await history.apply(wanted(made), observed, world.context);
    expect(await deployments()).toHaveLength(3);
    expect(await versions()).toContain('1');
  });

  it('keeps the release of an active canary', async () => {
    const [first] = (await releases(1)).attributes.history as HistoryEntry[];
    const second = await releases(2, 2);
    const client = await world.clients.apiGateway();
    const patchOperations = [
      { op: 'replace' as const, path: '/canarySettings/deploymentId', value: first?.deploymentId },
      { op: 'replace' as const, path: '/canarySettings/percentTraffic', value: '10' },
    ];
    await client.send(new UpdateStageCommand({ restApiId: api, stageName: 'dev', patchOperations }));
    await reconcile(kind, await release(3), world);
    const newest = await reconcile(kind, await release(4), world);
    const { live } = wanted(second).properties;
    const desired = { ...wanted(newest), properties: { ...wanted(newest).properties, live: live ?? null } };
    await history.apply(desired, undefined, world.context);
    expect(await deployments()).toHaveLength(4);
    expect(await versions()).toEqual(['$LATEST', '1', '2', '3', '4']);
  });

  it('keeps a release that was live a moment ago, since it may still get requests', async () => {
    const first = await releases(1);
    await reconcile(kind, await release(2), world);
    const before = await reconcile(kind, await release(3), world);
    // The stage has served the first release until now.
    const { live } = wanted(first).properties;
    const desired = { ...wanted(before), properties: { ...wanted(before).properties, live: live ?? null } };
    const observed = await history.read(desired, world.context);
    const after = await releases(4, 4);
    await history.apply(wanted(after), observed, world.context);
    expect(await versions()).toEqual(['$LATEST', '1', '3', '4']);
    // The next run finds that it is not used.
    const later = await history.read(wanted((await kind.read(await release(4), world.context))!), world.context);
    await history.apply(wanted((await kind.read(await release(4), world.context))!), later, world.context);
    expect(await versions()).toEqual(['$LATEST', '3', '4']);
  });

  it('accepts that another run was faster', async () => {
    const made = await releases(3);
    const client = await world.clients.apiGateway();
    const oldest = (made.attributes.history as HistoryEntry[])[2];
    await client.send(new DeleteDeploymentCommand({ restApiId: api, deploymentId: oldest?.deploymentId ?? '' }));
    await history.apply(wanted(made), undefined, world.context);
    expect(await versions()).toEqual(['$LATEST', '2', '3']);
  });

  it('has nothing to do before the first release, and nothing after it', async () => {
    const later = { $ref: 'release', attribute: 'history' };
    const before = resource('release-history', 'items-api-dev', {
      api,
      function: FUNCTION,
      keep,
      history: later,
      live: later,
    });
    expect(await history.read(before, world.context)).toBeUndefined();
    const made = wanted(await releases(1));
    const observed = (await history.read(made, world.context))!;
    expect(history.diff(made, observed)).toEqual([]);
  });

  it('does not change the API itself', async () => {
    const made = await releases(3);
    await history.remove(wanted(made), { attributes: {}, properties: {}, owned: true }, world.context);
    const client = await world.clients.apiGateway();
    expect((await client.send(new GetRestApiCommand({ restApiId: api }))).id).toBe(api);
  });
});
