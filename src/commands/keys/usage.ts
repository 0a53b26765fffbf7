/** `apikit keys usage`: shows the use of keys by day, the rest of their quotas, and how long it lasts. Reads only. */

import { LATELY, runsOutOn } from '../../aws/keys/daily-rate.ts';
import { type DayOfUse, daysOf, lastDays, MOST_DAYS } from '../../aws/keys/days-of-use.ts';
import type { StageKey } from '../../aws/keys/stage-key.ts';
import type { StagePlan } from '../../aws/keys/stage-plans.ts';
import type { Target } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { stageTags } from '../../naming/tags.ts';
import { counted } from '../../text/counted.ts';
import { sparkline } from '../../ui/sparkline.ts';
import { dimHead, table } from '../../ui/table.ts';
import { defineCommand } from '../parts/command.ts';
import { durationOf, KEY_ARGUMENT } from '../parts/keys/key-flags.ts';
import { abbreviatedLines } from '../parts/keys/key-text.ts';
import { quotaOf, quotaText } from '../parts/keys/usage-plan-text.ts';

interface Answers {
  target: Target;
  key: string | undefined;
  days: number;
  byDay: boolean;
}

interface Usage {
  id: string;
  name: string;
  plan: string;
  used: number;
  /** In the order of `days`. */
  perDay: number[];
  quota: { limit: number; period: string } | null;
  /** The rest of the quota now; `null` without a quota. */
  left: number | null;
  /** The day on which the quota is used up at this pace; `null` if the quota is renewed before, or if there is none. */
  runsOut: string | null;
}

interface Used {
  /** Days in UTC. */
  days: string[];
  keys: Usage[];
  byDay: boolean;
}

const SINCE = '30d';
const DAY_MS = 86_400_000;

export const keysUsage = defineCommand({
  arguments: [{ ...KEY_ARGUMENT, description: 'name or ID of the key (default: all keys of the stage)' }],
  options: [
    {
      flags: '--since <duration>',
      description: `start of the period, in days ago (default: ${SINCE}, at most ${MOST_DAYS}d)`,
    },
    { flags: '--by <unit>', description: 'show a line for each day', choices: ['day'] },
  ],
  common: ['stage', 'profile', 'region'],
  ofRestApi: 'API keys',
  examples: ['apikit keys usage --stage prod', 'apikit keys usage alice --since 7d --by day --stage prod'],

  async ask({ args: [key], flags }, context): Promise<Answers> {
    const since = durationOf('--since', flags.since ?? SINCE);
    const days = Math.ceil(since / DAY_MS);
    if (days < 1 || days > MOST_DAYS)
      throw usageError(
        `AWS reports 1 to ${MOST_DAYS} days of use at once, not ${days}.`,
        `Pass --since ${MOST_DAYS}d or less.`,
      );
    return { target: await context.target(), key, days, byDay: flags.by === 'day' };
  },

  async execute({ target, key, days: count, byDay }, context): Promise<Used> {
    const { clients, config } = target;
    const [{ findKey, stageKeys }, { plansOfKey, stagePlans }, { usageOf }, { awsTime }] = await Promise.all([
      import('../../aws/keys/stage-keys.ts'),
      import('../../aws/keys/stage-plans.ts'),
      import('../../aws/keys/key-usage.ts'),
      import('../../aws/sdk/aws-time.ts'),
    ]);
    const client = await clients.apiGateway();
    const tags = stageTags(config);
    const [keys, plans] = await Promise.all([stageKeys(client, tags), stagePlans(client, tags)]);
    if (keys.length === 0 && plans.length === 0) {
      const { requireDeployed } = await import('../parts/stage/require-deployed.ts');
      await requireDeployed(target, context);
    }
    const now = awsTime({ clients, clock: context.io.clock });
    const days = daysOf(lastDays(count, now));
    // The pace is always the pace of a week, even if fewer days are shown.
    const range = lastDays(Math.max(count, LATELY + 1), now);
    const asked = daysOf(range);
    const used = (of: StageKey, { name, plan }: StagePlan, found: readonly DayOfUse[]): Usage => {
      const lately = asked.map((_, index) => found[index + found.length - asked.length]?.used ?? 0);
      const perDay = lately.slice(-days.length);
      const { quota } = plan;
      const left = quota?.limit === undefined ? null : (found.at(-1)?.left ?? quota.limit);
      return {
        ...{ id: of.id, name: of.name, plan: name, perDay, left },
        used: perDay.reduce((sum, number) => sum + number, 0),
        quota: quotaOf(plan),
        runsOut: quota && left !== null ? (runsOutOn(quota, left, lately, now) ?? null) : null,
      };
    };
    const rows: Usage[] = [];
    const known = new Map(keys.map((each) => [each.id, each]));
    if (key !== undefined) {
      const { key: found, former } = findKey(keys, key, tags);
      for (const each of [found, ...former])
        for (const plan of await plansOfKey(client, each.id, plans)) {
          let its: readonly DayOfUse[] = [];
          for await (const one of usageOf(client, plan.id, range, each.id)) if (one.id === each.id) its = one.days;
          rows.push(used(each, plan, its));
        }
    } else
      for (const plan of plans)
        for await (const one of usageOf(client, plan.id, range)) {
          const of = known.get(one.id);
          if (of) rows.push(used(of, plan, one.days));
        }
    return { days, keys: rows.sort((a, b) => b.used - a.used), byDay };
  },

  render: ({ days, keys, byDay }, theme) => {
    const paint = dimHead(theme);
    const notes = ['AWS counts with a delay: requests of the last half hour may be missing. Days are in UTC.'];
    if (keys.length === 0) return { notes: ['AWS has no use of any key in these days.'] };
    if (byDay) {
      const sums = days.map((_, index) => keys.reduce((sum, { perDay }) => sum + (perDay[index] ?? 0), 0));
      const most = Math.max(1, ...sums);
      const bar = (used: number) => '█'.repeat(Math.round((used / most) * 30));
      return {
        notes: [...abbreviatedLines(keys.map(leftLine)), ...notes],
        data: table(
          [['DAY', 'USED', ''], ...days.map((day, index) => [day, `${sums[index]}`, bar(sums[index]!)])],
          paint,
        ),
      };
    }
    return {
      notes,
      data: table(
        [
          ['NAME', 'ID', 'PLAN', 'USED', 'LEFT', 'RUNS OUT', `LAST ${counted(days.length, 'DAY').toUpperCase()}`],
          ...keys.map(({ name, id, plan, used, left, runsOut, perDay }) => [
            ...[name, id, plan, String(used), left === null ? '-' : String(left)],
            ...[runsOut ?? '-', sparkline(inBars(perDay))],
          ]),
        ],
        paint,
      ),
    };
  },
  json: ({ days, keys }) => ({ days, keys }),
});

/** The number of bars that fit beside the rest of a line. */
const BARS = 15;

/** The days, or sums of several days. The last sum ends today. */
function inBars(perDay: readonly number[]): number[] {
  const size = Math.ceil(perDay.length / BARS);
  const bars: number[] = [];
  for (let end = perDay.length; end > 0; end -= size)
    bars.unshift(perDay.slice(Math.max(0, end - size), end).reduce((sum, used) => sum + used, 0));
  return bars;
}

function leftLine({ name, id, plan, quota, left, runsOut }: Usage): string {
  const of = `${name} (${id}) in plan ${plan}`;
  if (quota === null || left === null) return `${of}: no quota.`;
  const until =
    left === 0
      ? 'nothing is left'
      : runsOut === null
        ? 'enough until the quota is renewed, at the pace of the last days'
        : `at the pace of the last days, the quota is used up on ${runsOut}`;
  return `${of}: ${left} of ${quotaText(quota)} left; ${until}.`;
}
