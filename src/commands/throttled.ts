/** `apikit throttled`: shows the rejected requests by key, operation and limit, and what to raise. Reads only. */
import type { InsightsStatistics } from '../aws/logs/insights/run-query.ts';
import { type SettingPath, settingPaths } from '../config/setting-paths.ts';
import type { Target } from '../context.ts';
import { pathOfRoute } from '../logs/access-line.ts';
import {
  type LimitKind,
  type Raise,
  REFUSALS_QUERY,
  type Refusal,
  type RequestCount,
  raises,
  refusals,
} from '../logs/refusals.ts';
import { counted } from '../text/counted.ts';
import { minute, plainMinute } from '../ui/moment.ts';
import { dimHead, table } from '../ui/table.ts';
import { defineCommand } from './parts/command.ts';
import { explainCommand } from './parts/explain-command.ts';
import { announceScan, type QueryScan, runPaidQuery, scannedText } from './parts/logs/paid-query.ts';
import { refusingLimits } from './parts/logs/refusing-limits.ts';
import { accessLogGroups } from './parts/logs/stage-log-groups.ts';
import { timeOptions, timeRange } from './parts/time-range.ts';

interface Answers {
  target: Target;
  scan: QueryScan;
}

interface Throttled {
  stage: string;
  scan: QueryScan;
  requests: number;
  refused: Refusal[];
  keyNames: ReadonlyMap<string, string>;
  raise: ShownRaise[];
  statistics: InsightsStatistics;
}

/** `setting` is a place in apikit.yaml or in the contract; `null` if only AWS can raise it. */
interface ShownRaise {
  setting: string | null;
  from: string;
  to: string;
  why: string;
}

/** The number of rows for people. There may be thousands of keys. */
const SHOWN = 30;

const COLUMNS = {
  apiKeyId: 'text?',
  method: 'text',
  resourcePath: 'text',
  status: 'number',
  errorType: 'text?',
  lambda: 'text?',
  total: 'number',
  peak: 'number',
  first: 'time?',
  last: 'time?',
  example: 'text?',
} as const;

export const throttled = defineCommand({
  options: [...timeOptions('1h')],
  common: ['stage', 'profile', 'region', 'yes'],
  ofApiGateway: 'Counts of throttled callers',
  examples: ['apikit throttled --stage prod', 'apikit throttled --stage prod --since 1d --json'],

  async ask({ flags }, context): Promise<Answers> {
    const range = timeRange(flags, context.io.clock.now(), '1h');
    const target = await context.target();
    return { target, scan: await announceScan(target, context, await accessLogGroups(target), range) };
  },

  async execute({ target, scan }, context): Promise<Throttled> {
    const [{ MOST_ROWS }, { typedRows }, { liveAccountThrottle }] = await Promise.all([
      import('../aws/logs/insights/run-query.ts'),
      import('../aws/logs/insights/typed-rows.ts'),
      import('../aws/quotas/account-throttle.ts'),
    ]);
    const { rows, statistics } = await runPaidQuery(target, context, scan, REFUSALS_QUERY);
    if (rows.length >= MOST_ROWS)
      context.report.warn(
        `Logs Insights returns at most ${MOST_ROWS} rows, and there are more: the count of all requests is too low, and rejected requests may be missing. A shorter --since covers all rows.`,
      );
    const counts = typedRows(rows, COLUMNS).map(plain);
    const withKeys = counts.some(({ apiKeyId, errorType }) => apiKeyId !== undefined && isOfPlan(errorType));
    const { limits, keyNames } = await refusingLimits(target, withKeys);
    const refused = refusals(counts, limits);
    const settingPath = await settingPaths(target.project, target.config.stage);
    const real = refused.some(({ limit }) => limit === 'account')
      ? { ...limits, account: await liveAccountThrottle(await target.clients.apiGateway(), target.facts.region) }
      : limits;
    return {
      stage: target.config.stage,
      scan,
      requests: counts.reduce((sum, { total }) => sum + total, 0),
      refused,
      keyNames,
      raise: [...raises(refused, real).flatMap((each) => shownRaise(each, settingPath)), ...ofLambda(refused)],
      statistics,
    };
  },

  render: ({ stage, scan, requests, refused, keyNames, raise, statistics }, theme) => {
    const since = `since ${minute(new Date(scan.from).toISOString())}`;
    const scanned = scannedText(statistics);
    if (requests === 0) return { data: [`There were no requests ${since}.`] };
    if (refused.length === 0) return { data: [`None of ${counted(requests, 'request')} was rejected ${since}.`] };
    const count = refused.reduce((sum, each) => sum + each.count, 0);
    const rows = refused
      .slice(0, SHOWN)
      .map((each) => [
        String(each.count),
        LIMITS[each.limit].replace('plan', each.plan === undefined ? 'plan' : `plan ${each.plan}:`),
        each.keyId === undefined ? '-' : (keyNames.get(each.keyId) ?? each.keyId),
        `${each.method} ${each.path}`,
        `${each.peak}/s`,
        each.last === undefined ? '-' : plainMinute(new Date(each.last).toISOString()),
      ]);
    return {
      data: [
        ...table([['REFUSED', 'BY', 'KEY', 'OPERATION', 'BUSIEST', 'LAST (UTC)'], ...rows], dimHead(theme)),
        ...(refused.length > SHOWN ? [`and ${refused.length - SHOWN} more rows; --json has all`] : []),
        ...(raise.length > 0 ? ['', 'These changes would have let them through:'] : []),
        ...raise.map(({ setting, from, to, why }) =>
          setting === null ? `  ${why}` : `  ${theme.bold(setting)}: ${to}  ${theme.dim(`instead of ${from}, ${why}`)}`,
        ),
      ],
      notes: [`${count} of ${counted(requests, 'request')} were rejected ${since}, in ${scanned}.`],
      next: nextOf(refused[0]!, stage),
    };
  },
  json: ({ scan, requests, refused, keyNames, raise, statistics }) => ({
    since: new Date(scan.from).toISOString(),
    until: new Date(scan.to).toISOString(),
    requests,
    refused: refused.map(({ limit, keyId, plan, method, path, count, peak, first, last, example }) => ({
      limit,
      key: keyId === undefined ? null : { id: keyId, name: keyNames.get(keyId) ?? null },
      plan: plan ?? null,
      method,
      path,
      count,
      busiestSecond: peak,
      firstSeen: iso(first),
      lastSeen: iso(last),
      example: example ?? null,
    })),
    raise,
    statistics,
  }),
});

const iso = (time: number | undefined): string | null => (time === undefined ? null : new Date(time).toISOString());

const nextOf = ({ example, last }: Refusal, stage: string): string[] =>
  example === undefined || last === undefined ? [] : [explainCommand(example, last, stage)];

/** The access log writes a dash for a missing value, and that of an HTTP API has the key of the route. */
function plain(count: RequestCount): RequestCount {
  const text = (value: string | undefined) => (value === '-' ? undefined : value);
  return {
    ...count,
    apiKeyId: text(count.apiKeyId),
    errorType: text(count.errorType),
    resourcePath: pathOfRoute(count.resourcePath),
  };
}

const isOfPlan = (errorType: string | undefined): boolean =>
  errorType === 'THROTTLED' || errorType === 'QUOTA_EXCEEDED';

const LIMITS: Readonly<Record<LimitKind, string>> = {
  'plan rate': 'plan rate',
  'plan quota': 'plan quota',
  'plan operation': 'plan rate of the operation',
  operation: 'rate of the operation',
  stage: 'rate of the stage',
  account: 'rate of the account',
  function: 'concurrency of Lambda',
  handler: 'the handler itself',
};

function shownRaise(
  { limit, setting, plan = '', operation, from, to, period }: Raise,
  settingPath: SettingPath,
): ShownRaise[] {
  if (limit === 'account') return setting === 'burst' ? [] : [ofAccount(from, to)];
  const per = period === undefined ? '' : `/${period.toLowerCase()}`;
  const inPlan = settingPath(['usagePlans', plan, limit === 'plan operation' ? 'operations' : setting]);
  const places: Partial<Record<LimitKind, string>> = {
    'plan quota': inPlan,
    'plan rate': inPlan,
    'plan operation': `${inPlan} "${operation}" ${setting}`,
    operation: `x-apikit.throttle.${setting} of ${operation} in the contract`,
    stage: settingPath(['throttle', setting]),
  };
  return [{ setting: places[limit] ?? null, from: `${from}${per}`, to: `${to}${per}`, why: WHY[setting] }];
}

const WHY = {
  rate: 'the requests of the busiest second',
  burst: 'the requests at once',
  quota: 'a lower bound: more could have come later in the period',
} as const;

const ofAccount = (from: number, to: number): ShownRaise => ({
  setting: null,
  from: String(from),
  to: String(to),
  why: `${to} requests per second for the account in this region instead of ${from}: request it from AWS (Service Quotas, Amazon API Gateway, Throttle rate). All APIs of the region share it.`,
});

/**
 * apikit.yaml sets no limit for the function, so its calls met the limit of the account, or a limit that was set by
 * hand.
 */
function ofLambda(refused: readonly Refusal[]): ShownRaise[] {
  const calls = refused.filter(({ limit }) => limit === 'function').reduce((sum, { count }) => sum + count, 0);
  if (calls === 0) return [];
  return [
    {
      setting: null,
      from: '',
      to: '',
      why: `Lambda throttled ${counted(calls, 'call')}, because its concurrency limit was reached: request a higher limit from AWS (Service Quotas, AWS Lambda, Concurrent executions). A faster function needs less concurrency.`,
    },
  ];
}
