/**
 * The differences between two stages when one gets the release of the other: settings by their names in apikit.yaml,
 * environment variables by name only, and what can never be the same. Pure.
 */
import { diffFields } from '../../aws/kinds/field-diff.ts';
import { SMALLEST_STORAGE } from '../../aws/kinds/function/function-settings.ts';
import type { KeptRelease } from '../../aws/releases/kept-release.ts';
import type { StageConfig } from '../../config/config.ts';

/** A stage with the record of its release, or the one that it would get. */
export interface ComparedStage {
  readonly config: StageConfig;
  readonly kept: Pick<KeptRelease, 'settings'>;
  readonly account: string;
}

export interface StageDifferences {
  /** `from` is the value in the stage that the release comes from. */
  readonly settings: readonly { readonly setting: string; readonly from: unknown; readonly to: unknown }[];
  /**
   * Names of environment variables: with different values, only in the first stage, and only in the second. Never
   * contains a value.
   */
  readonly environment: {
    readonly differing: readonly string[];
    readonly missing: readonly string[];
    readonly added: readonly string[];
  };
  /** The parts that differ although contract and code are the same, as whole sentences. */
  readonly inexact: readonly string[];
}

const ENVIRONMENT = 'environment.';

/** The settings that are below `function` in apikit.yaml. Others are at the top. */
const OF_FUNCTION = [
  'runtime',
  'architecture',
  'memory',
  'timeout',
  'ephemeralStorage',
  'kmsKey',
  'snapStart',
  'layers',
  'logging',
  'handler',
];

/** The settings at the top that no release freezes. */
const OF_STAGE = [
  'provisionedConcurrency',
  'encryption',
  'throttle',
  'cache',
  'logs',
  'logging',
  'dataTrace',
  'metrics',
  'alarms',
  'variables',
  'tags',
  'tables',
  'queues',
  'stateMachines',
  'topics',
  'eventBuses',
  'eventRules',
  'usagePlans',
  'userPools',
  'buckets',
] as const satisfies readonly (keyof StageConfig)[];

/** `contract` is that of the release. */
export function stageDifferences(from: ComparedStage, to: ComparedStage, contract: unknown): StageDifferences {
  const settings = diffFields(comparable(to), comparable(from)).map(({ path, from: had = null, to: has = null }) => ({
    setting: path,
    from: had,
    to: has,
  }));
  const environment = environmentOf(from.kept.settings, to.kept.settings);
  return { settings, environment, inexact: inexactParts(from, to, settings, contract) };
}

/** Settings that the release froze are compared as they were deployed, and the others as apikit.yaml has them now. */
function comparable({ config, kept: { settings } }: ComparedStage): object {
  const frozen = Object.entries(settings).filter(([name]) => !name.startsWith(ENVIRONMENT));
  const frozenOf = (ofFunction: boolean) =>
    Object.fromEntries(
      frozen
        .filter(([name]) => OF_FUNCTION.includes(name) === ofFunction)
        .map(([name, text]) => [name, plainOf(text)] as const),
    );
  const { permissions, role, reservedConcurrency, secrets = {} } = config.function;
  return {
    ...frozenOf(false),
    function: {
      // The record of a release leaves out the default.
      ephemeralStorage: SMALLEST_STORAGE,
      ...frozenOf(true),
      permissions,
      role,
      reservedConcurrency,
      secrets: Object.fromEntries(Object.entries(secrets).map(([name, { from }]) => [name, from])),
    },
    ...Object.fromEntries(OF_STAGE.map((name) => [name, config[name]])),
  };
}

/** The record stores settings as text: `512`, `{"origins":[…]}`, `nodejs24.x`. */
function plainOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function environmentOf(had: KeptRelease['settings'], has: KeptRelease['settings']): StageDifferences['environment'] {
  const names = (settings: KeptRelease['settings']) =>
    Object.keys(settings)
      .filter((name) => name.startsWith(ENVIRONMENT))
      .sort();
  const bare = (list: readonly string[]) => list.map((name) => name.slice(ENVIRONMENT.length));
  return {
    differing: bare(names(had).filter((name) => Object.hasOwn(has, name) && had[name] !== has[name])),
    missing: bare(names(had).filter((name) => !Object.hasOwn(has, name))),
    added: bare(names(has).filter((name) => !Object.hasOwn(had, name))),
  };
}

function inexactParts(
  from: ComparedStage,
  to: ComparedStage,
  settings: StageDifferences['settings'],
  contract: unknown,
): string[] {
  const [one, other] = [from.config.stage, to.config.stage];
  const { account } = to;
  const { region } = to.config;
  const literal = arnsOf(from, to, contract);
  const differs = (name: string) => settings.some(({ setting }) => setting === name || setting.startsWith(`${name}.`));
  const { entry, bundle } = from.config.function;
  const otherFiles =
    entry !== to.config.function.entry ||
    JSON.stringify(bundle) !== JSON.stringify(to.config.function.bundle) ||
    from.config.contract !== to.config.contract;
  return [
    `The API, the function, its role, the tables and the user pools of ${other} have names and ARNs of their own, and environment variables may contain them.`,
    ...(region === from.config.region ? [] : [`Addresses and ARNs contain ${region}, not ${from.config.region}.`]),
    ...(account === from.account ? [] : [`ARNs contain the account ${account}, not ${from.account}.`]),
    ...(literal.length > 0
      ? [`The contract contains ARNs of ${one}, which stay as they are: ${literal.join(', ')}.`]
      : []),
    ...(differs('cors')
      ? [
          `The API definition of ${other} has the CORS settings of ${other}: in answers to preflight requests, and in answers that API Gateway gives itself.`,
        ]
      : []),
    ...(Object.keys(to.config.userPools).length > 0
      ? [`${other} does not accept tokens of the user pools of ${one}.`]
      : []),
    ...(otherFiles
      ? [
          `apikit.yaml names another contract, entry or bundle for ${other} than for ${one}. The promotion takes those of ${one}; the next deploy of ${other} takes its own.`,
        ]
      : []),
  ];
}

/**
 * The ARNs in a contract that name the account or the region of the first stage, if the second stage has another one.
 */
function arnsOf(from: ComparedStage, to: ComparedStage, contract: unknown): string[] {
  const found = JSON.stringify(contract).matchAll(/arn:aws[a-z-]*:[a-z0-9-]+:([a-z0-9-]*):(\d{12}):[\w/:.@+=,*-]+/g);
  const foreign = [...found].filter(
    ([, region, account]) =>
      (account === from.account && account !== to.account) ||
      (region === from.config.region && region !== to.config.region),
  );
  return [...new Set(foreign.map(([arn]) => arn))];
}
