/** The embedded cloud behind a faulty proxy, and everything that a kind needs to work with it: real SDK, real HTTP. */
import { createHash } from 'node:crypto';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import type { KindDependencies } from '../../src/aws/kinds/kind-dependencies.ts';
import { createClients } from '../../src/aws/sdk/clients.ts';
import { zip } from '../../src/bundle/contents/zip.ts';
import type { Kind, KindContext, Observed, Properties, Resource } from '../../src/engine/resource.ts';
import type { ServiceDefinition } from '../../src/local/cloud/operation.ts';
import { startServices } from '../helpers/start-services.ts';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';
import { createInstantClock, type InstantClock } from './instant-clock.ts';

export const TAGS = { 'apikit:app': 'items-api', 'apikit:stage': 'dev' };

export interface World extends KindDependencies {
  clock: InstantClock;
  artifacts: Map<string, Uint8Array>;
  context: KindContext;
  /** The notes of kinds while they waited. */
  notes: string[];
  proxy: FaultyProxy;
  close(): Promise<void>;
}

export async function startWorld(services: readonly ServiceDefinition[]): Promise<World> {
  const cloud = await startServices(services);
  const proxy = await startFaultyProxy(() => cloud.endpoint);
  const clock = createInstantClock();
  const clients = createClients({
    region: 'eu-west-1',
    endpoint: proxy.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    clock,
    limits: 'none',
    env: {},
  });
  const notes: string[] = [];
  const target = { account: '000000000000', region: 'eu-west-1', partition: 'aws', endpoint: proxy.endpoint };
  return {
    clients,
    clock,
    artifacts: new Map(),
    target,
    context: { note: (text) => void notes.push(text), signal: new AbortController().signal },
    notes,
    proxy,
    async close() {
      clients.destroy();
      await proxy.close();
      await cloud.close();
    },
  };
}

export function resource(kind: string, name: string, properties: object): Resource {
  return { id: kind, kind, name, properties: properties as Properties };
}

/** Does what the engine does for one resource: reads, compares, applies if something differs, and reads again. */
export async function reconcile(kind: Kind, wanted: Resource, { context }: World): Promise<Observed> {
  const observed = await kind.read(wanted, context);
  if (observed && kind.diff(wanted, observed).length === 0) return observed;
  const applied = await kind.apply(wanted, observed, context);
  await kind.finish?.(wanted, applied, context);
  if (kind.follow?.due(wanted, applied)) await kind.follow.begin(wanted, applied, context);
  if (kind.retire?.due(wanted, applied)) await kind.retire.begin(wanted, applied, context);
  return applied;
}

/** Returns the paths that a run would change. A kind that remembers its reads is created again, as in a later run. */
export async function differencesOf(kind: Kind, wanted: Resource, { context }: World): Promise<string[]> {
  const observed = await kind.read(wanted, context);
  return observed ? kind.diff(wanted, observed).map(({ path }) => path) : ['nothing there'];
}

/** Returns the number of calls during `work`: all of them, and the writes. */
export async function callsOf(world: World, work: () => Promise<unknown>): Promise<{ calls: number; writes: number }> {
  const { total, writes } = world.clients.counts;
  await work();
  return { calls: world.clients.counts.total - total, writes: world.clients.counts.writes - writes };
}

/** Adds a zip with one handler as an artifact; returns its CodeSha256. */
export async function addZip(world: World, source: string): Promise<string> {
  const bytes = await zip([{ path: 'index.mjs', contents: Buffer.from(source) }]);
  const sha = createHash('sha256').update(bytes).digest('base64');
  world.artifacts.set(sha, bytes);
  return sha;
}

/** Creates a role that Lambda may assume; returns its ARN. */
export async function addRole(world: World, name: string): Promise<string> {
  const statement = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const iam = await world.clients.iam();
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document }));
  return Role?.Arn ?? '';
}
