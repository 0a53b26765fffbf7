/**
 * The runs that are disturbed: a first deploy, an update for every kind of change, rollback, canary, promotion, and
 * destroy.
 */
import { LOCK_TABLE } from '../../src/aws/lock/lock-table.ts';
import type { StageConfig } from '../../src/config/config.ts';
import { resolveDomain } from '../../src/config/domain.ts';
import { resolveLayers } from '../../src/config/function-layers.ts';
import type { Account } from './account.ts';
import { createKey, createZone, KEY, nameSubnets } from './others.ts';
import { BASE, CHANGES, FIREWALL, type StageInput } from './stage-project.ts';
import {
  deploy,
  planned,
  promote,
  promoteCanary,
  pruneAll,
  restoreItems,
  rollBack,
  type StageRun,
  servedInstead,
  startCanary,
  stillOver,
  switchItems,
  tearDown,
  watchCanary,
} from './stage-runs.ts';

export interface Scenario {
  readonly name: string;
  /** The stages that exist before, created without faults. */
  readonly before: readonly StageInput[];
  /** Creates what others have in the account and the stages refer to. */
  readonly others?: (endpoint: string) => Promise<void>;
  /** The work in which one call fails, and which is then done again. */
  work(run: StageRun): Promise<unknown>;
  /** The work after the fault, if it is not the same again. */
  instead?(run: StageRun): Promise<unknown>;
  /** Returns the account without the parts that may exist or not. */
  compared?(account: Account): unknown;
  /** The work that is still left after that: none. */
  left(run: StageRun): Promise<readonly string[]>;
}

function deploying(name: string, before: readonly StageInput[], input: StageInput): Scenario {
  return { name, before, work: (run) => deploy(input, run), left: (run) => planned(input, run) };
}

function tearingDown(name: string, deleteData: boolean): Scenario {
  const nothing = async () => [];
  return { name, before: [BASE], work: (run) => tearDown(BASE, run, deleteData), left: nothing };
}

/**
 * A deploy that failed and is given up: everything that it created is deleted, except what belongs to the whole
 * account.
 */
const GIVEN_UP: Scenario = {
  name: 'first deploy, given up',
  before: [],
  work: (run) => deploy(BASE, run),
  instead: (run) => tearDown(BASE, run, true),
  compared: ({ account: _account, roles, logGroups, tables, ...rest }) => {
    const own = (roles as { RoleName: string }[]).filter(({ RoleName }) => RoleName.startsWith(BASE.config.app));
    const groups = (logGroups as { logGroupName: string }[]).filter(
      ({ logGroupName }) => !/welcome$/.test(logGroupName),
    );
    // The table of the locks exists as soon as a run has taken its lock, and stays.
    const others = (tables as { TableName: string }[]).filter(({ TableName }) => TableName !== LOCK_TABLE);
    return { ...rest, roles: own, logGroups: groups, tables: others };
  },
  left: async () => [],
};

const WIDER: StageInput = CHANGES['table added']!(BASE);

/** A rollback to a release that needs permissions which the release after it removed. */
export const ROLLBACK: Scenario = {
  name: 'rollback',
  before: [WIDER, CHANGES.code!(BASE)],
  work: (run) => rollBack(WIDER, run),
  left: (run) => servedInstead(WIDER, run),
};

/** A canary of an earlier release, and its promotion in the same run. */
export const CANARY: Scenario = {
  name: 'canary',
  before: [WIDER, CHANGES.code!(BASE)],
  async work(run) {
    if ((await servedInstead(WIDER, run)).length === 0) return;
    await startCanary(WIDER, run);
    await promoteCanary(WIDER, run);
  },
  left: (run) => servedInstead(WIDER, run),
};

/** A restore of a table beside the live one, which the stage then uses. */
export const RESTORE: Scenario = {
  name: 'restore and switch',
  before: [BASE],
  async work(run) {
    await restoreItems(BASE, run);
    await switchItems(BASE, run);
  },
  left: (run) => planned(BASE, run),
};

const PREVIEW: StageInput = { ...BASE, config: { ...BASE.config, preview: { pattern: 'd*', expires: '0m' } } };

/** A preview that expires as soon as it is deployed. */
export const PRUNE: Scenario = {
  name: 'prune',
  before: [PREVIEW],
  work: (run) => pruneAll(PREVIEW, run),
  // A run that is killed at its very end leaves the item of the lock, with which nobody finds a stage.
  compared: ({ locks: _, ...rest }) => rest,
  left: (run) => stillOver(PREVIEW, run),
};

/** A promotion to a stage with its own settings, which has served something else until then. */
const OTHER_STAGE: StageInput = {
  ...BASE,
  config: { ...BASE.config, stage: 'prod', throttle: { rate: 50, burst: 20 } },
};
const CHANGED: StageInput = CHANGES.code!(CHANGES.contract!(BASE));
export const PROMOTE: Scenario = {
  name: 'promote',
  before: [BASE, CHANGED, OTHER_STAGE],
  work: (run) => promote(CHANGED, OTHER_STAGE, run),
  left: (run) => planned({ ...CHANGED, config: OTHER_STAGE.config }, run),
};

/** A canary of an earlier release, watched through two shares, and promoted by the watch. */
export const WATCHED: Scenario = {
  name: 'canary, watched',
  before: [WIDER, CHANGES.code!(BASE)],
  async work(run) {
    if ((await servedInstead(WIDER, run)).length > 0) await watchCanary(WIDER, run);
  },
  left: (run) => servedInstead(WIDER, run),
};

const TABLE_PARTS = 'indexes, time to live and stream';

/** All changes that can be made together. */
export const EVERYTHING_AT_ONCE: StageInput = Object.entries(CHANGES)
  .filter(
    ([name]) =>
      !['plan changed', 'plan removed', 'nobody notified', 'alarms off', 'table settings', TABLE_PARTS].includes(name),
  )
  .reduce((input, [, change]) => change(input), BASE);

/** Indexes and a stream are created one after the other, each with its waits. */
export const INDEXED: Scenario = deploying(
  'update: indexes, time to live and stream',
  [BASE],
  CHANGES[TABLE_PARTS]!(BASE),
);
export const BARE: Scenario = deploying('update: indexes and stream gone', [CHANGES[TABLE_PARTS]!(BASE)], BASE);
export const FIRST: Scenario = deploying('first deploy', [], BASE);
export const EVERYTHING: Scenario = deploying('update: everything at once', [BASE], EVERYTHING_AT_ONCE);

/** A stage with another front door, through which its handler tells the release. */
export const behind = (api: 'http' | 'url'): StageInput => ({
  ...BASE,
  config: {
    ...BASE.config,
    api,
    usagePlans: {},
    logging: 'OFF',
    dataTrace: false,
    alarms: { ...BASE.config.alarms, enabled: false },
  },
});

export const HTTP_API: Scenario = deploying('first deploy: HTTP API', [], behind('http'));
export const FUNCTION_URL: Scenario = deploying('first deploy: function URL', [], behind('url'));

/** A stage that moves to an HTTP API and back. The HTTP API stays until somebody removes it. */
const FRONT_DOOR_MOVED: Scenario = {
  name: 'front door moved',
  before: [BASE],
  async work(run) {
    await deploy(behind('http'), run);
    await deploy(BASE, run);
  },
  left: (run) => planned(BASE, run),
};

export const DESTROY: Scenario = tearingDown('destroy', false);
export const DESTROY_WITH_DATA: Scenario = tearingDown('destroy with its data', true);

/** The account without the IDs that differ in each account: those of the network and of the key. */
const withoutIds = (account: Account): unknown =>
  JSON.parse(JSON.stringify(account).replaceAll(/\b((?:subnet|sg|vpc)-)[0-9a-f]{8,}|(:key\/)[0-9a-f-]{36}/g, '$1$2'));

function inPlace(
  name: string,
  others: Scenario['others'],
  [enters, leaves]: readonly [Partial<StageConfig>, Partial<StageConfig>],
): Scenario[] {
  const inside = { ...BASE, config: { ...BASE.config, ...enters } };
  const outside = { ...BASE, config: { ...BASE.config, ...leaves } };
  const shared = { others, compared: withoutIds };
  return [
    { ...deploying(`update: ${name}`, [BASE], inside), ...shared },
    { ...deploying(`update: ${name} gone`, [inside], outside), ...shared },
  ];
}

const withVpc = (vpc: StageConfig['function']['vpc']): Partial<StageConfig> => ({
  function: { ...BASE.config.function, vpc },
});

const NETWORK: readonly Scenario[] = inPlace('VPC', nameSubnets, [
  withVpc({ subnets: ['private-a', 'private-b'], securityGroups: ['default'], ipv6: false }),
  withVpc(false),
]);

const ENCRYPTED: readonly Scenario[] = inPlace('encryption', createKey, [
  { encryption: { key: KEY } },
  { encryption: false },
]);

export const atDomain = (basePath: string): StageInput => ({
  ...BASE,
  config: { ...BASE.config, domain: resolveDomain({ name: 'api.example.com', basePath }) },
});

const DOMAIN_BEHIND_HTTP: StageInput = {
  ...behind('http'),
  config: { ...behind('http').config, domain: resolveDomain({ name: 'api.example.com', basePath: 'v1' }) },
};

const EDGE: StageInput = {
  ...atDomain('v1'),
  config: { ...atDomain('v1').config, endpoint: { type: 'edge', vpcEndpoints: [] } },
};

/** Each has waits for a certificate, or half a minute between two changes of a domain. */
const DOMAIN: readonly Scenario[] = [
  deploying('update: domain', [BASE], atDomain('v1')),
  deploying('update: domain changed', [atDomain('v1')], atDomain('v2')),
  deploying('update: domain gone', [atDomain('v1')], BASE),
  deploying('update: domain moved', [atDomain('v1')], DOMAIN_BEHIND_HTTP),
  deploying('update: domain edge', [atDomain('v1')], EDGE),
].map((scenario) => ({ ...scenario, others: createZone }));

export const SCENARIOS: readonly Scenario[] = [
  HTTP_API,
  FUNCTION_URL,
  FRONT_DOOR_MOVED,
  FIRST,
  ...Object.entries(CHANGES).map(([name, change]) => deploying(`update: ${name}`, [BASE], change(BASE))),
  EVERYTHING,
  BARE,
  deploying(
    'update: instances of another release',
    [CHANGES.concurrency!(BASE)],
    CHANGES.code!(CHANGES.concurrency!(BASE)),
  ),
  deploying('update: scaling of another release', [CHANGES.scaling!(BASE)], CHANGES.code!(CHANGES.scaling!(BASE))),
  deploying('update: scaling ended', [CHANGES.scaling!(BASE)], {
    ...BASE,
    config: { ...BASE.config, provisionedConcurrency: { executions: 1, scaling: false } },
  }),
  deploying('update: concurrency gone', [CHANGES.concurrency!(BASE)], {
    ...BASE,
    config: {
      ...BASE.config,
      function: { ...BASE.config.function, reservedConcurrency: false },
      provisionedConcurrency: false,
    },
  }),
  deploying('update: dashboard gone', [CHANGES.dashboard!(BASE)], {
    ...BASE,
    config: { ...BASE.config, dashboard: false },
  }),
  deploying('update: budget changed', [CHANGES.budget!(BASE)], {
    ...BASE,
    config: { ...BASE.config, budget: { monthly: 5, notify: ['money@example.com'], forecast: false } },
  }),
  deploying('update: budget gone', [CHANGES.budget!(BASE)], { ...BASE, config: { ...BASE.config, budget: false } }),
  deploying('update: anomalies changed', [CHANGES.anomalies!(BASE)], {
    ...BASE,
    config: {
      ...BASE.config,
      anomalies: { threshold: 5, notify: ['money@example.com'], frequency: 'weekly' },
      tags: { cost: 'blue' },
    },
  }),
  deploying('update: anomalies gone', [CHANGES.anomalies!(BASE)], {
    ...BASE,
    config: { ...BASE.config, anomalies: false },
  }),
  deploying('update: firewall changed', [CHANGES.firewall!(BASE)], {
    ...BASE,
    config: {
      ...BASE.config,
      waf: { ...FIREWALL, count: true, ipSets: { allow: [], block: ['192.0.2.0/24', '2001:db8::/48'] } },
      tags: { cost: 'blue' },
    },
  }),
  deploying('update: firewall gone', [CHANGES.firewall!(BASE)], { ...BASE, config: { ...BASE.config, waf: false } }),
  ...NETWORK,
  ...DOMAIN,
  ...ENCRYPTED,
  // Another folder of the same name is other content of the same layer.
  deploying('update: layers changed', [CHANGES['layers added']!(BASE)], {
    ...BASE,
    config: {
      ...BASE.config,
      function: { ...BASE.config.function, layers: resolveLayers(['others/common']) },
    },
  }),
  deploying('update: layers gone', [CHANGES['layers added']!(BASE)], BASE),
  deploying('update: queues gone', [CHANGES['queues added']!(BASE)], BASE),
  deploying('update: events gone', [CHANGES['events added']!(BASE)], BASE),
  deploying('update: most alarms gone', [CHANGES['every alarm']!(BASE)], BASE),
  deploying('update: back again', [BASE, CHANGES.code!(CHANGES.contract!(BASE))], BASE),
  ROLLBACK,
  CANARY,
  WATCHED,
  PROMOTE,
  RESTORE,
  DESTROY,
  DESTROY_WITH_DATA,
  PRUNE,
  GIVEN_UP,
];
