/** Every call of the program is in a policy that it prints, or is listed here with the reason why not. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { managedPolicies, policyLength, type Statement, statementsOf } from '../../src/aws/iam/rights-policy.ts';
import { DEFINITIONS } from '../../src/aws/kinds/registry.ts';
import { createClients } from '../../src/aws/sdk/clients.ts';
import { systemClock } from '../../src/clock.ts';
import { resolveStage } from '../../src/config/resolve.ts';
import type { RightsScope } from '../../src/engine/rights.ts';
import { iamActions } from '../../src/iam/iam-services.ts';
import { deployerRights, readerRights } from '../../src/stage/rights/stage-rights.ts';
import { FIRST_EXAMPLES } from '../helpers/optional-settings.ts';

const SOURCES = resolve(import.meta.dirname, '../../src');
const ACCOUNT = '111122223333';

/**
 * A person who works with the data of a stage, with its users, or with secrets of others needs more permissions than
 * one who deploys it (docs/policy.md).
 */
const NOT_A_DEPLOYERS = [
  'dynamodb:Query',
  'dynamodb:Scan',
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:RestoreTableToPointInTime',
  'cognito-idp:AdminAddUserToGroup',
  'cognito-idp:AdminCreateUser',
  'cognito-idp:AdminDeleteUser',
  'cognito-idp:AdminInitiateAuth',
  'cognito-idp:AdminSetUserPassword',
  'secretsmanager:PutSecretValue',
  // `DeleteObjects` gets the versions of all objects, for which `s3:DeleteObjectVersion` is enough.
  's3:DeleteObject',
];

/** The settings of an app that uses everything. */
const SETTINGS = {
  name: 'shop',
  tables: { items: { key: 'id', stream: { consumer: 'src/feed.ts' } }, theirs: { key: 'id', import: 'theirs' } },
  userPools: { main: {} },
  usagePlans: { basic: { rate: 1, burst: 1 } },
  alarms: { notify: ['ops@example.com'], throttled: 5 },
  ...FIRST_EXAMPLES,
  provisionedConcurrency: { min: 1, max: 4 },
  encryption: { key: 'alias/shop' },
  queues: { orders: { consumer: 'src/orders.ts' } },
  stateMachines: { flow: { definition: 'flow.json' } },
  topics: { told: { subscribe: ['orders'], consumer: 'src/told.ts' } },
  eventBuses: { shop: {} },
  eventRules: { placed: { bus: 'shop', pattern: { source: ['shop'] }, consumer: 'src/placed.ts' } },
  buckets: { files: {} },
  function: {
    secrets: { A: 'ssm:/a', B: 'secretsmanager:b' },
    layers: ['powertools:44', 'layers/common'],
    vpc: { subnets: ['subnet-0a1b2c3d4e5f67890'], securityGroups: ['sg-0a1b2c3d4e5f67890'] },
  },
  stages: {
    prod: {},
    'pr-*': {
      extends: 'prod',
      tables: 'seed',
      domain: { name: 'api.example.com', mutualTls: { truststore: 'a.pem' } },
    },
  },
} satisfies Parameters<typeof resolveStage>[0];

const stageOf = (raw: Parameters<typeof resolveStage>[0]) =>
  resolveStage(raw, 'pr-1', { root: '/project', region: 'eu-west-1' });

/** A stage with every optional setting, and the other front doors, which have fewer. */
const config = stageOf(SETTINGS);
const FRONT_DOORS = (['http', 'url'] as const).map((api) => stageOf({ name: 'shop', api, stages: { 'pr-*': {} } }));

const everything = () => {
  const configs = [config, { ...config, encryption: false as const }, ...FRONT_DOORS];
  return configs
    .map((one) => ({ config: one, account: ACCOUNT }))
    .flatMap((one) => [...deployerRights(one, systemClock), ...readerRights(one, systemClock)]);
};

/** Returns IAM's actions for the SDK commands in a source file. */
function actionsIn(text: string): string[] {
  const imports = text.matchAll(
    /(?:import|const) \{([^}]*)\} (?:from|= await import\()\s*'@aws-sdk\/client-([a-z0-9-]+)'/g,
  );
  return [...imports].flatMap(([, names = '', service = '']) =>
    [...names.matchAll(/(?<!type )\b(\w+)Command(?: as (\w+))?\b/g)].flatMap(([whole, operation = '', alias]) => {
      const used = alias ?? whole;
      return text.includes(`new ${used}(`) ? iamActions(service, operation) : [];
    }),
  );
}

/** A star stands for any text. */
const covers = (pattern: string, arn: string) =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(arn);

describe('the calls of the program', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/^(local|templates)\//.test(file))
    .map((file) => readFileSync(join(SOURCES, file), 'utf8'));

  it('are all in a printed policy, or listed as part of none', () => {
    const allowed = new Set([...everything().flatMap(({ Action }) => Action), ...NOT_A_DEPLOYERS]);
    const calls = new Set(files.flatMap(actionsIn));
    expect(calls.size).toBeGreaterThan(80);
    expect([...calls].filter((action) => !allowed.has(action)).sort()).toEqual([]);
  });

  it('are still made if they are listed as part of no policy', () => {
    const calls = new Set(files.flatMap(actionsIn));
    expect(NOT_A_DEPLOYERS.filter((action) => !calls.has(action))).toEqual([]);
  });
});

describe('the printed policies', () => {
  it('have the key of a table that is not the key of the stage, and none of a table that is imported', () => {
    const arn = (id: string) => `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${id}`;
    const tables = {
      items: { key: 'id', kmsKey: arn('own') },
      theirs: { key: 'id', import: 'theirs', kmsKey: arn('theirs') },
    };
    const printed = deployerRights(
      { config: stageOf({ name: 'shop', tables, stages: { 'pr-*': {} } }), account: ACCOUNT },
      systemClock,
    );
    const keys = printed.filter(({ Action }) => Action.some((action) => action.startsWith('kms:')));
    expect(keys.map(({ Resource }) => Resource)).toEqual([[arn('own')]]);
    expect(keys[0]!.Action).toEqual(
      expect.arrayContaining(['kms:CreateGrant', 'kms:GenerateDataKey', 'kms:ReEncryptTo']),
    );
  });

  it('fit into the limits of IAM, and together contain every statement once', () => {
    const statements = deployerRights({ config, account: ACCOUNT }, systemClock);
    const policies = managedPolicies(statements);
    expect(policies.length).toBe(3);
    for (const policy of policies) expect(policyLength(policy)).toBeLessThanOrEqual(6_144);
    expect(policies.flatMap(({ Statement }) => Statement)).toEqual(statements);
    const said = statements.flatMap(({ Action, Resource, Condition }) =>
      Action.flatMap((action) => Resource.map((arn) => JSON.stringify([action, arn, Condition]))),
    );
    expect(new Set(said).size).toBe(said.length);
  });

  it('name the app and the stage in every change, or require their tags or locks', () => {
    const wide = deployerRights({ config, account: ACCOUNT }, systemClock).filter(
      ({ Action, Condition }) =>
        Condition === undefined && Action.some((action) => !/:(Get|List|Describe|Filter|GET$)/.test(action)),
    );
    const arns = wide.flatMap(({ Resource }) => Resource).filter((arn) => !/shop[-/]pr-1/.test(arn));
    expect([...new Set(arns)].sort()).toEqual([
      // sns:Unsubscribe has no resource.
      '*',
      'arn:aws:apigateway:eu-west-1::/account',
      // Tagging a resource needs the permission to change it.
      'arn:aws:apigateway:eu-west-1::/domainnames/api.example.com/apimappings',
      'arn:aws:apigateway:eu-west-1::/domainnames/api.example.com/apimappings/*',
      'arn:aws:apigateway:eu-west-1::/domainnames/api.example.com/basepathmappings',
      'arn:aws:apigateway:eu-west-1::/domainnames/api.example.com/basepathmappings/*',
      'arn:aws:apigateway:eu-west-1::/tags/*',
      `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/apikit-locks`,
      `arn:aws:iam::${ACCOUNT}:role/apikit-api-gateway-logs`,
      // Lambda assigns the ids; only tags may be changed without a condition.
      `arn:aws:lambda:eu-west-1:${ACCOUNT}:event-source-mapping:*`,
      `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/apigateway/welcome:*`,
      `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:API-Gateway-Execution-Logs_*/pr-1*`,
      // AWS chooses the IDs of hosted zones.
      'arn:aws:route53:::hostedzone/*',
      // A web ACL that refers to rule groups of AWS needs the permission on them, too.
      `arn:aws:wafv2:eu-west-1:${ACCOUNT}:regional/managedruleset/*/*`,
    ]);
  });

  it('allow nobody to take over untagged resources by tagging, or those of others', () => {
    const tagging = deployerRights({ config, account: ACCOUNT }, systemClock).filter(
      ({ Action, Resource }) =>
        Action.some((action) => /:TagResource$|:TagRole$/.test(action)) &&
        Resource.some((arn) => !/shop[-/]pr-1|event-source-mapping|apikit-locks|Execution-Logs_/.test(arn)),
    );
    const monitors = ['anomalymonitor/*', 'anomalysubscription/*'].map((path) => `arn:aws:ce::${ACCOUNT}:${path}`);
    const targets = [`arn:aws:application-autoscaling:eu-west-1:${ACCOUNT}:scalable-target/*`];
    const pools = [`arn:aws:cognito-idp:eu-west-1:${ACCOUNT}:userpool/*`];
    expect(tagging.map(({ Resource }) => Resource)).toEqual([targets, monitors, monitors, pools]);
    // Some services want the permission when something is created, which has no tags yet (docs/aws/cost-anomalies.md).
    const [scaling, creating, ...changing] = tagging.map(({ Condition }) => Condition);
    for (const condition of [scaling, creating]) {
      expect(condition).toMatchObject({ Null: { 'aws:ResourceTag/apikit:app': 'true' } });
    }
    for (const condition of changing) expect(JSON.stringify(condition)).toContain('aws:ResourceTag/apikit:stage');
  });

  it('allow roles only with the permissions boundary, if one is given', () => {
    const boundary = `arn:aws:iam::${ACCOUNT}:policy/limits`;
    const statements = deployerRights({ config, account: ACCOUNT, boundary }, systemClock);
    const of = (action: string) => statements.filter(({ Action }) => Action.includes(action));
    for (const action of ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary'])
      for (const { Condition } of of(action))
        expect(Condition).toEqual({ StringEquals: { 'iam:PermissionsBoundary': boundary } });
    expect(of('iam:DeleteRolePermissionsBoundary')).toEqual([]);
  });

  it('pass roles of the stage to Lambda, Step Functions and integrations, and the logging role to API Gateway', () => {
    const passing = deployerRights({ config, account: ACCOUNT }, systemClock).filter(({ Action }) =>
      Action.includes('iam:PassRole'),
    );
    const told = passing.map(({ Resource, Condition }) => [Resource, Condition?.StringEquals?.['iam:PassedToService']]);
    expect(told).toEqual([
      [
        [`arn:aws:iam::${ACCOUNT}:role/shop-pr-1-*`, `arn:aws:iam::${ACCOUNT}:role/apikit-api-gateway-logs`],
        'apigateway.amazonaws.com',
      ],
      [[`arn:aws:iam::${ACCOUNT}:role/shop-pr-1-*`], 'lambda.amazonaws.com'],
      [[`arn:aws:iam::${ACCOUNT}:role/shop-pr-1-*`], 'states.amazonaws.com'],
    ]);
  });

  it('give nobody the code of other functions', () => {
    const arns = everything().flatMap(({ Action, Resource }) =>
      Action.includes('lambda:GetFunction') ? Resource : [],
    );
    expect(arns.length).toBeGreaterThan(0);
    for (const arn of arns) expect(arn).toMatch(/:function:shop-pr-1/);
  });

  it('allow a reader to read the tags of everything that a search may find', () => {
    const statements = [config, ...FRONT_DOORS].flatMap((one) =>
      readerRights({ config: one, account: ACCOUNT }, systemClock),
    );
    const facts = { account: ACCOUNT, region: 'eu-west-1', partition: 'aws' };
    const clients = createClients({ region: facts.region, clock: systemClock, env: {} });
    const denied = DEFINITIONS.flatMap(({ kind, search }) => {
      const name = kind === 'bucket' ? `other-prod-files-${ACCOUNT}-eu-west-1-an` : 'other-prod';
      const arn = search?.in({ clients, facts }, {})?.arn(name);
      // AWS chooses the ID in the ARN of some resources, and a search learns it with a call.
      if (search === undefined || !arn?.startsWith('arn:')) return [];
      const allows = (action: string) =>
        statements.some(({ Action, Resource }) => Action.includes(action) && Resource.some((one) => covers(one, arn)));
      return search.reads.filter((action) => !allows(action)).map((action) => `${action} ${arn}`);
    });
    expect(denied).toEqual([]);
  });

  it('allow no change to a reader', () => {
    const changing = readerRights({ config, account: ACCOUNT }, systemClock)
      .flatMap(({ Action }) => Action)
      .filter((action) => !/:(Get|List|Describe|Filter|View|GET$)/.test(action));
    // Queries of logs read, and cost money for the data that they scan. Lambda decrypts an environment for its reader.
    expect([...new Set(changing)].sort()).toEqual(['kms:Decrypt', 'logs:StartQuery', 'logs:StopQuery']);
  });
});

describe('statements', () => {
  const scope: RightsScope = {
    partition: 'aws',
    region: 'eu-west-1',
    account: ACCOUNT,
    app: 'shop',
    stage: 'prod',
    rolePath: '/',
  };
  const made = (...rights: { actions: string[]; on?: string[]; when?: object }[]): Statement[] =>
    statementsOf(
      rights.map(({ actions, on, when }) => ({
        name: '',
        right: { actions, ...(on && { on: () => on }), ...(when && { when: () => when as never }) },
      })),
      scope,
    );

  it('are omitted if a wider one includes them', () => {
    expect(
      made(
        { actions: ['a:Get', 'a:Put'], on: ['arn:x:one'] },
        { actions: ['a:Get'], on: ['arn:x:*'] },
        { actions: ['a:Put'], on: ['arn:x:one'], when: { Null: { k: 'true' } } },
      ),
    ).toEqual([
      { Effect: 'Allow', Action: ['a:Get'], Resource: ['arn:x:*'] },
      { Effect: 'Allow', Action: ['a:Put'], Resource: ['arn:x:one'] },
    ]);
  });

  it('keep a condition out of a statement that is allowed without one elsewhere', () => {
    const when = { Null: { k: 'true' } };
    expect(made({ actions: ['a:Put'], on: ['arn:x:one'] }, { actions: ['a:Put'], on: ['arn:x:*'], when })).toEqual([
      { Effect: 'Allow', Action: ['a:Put'], Resource: ['arn:x:*'], Condition: when },
      { Effect: 'Allow', Action: ['a:Put'], Resource: ['arn:x:one'] },
    ]);
  });
});
