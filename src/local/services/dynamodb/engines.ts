/**
 * The engines of a cloud, one for each region. They open at the first DynamoDB request that needs them, so the start of
 * the cloud does not wait for them. This module holds only state that ends with the engine.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import type { Store } from '../../storage/store.ts';
import { startExpirySweeper } from './expiry-sweeper.ts';
import type { ItemEngine } from './item-engine.ts';
import { openItemStore } from './item-store.ts';
import { streamId } from './streams.ts';
import { settingsOf } from './table-settings.ts';

/** Long enough that a client that does not wait for ACTIVE fails here as on AWS; short enough to wait for. */
const TABLE_TRANSITION_MS = 150;

interface OpenEngine {
  readonly engine: ItemEngine;
  stopSweeping(): void;
}

/** Engines by `Store`, which all parts of one running cloud share. */
const open = new WeakMap<Store, Map<string, Promise<OpenEngine>>>();

export async function engineOf(context: Scope & { readonly cloud: CloudBase }): Promise<ItemEngine> {
  const { cloud, account, region } = context;
  const engines = open.get(cloud.store) ?? new Map<string, Promise<OpenEngine>>();
  open.set(cloud.store, engines);
  let opening = engines.get(region);
  if (!opening) {
    opening = openEngine(cloud, { account, region });
    engines.set(region, opening);
    // After a failed opening (the folder is not writable), the next request tries again.
    opening.catch(() => engines.delete(region));
  }
  return (await opening).engine;
}

async function openEngine(cloud: CloudBase, scope: Scope): Promise<OpenEngine> {
  const { dataDir } = cloud.options;
  const settings = settingsOf(cloud, scope);
  const engine = await openItemStore({
    ...scope,
    now: cloud.clock.now,
    streamOf(table) {
      const stream = settings.get(table)?.stream;
      return stream && stream.endedAt === undefined ? { id: streamId(table, stream), keys: stream.keys } : undefined;
    },
    hasRecovery: (table) => settings.get(table)?.recovery !== undefined,
    transitionMs: cloud.options.tableTransitionMs ?? TABLE_TRANSITION_MS,
    ...(dataDir !== undefined && { path: join(engineFolder(dataDir), scope.region) }),
  });
  return { engine, stopSweeping: startExpirySweeper(cloud, scope, engine) };
}

export async function closeEngines(cloud: CloudBase): Promise<void> {
  const engines = open.get(cloud.store);
  open.delete(cloud.store);
  for (const opening of engines?.values() ?? []) {
    const { engine, stopSweeping } = await opening;
    stopSweeping();
    await engine.close();
  }
}

/** Deletes every table and item of every region. */
export async function resetEngines(cloud: CloudBase): Promise<void> {
  await closeEngines(cloud);
  const { dataDir } = cloud.options;
  if (dataDir !== undefined) rmSync(engineFolder(dataDir), { recursive: true, force: true });
}

const engineFolder = (dataDir: string) => join(dataDir, 'dynamodb');
