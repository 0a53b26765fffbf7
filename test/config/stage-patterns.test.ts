/**
 * Stages by a pattern: what a preview is made of, which names it takes, and what is refused with file, line and fix.
 */
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { LAYERED_EXAMPLES } from '../helpers/optional-settings.ts';
import { load, refusal, said } from './project-folder.ts';

const PROJECT = `name: items-api
region: eu-west-1
function: { memory: 256, environment: { GREETING: hello } }
tables:
  items: { key: id, deletionProtection: true }
cors: { origins: [https://app.example.com] }
userPools: { people: { deletionProtection: true } }
stages:
  dev:
    protected: true
    account: "123456789012"
    cache: { size: 0.5 }
    adopts: { tables: { items: Items } }
    function: { handler: src/dev.handler, timeout: 20, environment: { MODE: dev }, secrets: { TOKEN: "ssm:/dev/token" } }
    usagePlans: { basic: { rate: 5, burst: 5 } }
    tags: { team: api }
  pr-*:
    extends: dev
    expires: 3d
    function: { entry: src/handler.ts, environment: { MODE: preview } }
    usagePlans: { basic: { rate: 1 } }
  pr-1*: { expires: 12h }
  pr-special: { throttle: { rate: 7, burst: 7 } }
`;

describe('a stage that matches a pattern', () => {
  it('has the settings of the pattern, over the stage that it extends, over the project', async () => {
    const preview = (await load(PROJECT)).stage('pr-27');
    expect(preview).toMatchObject({
      stage: 'pr-27',
      preview: { pattern: 'pr-*', expires: '3d' },
      account: '123456789012',
      function: {
        entry: 'src/handler.ts',
        memory: 256,
        timeout: 20,
        environment: { GREETING: 'hello', MODE: 'preview' },
        secrets: { TOKEN: { from: 'ssm:/dev/token' } },
      },
      usagePlans: { basic: { rate: 1, burst: 5 } },
      cors: { origins: ['https://app.example.com'] },
      tags: { team: 'api' },
    });
    expect(preview.function).not.toHaveProperty('handler');
  });

  it('is never protected, has no cache by default, and nothing that could not be deleted with it', async () => {
    const project = await load(PROJECT);
    const { protected: isProtected, cache, tables, userPools } = project.stage('pr-27');
    expect({ isProtected, cache }).toEqual({ isProtected: false, cache: undefined });
    expect(project.stage('pr-27').adopts).toBeUndefined();
    expect(project.stage('dev').adopts?.tables).toEqual({ items: 'Items' });
    expect([tables.items?.deletionProtection, userPools.people?.deletionProtection]).toEqual([false, false]);
    expect(project.stage('dev').cache).toBeDefined();
  });

  it('has the most specific pattern, and none if its name is declared', async () => {
    const project = await load(PROJECT);
    expect(project.stages).toEqual(['dev', 'pr-special']);
    expect(project.patterns).toEqual(['pr-*', 'pr-1*']);
    expect(project.stage('pr-17').preview).toEqual({ pattern: 'pr-1*', expires: '12h' });
    expect(project.stage('pr-17').function.timeout).toBe(10);
    expect(project.stage('pr-special')).toMatchObject({ throttle: { rate: 7 } });
    expect(project.stage('pr-special').preview).toBeUndefined();
    expect(project.anyStage('pr-27').protected).toBe(false);
    expect(project.anyStage('gone').protected).toBe(true);
  });

  it.each([
    ['pr-*', 'pr-* is a pattern in apikit.yaml, which stands for any number of stages', '--stage pr-1.'],
    [
      'pr-',
      'There is no stage pr- in apikit.yaml; it has dev, pr-special, pr-*, pr-1*, local.',
      'Did you mean --stage pr-special?',
    ],
    ['pr_1', 'There is no stage pr_1', 'Add it'],
    ['pr-1/x', 'There is no stage pr-1/x', 'No stage can have this name: AWS allows letters, digits, _ and -'],
  ])('is not %s', async (name, message, hint) => {
    const { stage } = await load(PROJECT);
    expect(() => stage(name)).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
    expect(() => stage(name)).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
  });

  it('is rejected if two patterns match equally well', async () => {
    const { stage, anyStage } = await load('name: a\nregion: eu-west-1\nstages: { pr-*: {}, "*-pr": {} }\n');
    expect(() => stage('pr-1-pr')).toThrow(
      'Stage pr-1-pr matches pr-* and *-pr in apikit.yaml, and neither is more specific.',
    );
    expect(stage('pr-1').preview?.pattern).toBe('pr-*');
    expect(anyStage('pr-1-pr').protected).toBe(true);
  });

  it('is rejected if its name makes another one too long, or is in use by another stage', async () => {
    const project = await load(`name: items-api
region: eu-west-1
tables: { items: { key: id, stream: { consumer: src/c.ts } } }
stages:
  pr-1-items-stream: {}
  pr-*: {}
`);
    const long = `pr-${'x'.repeat(60)}`;
    expect(() => project.stage(long)).toThrow(/apikit\.yaml:1:7 The name of the role would be .* Shorten the name/);
    expect(() => project.stage('pr-1')).toThrow(
      'apikit.yaml:6:3 Stages pr-1-items-stream and pr-1 would both own the function items-api-pr-1-items-stream.',
    );
    expect(project.stage('pr-2').stage).toBe('pr-2');
  });
});

/** The value of a setting in the stage below, and in the stage above. */
const LAYERS: Record<string, [unknown, unknown]> = {
  api: ['url', 'rest'],
  region: ['eu-west-1', 'us-east-1'],
  account: ['123456789012', '210987654321'],
  profile: ['one', 'two'],
  function: [
    {
      memory: 256,
      timeout: 20,
      environment: { AA: '1', BB: '1' },
      secrets: { TOKEN: { from: 'ssm:/a', kmsKey: 'arn:aws:kms:eu-west-1:123456789012:key/a' }, OTHER: 'ssm:/o' },
      role: { path: '/t/' },
      layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:a:1', 'powertools:1'],
      bundle: { external: ['sharp'], keepNames: false, loaders: { '.svg': 'text' } },
      permissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/*'] }],
      logging: { applicationLevel: 'warn' },
      keepReleases: { count: 3, age: '30d' },
    },
    {
      timeout: 25,
      environment: { BB: '2' },
      secrets: { TOKEN: 'ssm:/b' },
      role: { permissionsBoundary: 'arn:aws:iam::123456789012:policy/b' },
      layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:a:2'],
      bundle: { external: ['bcrypt'], loaders: { '.sql': 'text' } },
      permissions: [{ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::b/*'] }],
      logging: { systemLevel: 'warn' },
      keepReleases: 7,
    },
  ],
  encryption: [{ key: 'alias/a' }, { key: 'alias/b' }],
  tables: [
    { items: { key: 'id', ttl: 'at', indexes: { byName: { key: 'name' } } }, others: { key: 'id' } },
    { items: { recovery: false, indexes: { byDate: { key: 'date' } } } },
  ],
  queues: [{ orders: { visibilityTimeout: 60 } }, { orders: { retentionDays: 1 }, mails: {} }],
  stateMachines: [
    { flow: { definition: 'a.json', functions: { charge: 'src/a.ts' } } },
    { flow: { definition: 'b.json', functions: { ship: 'src/b.ts' } }, other: { definition: 'c.json' } },
  ],
  topics: [{ told: { consumer: 'src/a.ts' } }, { told: { consumer: 'src/b.ts' }, other: {} }],
  eventBuses: [{ shop: {} }, { shop: {}, other: {} }],
  eventRules: [
    { placed: { pattern: { source: ['a'] }, consumer: 'src/a.ts' } },
    { placed: { consumer: 'src/b.ts' }, other: { pattern: { source: ['b'] }, consumer: 'src/c.ts' } },
  ],
  cors: [{ origins: ['https://a.example'], maxAge: 5 }, { origins: ['https://b.example'] }],
  access: [{ allow: ['203.0.113.0/24'], deny: ['203.0.113.9'] }, { deny: ['203.0.113.8'] }],
  endpoint: ['edge', 'regional'],
  usagePlans: [
    { basic: { rate: 1, burst: 2, operations: { getA: { rate: 1, burst: 1 } } }, more: { quota: '5/day' } },
    { basic: { rate: 3, operations: { getB: { rate: 1, burst: 1 } } } },
  ],
  userPools: [{ people: { groups: ['a'], selfSignUp: true } }, { people: { groups: ['b'] }, staff: {} }],
  buckets: [{ files: { versioning: true, expireAfterDays: 3 } }, { files: { expireAfterDays: 4 }, others: {} }],
  throttle: [{ rate: 5 }, { burst: 6 }],
  binaryMediaTypes: [['image/png'], ['image/gif']],
  compression: [1, 2],
  logs: [{ retentionDays: 3 }, { retentionDays: 5 }],
  logging: ['ERROR', 'INFO'],
  dataTrace: [true, false],
  metrics: [true, false],
  tracing: [true, false],
  alarms: [{ errorRate: 0.5, notify: 'a@example.com' }, { latencyP99: 100 }],
  ...LAYERED_EXAMPLES,
  canary: [{ maxErrorRate: 0.5, minRequests: 7 }, { minRequests: 8 }],
  variables: [{ a: '1', b: '1' }, { b: '2' }],
  tags: [{ a: '1', b: '1' }, { b: '2' }],
};

describe('every setting of a stage', () => {
  const stages = configSchema.properties as { stages: { additionalProperties: { properties: object } } };
  const own = ['extends', 'expires', 'protected', 'cache', 'domain', 'adopts'];

  it('is covered by this test', () => {
    const settings = Object.keys(stages.stages.additionalProperties.properties);
    expect(settings.filter((setting) => !own.includes(setting))).toEqual(Object.keys(LAYERS));
  });

  it.each(Object.entries(LAYERS))(
    '%s overrides that of the extended stage like that of the project',
    async (setting, [below, above]) => {
      const common = { name: 'a', ...(setting !== 'region' && { region: 'eu-west-1' }) };
      const plain = await load(JSON.stringify({ ...common, [setting]: below, stages: { x: { [setting]: above } } }));
      const extended = await load(
        JSON.stringify({
          ...common,
          ...(setting === 'region' && { region: 'ap-south-1' }),
          stages: { dev: { [setting]: below }, 'pr-*': { extends: 'dev', [setting]: above } },
        }),
      );
      const { stage: _, contract: __, ...expected } = plain.stage('x');
      const { stage: ___, contract: ____, preview: _____, ...preview } = extended.stage('pr-1');
      expect(preview).toEqual(expected);
    },
  );
});

describe('tables of previews', () => {
  const importing = (pattern: string) => `name: a
region: eu-west-1
tables:
  items: { key: id }
  customers: { key: id, import: crm-customers }
stages:
  dev: { tables: { orders: { key: id, import: dev-orders } } }
  pr-*: ${pattern}
`;

  it('are never imported ones, unless the pattern says so', async () => {
    expect(said((await refusal(importing('{ extends: dev }'))).problems)).toEqual([
      '8:3 tables.customers is imported (crm-customers), so previews such as pr-1 would write to data outside the app. Add tables: empty (or seed) to stages.pr-*, so that each preview has its own tables; or name the table that they may share: tables: { customers: { import: … } }.',
      '8:3 tables.orders is imported (dev-orders), so previews such as pr-1 would write to data outside the app. Add tables: empty (or seed) to stages.pr-*, so that each preview has its own tables; or name the table that they may share: tables: { orders: { import: … } }.',
    ]);
  });

  it('are separate with empty', async () => {
    const { tables } = (await load(importing('{ extends: dev, tables: empty }'))).stage('pr-1');
    expect(Object.entries(tables).map(([name, table]) => [name, table.key, table.import])).toEqual([
      ['items', 'id', undefined],
      ['customers', 'id', undefined],
      ['orders', 'id', undefined],
    ]);
  });

  it('are shared if the pattern names them', async () => {
    const shared = '{ extends: dev, tables: { customers: { import: crm-test }, orders: { import: dev-orders } } }';
    const { tables } = (await load(importing(shared))).stage('pr-1');
    expect([tables.customers?.import, tables.orders?.import]).toEqual(['crm-test', 'dev-orders']);
  });
});

it('reports all problems of patterns, with line and fix', async () => {
  const { problems } = await refusal(`name: a
region: eu-west-1
tables: { items: { key: id } }
stages:
  dev: { expires: 3d }
  prod: { extends: dev, tables: empty }
  "*": {}
  a-*-*: {}
  b-*: { extends: de }
  c-*: { extends: b-* }
  d-*: { extends: d-* }
  e-*: { extends: local }
  f-*: { protected: true, expires: 3 days }
  g-*: { tables: { items: { deletionProtection: true } }, expires: 0d }
  h-*: { tables: none }
  local: { expires: 1d }
`);
  expect(said(problems)).toMatchInlineSnapshot(`
    [
      "5:19 stages.dev has expires: only a pattern, which has a * in its name, stands for preview stages, but dev is a single stage. Remove it, or give it to a pattern such as pr-*.",
      "6:20 stages.prod has extends: only a pattern, which has a * in its name, stands for preview stages, but prod is a single stage. Remove it, or give it to a pattern such as pr-*.",
      "6:33 stages.prod.tables is "empty": only a pattern, which has a * in its name, stands for preview stages, but prod is a single stage. Use a section with the tables by name.",
      "7:3 stages.* would match every mistyped stage name. Add a prefix or a suffix, e.g. pr-*.",
      "8:3 stages.a-*-* is not a valid name. AWS allows letters, digits, _ and -, at most 128 of them; a name with one * is a pattern.",
      "9:19 stages.b-*.extends is "de", but no such stage exists. Did you mean dev?",
      "10:19 stages.c-*.extends is "b-*", which is another pattern, not a stage. Name one of: dev, prod.",
      "11:19 stages.d-*.extends is "d-*", which is the pattern itself. Name one of: dev, prod.",
      "12:19 stages.e-*.extends is "local", which is the embedded cloud, not a stage on AWS. Name one of: dev, prod.",
      "13:21 stages.f-* is protected, but \`apikit prune\` deletes previews with their tables when they expire. Remove it, or declare the stage to protect by its own name.",
      "13:36 stages.f-*.expires is "3 days", which is not valid. Only in a pattern: the time after its last deploy when \`apikit prune\` may delete a preview, in minutes, hours or days: 12h, 3d. Default: never.",
      "14:49 stages.g-*.tables.items has deletionProtection, but a preview is deleted with all its resources. Remove it.",
      "14:68 stages.g-*.expires is "0d", which is not valid. Only in a pattern: the time after its last deploy when \`apikit prune\` may delete a preview, in minutes, hours or days: 12h, 3d. Default: never.",
      "15:18 stages.h-*.tables is "none", which is not valid. Tables by logical name, with the settings of this stage. A pattern may also have empty or seed: each preview then has its own table for every table, imported ones included. With empty they have no items, with seed those of seeds/<table>.ndjson.",
      "16:21 stages.local has expires: only a pattern, which has a * in its name, stands for preview stages, but local is a single stage. Remove it, or give it to a pattern such as pr-*.",
    ]
  `);
});
