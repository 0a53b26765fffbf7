/** The consumers of former queues: the names of queues and the variables of the function that show them. */
import { describe, expect, it } from 'vitest';
import type { StageConfig } from '../../src/config/config.ts';
import { resolveStage } from '../../src/config/resolve.ts';
import type { Resource } from '../../src/engine/resource.ts';
import { consumersOfFormer, formerConsumers, knowsImports } from '../../src/stage/leftovers/former-consumers.ts';

const stageOf = (raw: object): StageConfig =>
  resolveStage({ name: 'shop', stages: { dev: {} }, ...raw }, 'dev', { root: '/project', region: 'eu-west-1' });

const queue = (name: string): Resource => ({ id: `queue/${name}`, kind: 'queue', name, properties: {} });
const consumers = (resources: readonly Resource[]) =>
  resources.filter(({ kind }) => kind === 'consumer').map(({ name }) => name);

describe('a queue that ends with -dead', () => {
  it('has a former consumer if its tag says so', () => {
    const observed = { attributes: { consumed: true }, properties: {}, owned: true };
    const found = [{ resource: queue('shop-dev-walking-dead'), observed }];
    expect(consumers(formerConsumers(stageOf({}), found))).toEqual(['shop-dev-walking-dead-queue']);
  });

  it('has one after its removal, unless it was the dead-letter queue of another', () => {
    const names = ['shop-dev-walking-dead', 'shop-dev-orders', 'shop-dev-orders-dead', 'shop-dev-jobs-dead.fifo'];
    const config = stageOf({ queues: { jobs: { fifo: true } } });
    expect(consumers(consumersOfFormer(config, names.map(queue)))).toEqual([
      'shop-dev-walking-dead-queue',
      'shop-dev-orders-queue',
    ]);
  });
});

describe('the environment of the live function', () => {
  const knows = (environment: Record<string, string>, raw: object = {}) =>
    knowsImports(stageOf(raw), new Map([['function', { attributes: {}, properties: { environment }, owned: true }]]));

  it('shows a queue of somebody else, even if its name begins with the name of the stage', () => {
    expect(knows({ QUEUE_JOBS: 'their-jobs' })).toBe(true);
    expect(knows({ QUEUE_JOBS: 'shop-dev-legacy' })).toBe(true);
  });

  it('shows none in the queues of the stage, and in the variables of the user', () => {
    expect(knows({ QUEUE_JOBS: 'shop-dev-jobs', QUEUE_A_B: 'shop-dev-a-b.fifo' })).toBe(false);
    expect(knows({ QUEUE_DEPTH: '5' }, { function: { environment: { QUEUE_DEPTH: '5' } } })).toBe(false);
  });
});
