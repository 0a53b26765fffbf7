/** `apikit keys list`: lists the keys of a stage, without their values. */
import { MOST_DAYS } from '../../aws/keys/days-of-use.ts';
import { dueReason } from '../../aws/keys/due-keys.ts';
import type { Target } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { stageTags } from '../../naming/tags.ts';
import { counted } from '../../text/counted.ts';
import { table } from '../../ui/table.ts';
import { defineCommand } from '../parts/command.ts';
import { durationOf } from '../parts/keys/key-flags.ts';
import { paintState, stateText, whenText } from '../parts/keys/key-text.ts';
import { announceLastUsed, lastUsed } from '../parts/keys/last-used.ts';
import { ageOf, type ShownKey, shownKey } from '../parts/keys/shown-key.ts';
import type { QueryScan } from '../parts/logs/paid-query.ts';

/** How far back the last use is searched. */
const LOOK_BACK = '30d';

const DAY_MS = 86_400_000;

interface Answers {
  target: Target;
  /** The age in ms of the search for the last use. */
  age?: number;
  scan?: QueryScan;
  onlyUnused: boolean;
}

interface ListedKey extends ShownKey {
  /** ISO 8601 or a day; `null` if the key was not used in the searched period, or if there was no search. */
  lastUsedAt: string | null;
}

interface Listed {
  keys: ListedKey[];
  /** The number of keys that the stage has. */
  all: number;
  withUse: boolean;
  stage: string;
  /** A usage plan for a first key. */
  plan: string | undefined;
  /** The IDs of keys that `keys prune` would disable or delete. */
  due: ReadonlySet<string>;
  now: number;
}

export const keysList = defineCommand({
  options: [
    {
      flags: '--last-used',
      description: `last use of each key, from ${LOOK_BACK} of the access log; shows its cost first`,
    },
    { flags: '--unused <age>', description: 'only keys that are older and were not used since then, e.g. 90d' },
  ],
  common: ['stage', 'profile', 'region', 'yes'],
  ofRestApi: 'API keys',
  examples: [
    'apikit keys list --stage prod',
    'apikit keys list --unused 90d --stage prod',
    'apikit keys list --stage prod --json',
  ],
  async ask({ flags }, context): Promise<Answers> {
    const unused = flags.unused === undefined ? undefined : durationOf('--unused', flags.unused);
    const age = unused ?? (flags.lastUsed ? durationOf('--last-used', LOOK_BACK) : undefined);
    const target = await context.target();
    refuseUnknowable(unused, target);
    if (age === undefined) return { target, onlyUnused: false };
    return { target, age, scan: await announceLastUsed(target, age, context), onlyUnused: unused !== undefined };
  },
  async execute({ target, age, scan, onlyUnused }, context): Promise<Listed> {
    const { clients, config } = target;
    const [{ stageKeys }, { stagePlans }, { plansOfKeys }, { awsTime }] = await Promise.all([
      import('../../aws/keys/stage-keys.ts'),
      import('../../aws/keys/stage-plans.ts'),
      import('../../aws/keys/key-plans.ts'),
      import('../../aws/sdk/aws-time.ts'),
    ]);
    const client = await clients.apiGateway();
    const tags = stageTags(config);
    const [keys, plans] = await Promise.all([stageKeys(client, tags), stagePlans(client, tags)]);
    if (keys.length === 0 && plans.length === 0) {
      const { requireDeployed } = await import('../parts/stage/require-deployed.ts');
      await requireDeployed(target, context);
    }
    const planOf = keys.length === 0 ? new Map<string, string>() : await plansOfKeys(client, keys, plans);
    const now = awsTime({ clients, clock: context.io.clock });
    const used = scan && age !== undefined ? await lastUsed(target, scan, age, now, context) : undefined;
    const isUnused = ({ id, createdAt }: ShownKey) => !used?.has(id) && now - Date.parse(createdAt) >= (age ?? 0);
    const shown = keys.map((key) => ({ ...shownKey(key, planOf, now), lastUsedAt: used?.get(key.id) ?? null }));
    const due = keys.filter((key) => ['ended', 'revoked'].includes(dueReason(key, keys, now) ?? ''));
    return {
      keys: onlyUnused ? shown.filter(isUnused) : shown,
      all: shown.length,
      stage: config.stage,
      plan: Object.keys(config.usagePlans)[0],
      withUse: used !== undefined,
      due: new Set(due.map(({ id }) => id)),
      now,
    };
  },
  render: ({ keys, all, stage, plan, withUse, due, now }, theme) => {
    if (all > 0 && keys.length === 0) return { notes: [`None of ${counted(all, 'key')} is unused.`] };
    if (keys.length === 0) {
      const next = plan === undefined ? [] : [`apikit keys create my-key --plan ${plan} --stage ${stage}`];
      return { notes: ['This stage has no API keys.'], next };
    }
    const rows = keys.map((key) => [
      ...[key.name, key.id, key.plan ?? '-', ageOf(key, now)],
      ...(withUse ? [key.lastUsedAt === null ? '-' : whenText(key.lastUsedAt)] : []),
      stateText(key.state, key),
    ]);
    const head = ['NAME', 'ID', 'PLAN', 'AGE', ...(withUse ? ['LAST USED'] : []), 'STATE'];
    const paint = (cell: string, column: number, row: number) => {
      if (row === 0) return theme.dim(cell);
      return column === head.length - 1 ? paintState(keys[row - 1]!.state, cell, theme) : cell;
    };
    const over = keys.filter(({ id }) => due.has(id)).length;
    return {
      data: table([head, ...rows], paint),
      ...(over > 0 && {
        notes: [`${counted(over, 'key')} ended, but AWS does not disable or delete them by itself.`],
        next: [`apikit keys prune --stage ${stage}`],
      }),
    };
  },
  json: ({ keys }) => ({ keys }),
});

/** Refuses a period that neither the log nor AWS's own count covers. Throws a usage error. */
function refuseUnknowable(unused: number | undefined, { config }: Target): void {
  const { retentionDays } = config.logs;
  const known = Math.max(retentionDays, MOST_DAYS);
  if (unused === undefined || unused <= known * DAY_MS) return;
  throw usageError(
    `There is no data about use more than ${known} days ago: the access log keeps ${retentionDays} days, and AWS counts use for ${MOST_DAYS}.`,
    `Pass --unused ${known}d or less.`,
  );
}
