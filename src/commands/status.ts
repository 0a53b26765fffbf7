/** `apikit status`: shows what a stage serves, its resources, and the differences from apikit.yaml. Reads only. */
import { holderText } from '../aws/lock/holder.ts';
import type { Holder } from '../aws/lock/lock-item.ts';
import type { Promotion, ReleaseRecord } from '../aws/releases/release-record.ts';
import { type HistoryEntry, releaseOf } from '../aws/releases/release-record.ts';
import type { SwitchRecord } from '../aws/releases/switch-record.ts';
import { type Unsearched, unsearchedLine } from '../aws/sdk/unsearched.ts';
import { ownTableName } from '../config/physical-table.ts';
import type { Target } from '../context.ts';
import type { Observed, Resource } from '../engine/resource.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import { domainUrl } from '../stack/domain.ts';
import { findAttributes } from '../stack/ids.ts';
import type { StandIns } from '../stack/tables.ts';
import type { Drift } from '../stage/plan/drift.ts';
import type { LeftTable } from '../stage/tables/serving-tables.ts';
import { callerName } from '../ui/caller-name.ts';
import { minute } from '../ui/moment.ts';
import { fieldLines, plainFields } from '../ui/plan-text.ts';
import { table } from '../ui/table.ts';
import type { Theme } from '../ui/theme.ts';
import { type ShownWatch, shownWatch, watchLine } from './parts/canary/canary-text.ts';
import { defineCommand } from './parts/command.ts';
import { type Switched, switchedLines, switchedOf } from './parts/releases/switched.ts';

interface StatusRow {
  resource: string;
  kind: string;
  name: string;
  arn: string | null;
  /** AWS's state (`ACTIVE`), `present` if AWS has none, `missing`, or `not ours`. */
  state: string;
}

interface StageStatus {
  app: string;
  stage: string;
  account: string;
  region: string;
  /** `null` if the stage is not deployed. */
  url: string | null;
  /** The address at the custom domain of the stage; `null` if it has none. */
  domain: string | null;
  release: string | null;
  /**
   * The facts about the release: the time of its creation (ISO 8601), the caller (an ARN), the commit, and the promoted
   * release of another stage. A fact is `null` if its record does not have it.
   */
  released: { at: string; by: string | null; revision: string | null; promoted: Promotion | null } | null;
  switched: Switched | null;
  /** The release with a share of the requests, and the share between 0 and 100; `null` if there is no canary. */
  canary: { release: string | null; percent: number; watch: ShownWatch | null } | null;
  /** The end of a preview in ISO 8601; `null` if the stage does not expire. */
  expiresAt: string | null;
  /** The holder of the lock, who is changing the stage; `null` if there is none. */
  lock: Holder | null;
  resources: StatusRow[];
  /**
   * The tables that were ever switched, by their names in apikit.yaml: the served table, and the earlier tables that
   * still exist.
   */
  tables: { table: string; serves: string; left: string[] }[];
  /** The differences from apikit.yaml: `from` is the live value, `to` the wanted value. */
  drift: Drift[];
  /** The methods with settings of their own. The contract has these settings, so `drift` says nothing about them. */
  methods: readonly string[];
  /** Resources of this stage that are not in apikit.yaml: they were removed there, or they exist twice. */
  orphans: StatusRow[];
  /** The searches that failed. `orphans` says nothing about them. */
  unsearched: Unsearched[];
}

interface Answers {
  target: Target;
  exitCode: boolean;
  output?: string;
}

export const status = defineCommand({
  options: [
    {
      flags: '--output <name>',
      description:
        'print one value only: url, domain, release, account, region, or the ARN of a resource by its ID (table/items)',
    },
    { flags: '--exit-code', description: 'exit with 3 if anything differs from apikit.yaml' },
  ],
  common: ['stage', 'profile', 'region', 'events'],
  examples: ['apikit status --stage prod', 'curl $(apikit status --stage prod --output url)/health'],
  ask: async ({ flags }, context): Promise<Answers> => ({
    target: await context.target(),
    exitCode: flags.exitCode,
    ...(flags.output !== undefined && { output: flags.output }),
  }),

  async execute(
    { target: { config: asWritten, facts: place, clients }, output },
    context,
  ): Promise<StageStatus & { output?: string }> {
    const [
      { knownStage },
      { driftOf },
      { findOrphans },
      { historyIn, liveEntry },
      { createRun },
      { observeServing },
      { attributesOf },
      { lockHolder },
      { withKnownKey },
      { withKnownNetwork },
    ] = await Promise.all([
      import('../stage/desired/desired-stage.ts'),
      import('../stage/plan/drift.ts'),
      import('../stage/leftovers/find-orphans.ts'),
      import('../stage/releases/live-release.ts'),
      import('../stage/stage-run.ts'),
      import('../stage/tables/serving-tables.ts'),
      import('../engine/observe.ts'),
      import('../stage/lock/lock-holder.ts'),
      import('../stage/encryption/encryption-key.ts'),
      import('../stage/network/with-network.ts'),
    ]);
    const { config, warnings } = await withKnownNetwork(asWritten, clients);
    const facts = await withKnownKey(config, { clients, facts: place });
    const { clock, signal } = context.io;
    const run = createRun(new Map(), { clients, facts, clock, signal, report: context.report.event });
    const { note, warn } = context.report;
    for (const warning of warnings) warn(warning);
    const unsearchedLock: Unsearched[] = [];
    const serving = observeServing(config, (standIns) => knownStage(config, facts, standIns), run);
    const [{ standIns, resources, left }, { orphans, observation, unsearched }, lock] = await Promise.all([
      serving,
      findOrphans(config, knownStage(config, facts), serving, run),
      output === undefined ? lockHolder({ clients, config, clock, signal, note, warn }, unsearchedLock) : undefined,
    ]);
    const attributes = attributesOf(observation);
    const stage = findAttributes(attributes, 'stage');
    const record = liveEntry(attributes)?.record;
    const found: StageStatus = {
      app: config.app,
      stage: config.stage,
      account: facts.account,
      region: facts.region,
      url: stage?.url ?? null,
      domain: domainUrl(config),
      release: record?.release ?? null,
      released: record ? releasedOf(record) : null,
      switched: switchedOf(stage?.switched, historyIn(attributes)),
      canary: canaryOf(stage, historyIn(attributes)),
      expiresAt: findAttributes(attributes, 'api')?.expiresAt ?? null,
      lock: lock ?? null,
      resources: resources
        .filter(({ id, upkeep }) => id !== 'release' && !upkeep)
        .map((resource) => row(resource, observation.observed.get(resource.id))),
      tables: switchedTables(config, standIns, left),
      drift: driftOf(resources, observation, run.kinds),
      methods: methodsOf(stage),
      orphans: orphans.map((orphan) => row(orphan, observation.observed.get(orphan.id))),
      unsearched: [...unsearched, ...unsearchedLock],
    };
    return output === undefined ? found : { ...found, output: outputNamed(output, found) };
  },

  render: (
    {
      app,
      stage,
      account,
      region,
      url,
      domain,
      release,
      released,
      switched,
      canary,
      expiresAt,
      lock,
      resources,
      tables,
      drift,
      methods,
      orphans,
      unsearched,
      output,
    },
    theme,
  ) => {
    if (output !== undefined) return { data: [output] };
    const rows = resources.map(({ resource, name, state }) => [resource, state, name]);
    const paint = (cell: string, column: number, line: number) => {
      if (line === 0) return theme.dim(cell);
      return column === 1 && ['missing', 'not ours', 'ALARM'].includes(cell) ? theme.bad(cell) : cell;
    };
    return {
      notes: [`${app}/${stage} in account ${account}, ${region}`, ...unsearched.map(unsearchedLine)],
      data: [
        ...(domain === null ? [] : [theme.bold(domain)]),
        url === null ? 'not deployed' : domain === null ? theme.bold(url) : url,
        `release ${release ?? '(none)'}${released ? theme.dim(releasedText(released)) : ''}`,
        ...switchedLines(switched).map((line) => (switched?.how === 'rollback' ? theme.warn(line) : line)),
        ...(canary
          ? [theme.warn(`canary ${canary.release ?? '(not created by apikit)'}, ${canary.percent} % of the requests`)]
          : []),
        ...(canary?.watch ? [theme.warn(watchLine(canary.watch, stage))] : []),
        ...(expiresAt === null ? [] : [`expires ${minute(expiresAt)}`]),
        ...resources.filter(isAlarming).map(({ resource }) => theme.bad(`${resource} is in ALARM`)),
        ...(lock ? [theme.warn(`locked: ${holderText(lock)}`)] : []),
        '',
        ...table([['RESOURCE', 'STATE', 'NAME'], ...rows], paint),
        ...(tables.length > 0 ? ['', 'Switched tables; the earlier tables stay, with all items:'] : []),
        ...tables.map(
          ({ table: name, serves, left }) =>
            `  ${name} is served from ${serves}${left.length > 0 ? theme.dim(`, before from ${left.join(' and ')}`) : ''}`,
        ),
        ...(drift.length > 0 ? ['', 'Differs from apikit.yaml (the command plan compares code and contract):'] : []),
        ...drift.flatMap(({ resource, ...field }) => {
          const [first, ...more] = fieldLines(field, theme);
          return [`  ${theme.warn(resource)} ${first}`, ...more.map((line) => `  ${line}`)];
        }),
        ...(methods.length > 0 ? ['', ...methodLines(methods, stage, theme)] : []),
        ...(orphans.length > 0 ? ['', 'Created by apikit, but not in apikit.yaml:'] : []),
        ...orphans.map(({ resource, name }) => `  ${theme.warn(resource)} ${theme.dim(name)}`),
      ],
      next: [url === null || drift.length > 0 ? `apikit deploy --stage ${stage}` : `apikit plan --stage ${stage}`],
    };
  },
  json: ({ output, drift, methods: _methods, ...found }) =>
    output === undefined
      ? { ...found, drift: drift.map(({ resource, ...field }) => ({ resource, ...plainFields([field])[0] })) }
      : { output },
  exitCode: ({ drift, orphans, resources }, { exitCode }) => {
    const settled = resources.every(({ state }) => state !== 'missing' && state !== 'not ours');
    return exitCode && (drift.length > 0 || orphans.length > 0 || !settled) ? EXIT.declined : EXIT.done;
  },
});

/** Only the stage of a REST API has them. */
const methodsOf = (stage: Observed['attributes'] | undefined): readonly string[] =>
  (stage?.methods as readonly string[] | undefined) ?? [];

/** The most methods that are named. */
const MOST_METHODS = 5;

/** The settings of single methods are in the contract, which this command does not read. */
function methodLines(methods: readonly string[], stage: string, theme: Theme): string[] {
  const more = methods.length - MOST_METHODS;
  const named = [...methods.slice(0, MOST_METHODS), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return [
    `Not compared here: the settings of single methods, which the contract has (${named}).`,
    theme.dim(`  To compare them, run: apikit plan --stage ${stage}`),
  ];
}

/**
 * Returns `url`, `domain`, `release`, `account`, `region`, or the ARN of a resource by its ID (its name if AWS gives it
 * no ARN). Throws if there is no value, so that a script stops.
 */
function outputNamed(name: string, { resources, ...found }: StageStatus): string {
  const values: Record<string, string | null> = {
    ...Object.fromEntries(
      resources.map((one) => [one.resource, one.state === 'missing' ? null : (one.arn ?? one.name)]),
    ),
    // The account's role also has the ID `account`, but a user who asks for the account wants its number.
    url: found.url,
    domain: found.domain,
    release: found.release,
    account: found.account,
    region: found.region,
  };
  if (!Object.hasOwn(values, name))
    throw usageError(`There is no output "${name}".`, `The stage has ${Object.keys(values).join(', ')}.`);
  const value = values[name];
  if (value) return value;
  throw new ApikitError('NoOutput', `${found.app}/${found.stage} has no ${name} yet.`, {
    hint: `Deploy it: apikit deploy --stage ${found.stage}`,
  });
}

function canaryOf(stage: Observed['attributes'] | undefined, releases: readonly HistoryEntry[]): StageStatus['canary'] {
  if (stage?.canary === undefined) return null;
  const percent = Number(stage.percent);
  const switched = stage.switched as SwitchRecord | undefined;
  return {
    release: releaseOf(releases, stage.canary)?.record.release ?? null,
    percent,
    watch: shownWatch(switched?.canary?.watch, percent),
  };
}

function releasedOf({ time, by, revision, promoted }: ReleaseRecord): NonNullable<StageStatus['released']> {
  return { at: time, by: by ?? null, revision: revision ?? null, promoted: promoted ?? null };
}

function switchedTables(
  config: Target['config'],
  standIns: StandIns,
  left: readonly LeftTable[],
): StageStatus['tables'] {
  const names = new Set([...Object.keys(standIns), ...left.map(({ table }) => table)]);
  return [...names].map((table) => ({
    table,
    serves: standIns[table] ?? ownTableName(config, table),
    left: left.filter((one) => one.table === table).map(({ resource }) => resource.name),
  }));
}

const isAlarming = ({ kind, state }: StatusRow): boolean => kind === 'alarm' && state === 'ALARM';

/** For example `, created 2026-11-29 12:04 UTC by alice from 808b08c8bf78`. */
function releasedText({ at, by, revision }: NonNullable<StageStatus['released']>): string {
  const who = by === null ? '' : ` by ${callerName(by)}`;
  return `, created ${minute(at)}${who}${revision === null ? '' : ` from ${revision}`}`;
}

function row({ id, kind, name }: Resource, observed: Observed | undefined): StatusRow {
  const arn = observed?.attributes.arn;
  const known = observed?.name ?? name;
  return { resource: id, kind, name: known, arn: typeof arn === 'string' ? arn : null, state: stateOf(observed) };
}

function stateOf(observed: Observed | undefined): string {
  if (!observed) return 'missing';
  return observed.owned ? (observed.state ?? 'present') : 'not ours';
}
