/** The requirements of a release that another stage does not meet, and the differences between the two stages. */
import { describe, expect, it } from 'vitest';
import { zip } from '../../../src/bundle/contents/zip.ts';
import type { StageConfig } from '../../../src/config/config.ts';
import { passedContract } from '../../../src/contract/load-contract.ts';
import { desiredStage } from '../../../src/stage/desired/desired-stage.ts';
import type { ReleaseSource } from '../../../src/stage/desired/release-source.ts';
import { promotionObstacles } from '../../../src/stage/promotion/promotion-obstacles.ts';
import { stageDifferences } from '../../../src/stage/promotion/stage-differences.ts';
import { CONFIG } from '../../aws/stage-world.ts';
import { BASE, prepared } from '../../chaos/stage-project.ts';

const FACTS = { account: '111111111111', region: 'eu-west-1', partition: 'aws' };
const OTHER: StageConfig = { ...CONFIG, stage: 'prod' };

async function keptOf(source: ReleaseSource, config: StageConfig) {
  const kept = desiredStage(source, config, { ...FACTS, region: config.region }).kept();
  return { ...kept, code: kept.code! };
}

async function obstacles(
  from: StageConfig,
  to: StageConfig,
  change: (source: ReleaseSource) => ReleaseSource = (source) => source,
  /** The current settings of the first stage in apikit.yaml. */
  now: StageConfig = from,
): Promise<string[]> {
  const source = change(await prepared({ ...BASE, config: from }));
  const kept = await keptOf(source, from);
  return promotionObstacles({ source, from: now, kept, to, there: await keptOf(source, to) });
}

const withRuntime = (config: StageConfig, runtime: string): StageConfig => ({
  ...config,
  function: { ...config.function, runtime },
});
const withIndex = (config: StageConfig, key?: string): StageConfig => ({
  ...config,
  tables: {
    items: {
      ...config.tables.items!,
      ...(key !== undefined && {
        indexes: { byOwner: { key, keyType: 'string', sortKeyType: 'string', projection: 'all' } },
      }),
    },
  },
});

describe('a requirement that a stage lacks', () => {
  it('does not exist if the stage has the same', async () => {
    expect(await obstacles(CONFIG, OTHER)).toEqual([]);
    expect(await obstacles(withIndex(CONFIG, 'owner'), withIndex(OTHER, 'owner'))).toEqual([]);
  });

  it.each<[string, StageConfig, StageConfig, RegExp]>([
    ['an index', withIndex(CONFIG, 'owner'), OTHER, /table items of stage prod lacks the index byOwner/],
    [
      'the index by its key',
      withIndex(CONFIG, 'owner'),
      withIndex(OTHER, 'team'),
      /index byOwner of the table items has another key or projection/,
    ],
    [
      'the language',
      CONFIG,
      withRuntime(OTHER, 'python3.14'),
      /was built for nodejs22\.x, and stage prod runs python3\.14/,
    ],
  ])('is reported: %s', async (_, from, to, words) => {
    expect((await obstacles(from, to)).join(' ')).toMatch(words);
  });

  it('includes another processor or version only for compiled code', async () => {
    const arm: StageConfig = { ...OTHER, function: { ...OTHER.function, architecture: 'arm64' } };
    expect(await obstacles(CONFIG, arm)).toEqual([]);
    expect(await obstacles(CONFIG, withRuntime(OTHER, 'nodejs24.x'))).toEqual([]);
    for (const path of ['node_modules/sharp/sharp.node', 'lib/libvips.so.42', 'numpy/core.so']) {
      const bytes = await zip([{ path, contents: Buffer.from('x') }]);
      const compiled = (source: ReleaseSource) => ({ ...source, code: { ...source.code, zip: bytes } });
      expect((await obstacles(CONFIG, arm, compiled)).join(), path).toMatch(
        /compiled for x86_64, and stage prod runs on arm64/,
      );
      // The deployed settings count, and not later changes of apikit.yaml.
      const armBoth = { ...CONFIG, function: arm.function };
      expect((await obstacles(CONFIG, arm, compiled, armBoth)).join()).toMatch(/compiled for x86_64, and stage prod/);
      expect(await obstacles(armBoth, arm, compiled, CONFIG)).toEqual([]);
      expect(await obstacles(CONFIG, withRuntime(OTHER, 'nodejs24.x'), compiled)).toEqual([]);
      const [older, newer] = [withRuntime(CONFIG, 'python3.13'), withRuntime(OTHER, 'python3.14')];
      expect((await obstacles(older, newer, compiled)).join()).toMatch(/compiled for python3\.13, and stage prod runs/);
    }
  });
});

describe('the differences', () => {
  it('name settings like apikit.yaml, and no value of the environment', async () => {
    const source = await prepared(BASE);
    const from: StageConfig = {
      ...CONFIG,
      function: { ...CONFIG.function, environment: { TOKEN_URL: 'https://trial', ONLY: 'here' } },
    };
    const to: StageConfig = {
      ...OTHER,
      function: { ...OTHER.function, timeout: 20, ephemeralStorage: 1024, environment: { TOKEN_URL: 'https://real' } },
      cors: { ...OTHER.cors!, origins: ['https://shop.example.com'] },
      usagePlans: {},
    };
    const compared = async (config: StageConfig, account: string) => ({
      config,
      kept: await keptOf(source, config),
      account,
    });
    const found = stageDifferences(await compared(from, '1'), await compared(to, '1'), source.contract.document);
    expect(found.settings.map(({ setting }) => setting)).toEqual([
      'cors.origins',
      'function.ephemeralStorage',
      'function.timeout',
      'usagePlans.basic.burst',
      'usagePlans.basic.quota.limit',
      'usagePlans.basic.quota.period',
      'usagePlans.basic.rate',
    ]);
    expect(found.settings).toContainEqual({ setting: 'function.timeout', from: 10, to: 20 });
    expect(found.settings).toContainEqual({ setting: 'function.ephemeralStorage', from: 512, to: 1024 });
    expect(found.environment).toMatchObject({ missing: ['ONLY'], added: [] });
    expect(found.environment.differing).toContain('TOKEN_URL');
    expect(JSON.stringify(found)).not.toMatch(/trial|real|here"/);
    expect(found.inexact.join(' ')).toContain('The API definition of prod has the CORS settings of prod');
  });

  it('name places where the contract contains the account and region of the other stage', async () => {
    const queue = 'arn:aws:sqs:eu-west-1:111111111111:orders';
    const everywhere = 'arn:aws:sqs:eu-central-1:222222222222:orders';
    const { contract } = await prepared(BASE);
    const document = { ...contract.document, 'x-queues': [queue, everywhere] };
    const source = { ...(await prepared(BASE)), contract: passedContract(document, 'openapi.yaml') };
    const to: StageConfig = { ...OTHER, region: 'eu-central-1' };
    const { inexact } = stageDifferences(
      { config: CONFIG, kept: await keptOf(source, CONFIG), account: '111111111111' },
      { config: to, kept: await keptOf(source, to), account: '222222222222' },
      document,
    );
    expect(inexact).toContain(`The contract contains ARNs of dev, which stay as they are: ${queue}.`);
    expect(inexact).toContain('ARNs contain the account 222222222222, not 111111111111.');
  });
});
