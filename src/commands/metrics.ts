/** `apikit metrics`: shows the metrics of a stage from CloudWatch. Reads only. */
import type { RequestedMetric } from '../aws/metrics/requested-metric.ts';
import type { MetricRange, MetricSeries } from '../aws/metrics/stage-metrics.ts';
import { requireFrontDoor } from '../config/require-rest-api.ts';
import type { Context, Target } from '../context.ts';
import { usageError } from '../errors.ts';
import { createDrawnAgain } from '../ui/drawn-again.ts';
import { metricsText, operationsText, type ShownMetric, type ShownMetrics } from '../ui/metrics-text.ts';
import { SYMBOL, type Theme } from '../ui/theme.ts';
import { defineCommand } from './parts/command.ts';
import { PICTURE_OPTIONS, type PictureFiles, pictureFiles, writePictures } from './parts/metrics/metrics-files.ts';
import {
  type MeasuredApi,
  MOST_COMPARED,
  measuredApi,
  metricsOfOperation,
  metricsOfOperations,
  metricsOfStage,
  type Route,
} from './parts/metrics/requested-metrics.ts';
import { partsOf } from './parts/stage/release-preview.ts';
import { type TimeRange, timeOptions, timeRange } from './parts/time-range.ts';

interface Answers {
  target: Target;
  range: TimeRange;
  wishes: RequestedMetric[];
  /** Whether all operations are compared, with a row for each. */
  compares: boolean;
  watch: boolean;
  files: PictureFiles;
}

interface Measured {
  shown: ShownMetrics;
  compares: boolean;
  queries: number;
  /** Whether the metrics were already shown by `--watch`. */
  watched: boolean;
  /** The written files. */
  written: string[];
}

/** In ms. CloudWatch has a new data point of API Gateway and Lambda each minute. */
const EVERY = 60_000;

export const metrics = defineCommand({
  options: [
    ...timeOptions('1h'),
    {
      flags: '--operation [operation]',
      completes: 'operations',
      description: 'one operation, by its operationId or "GET /items"; without a name, compare all operations',
    },
    { flags: '--watch', description: 'update each minute, until Ctrl-C' },
    ...PICTURE_OPTIONS,
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit metrics --stage prod',
    'apikit metrics --stage prod --since 7d',
    'apikit metrics --stage prod --operation',
    'apikit metrics --stage prod --operation getItem --watch',
    'apikit metrics --stage prod --since 7d --html prod.html --png prod.png',
  ],

  async ask({ flags }, context): Promise<Answers> {
    const range = timeRange(flags, context.io.clock.now(), '1h');
    const { watch } = flags;
    if (watch && range.until !== undefined)
      throw usageError('--watch has no end, but --until sets one.', 'Remove one of them.');
    const files = pictureFiles(flags);
    if (watch && Object.keys(files).length > 0)
      throw usageError('A page or a picture shows one moment, but --watch updates.', 'Remove one of them.');
    const config = await context.stage();
    const asked = flags.operation;
    const operations = asked === undefined ? undefined : operationsOf(await routesOf(config, context), asked, config);
    const target = await context.target();
    const api = await apiOf(target, context);
    const wishes = operations && api ? operations(api) : metricsOfStage(config, api);
    return { target, range, wishes, compares: asked === true, watch, files };
  },

  async execute({ target, range, wishes, compares, watch, files }, context): Promise<Measured> {
    const length = (range.until ?? context.io.clock.now()) - range.since;
    const one = compares ? undefined : wishes.find(({ id }) => id === 'requests')?.of;
    const look = () => measure(target, context, wishes, length, range.until, one);
    const queries = wishes.length;
    if (watch)
      return {
        shown: await watchMetrics(context, look, compares, queries),
        compares,
        queries,
        watched: true,
        written: [],
      };
    const shown = await look();
    if (isEmpty(shown)) {
      const { requireDeployed } = await import('./parts/stage/require-deployed.ts');
      await requireDeployed(target, context);
    }
    const written = await writePictures(files, shown, compares, context.io.cwd);
    return { shown, compares, queries, watched: false, written };
  },

  render: (result, theme) => {
    const { shown, compares, queries, watched, written } = result;
    const { stage } = shown;
    if (watched) return {};
    const none = isEmpty(shown);
    return {
      data: none ? [] : linesOf(shown, compares, theme),
      notes: [
        ...(none
          ? [
              `CloudWatch has no data of ${shown.app}/${stage} in that time: there were no requests. Data arrives some minutes late.`,
            ]
          : []),
        costText(queries),
        ...written.map((file) => `${theme.good(SYMBOL.done)} ${file}`),
      ],
      next: compares || none ? [] : [coldStarts(stage)],
    };
  },
  json: ({ shown, queries, watched, written }) =>
    watched ? undefined : { ...document(shown, queries), files: written },
});

const isEmpty = ({ metrics }: ShownMetrics): boolean => metrics.every(({ most }) => most === undefined);

const linesOf = (shown: ShownMetrics, compares: boolean, theme: Theme): string[] =>
  compares ? operationsText(shown, theme) : metricsText(shown, theme);

/**
 * The price in US dollars of one requested metric (docs/aws/cloudwatch.md). A call requests so few that they cost less
 * than a cent.
 */
const PRICE = 0.01 / 1_000;

const costText = (queries: number): string => `${queries} metrics at $0.01 for 1,000: less than a cent.`;

const watchText = (queries: number): string =>
  `${queries} metrics each minute at $0.01 for 1,000: about $${(queries * PRICE * 24 * 60).toFixed(2)} a day. Ctrl-C ends it.`;

/** Lambda has no metric of cold starts. The REPORT line of a call shows its cold start. */
const coldStarts = (stage: string): string =>
  `apikit logs search "fields coalesce(@initDuration, record.metrics.initDurationMs) as init | filter ispresent(init) | stats count(*) as coldStarts, max(init) as longest by bin(5m)" --stage ${stage}`;

async function routesOf(config: Target['config'], context: Context): Promise<(Route & { operationId: string })[]> {
  const { loadContract } = await import('../contract/load-contract.ts');
  const { operations } = await loadContract(config.contract, (await context.project()).root);
  return [...operations];
}

/** The ID of an HTTP API must be read. */
async function apiOf(target: Target, context: Context): Promise<MeasuredApi | undefined> {
  const { config } = target;
  if (config.api !== 'http') return measuredApi(config, '');
  const { liveStage } = await import('../stage/releases/live-stage.ts');
  const { api } = await liveStage(config, partsOf(target, context));
  return measuredApi(config, api);
}

/** Throws a usage error if API Gateway does not count operations, and for an operation that is not in the contract. */
function operationsOf(
  routes: readonly (Route & { operationId: string })[],
  operation: string | true,
  config: Target['config'],
): (api: MeasuredApi) => RequestedMetric[] {
  requireFrontDoor(config, { ofApiGateway: 'Metrics of single operations' });
  if (!config.metrics)
    throw usageError(
      `API Gateway counts the operations of ${config.app}/${config.stage} only with detailed metrics, which are off.`,
      'Set metrics: true for the stage in apikit.yaml and deploy it; CloudWatch bills them like custom metrics. `apikit logs search "stats count(*), pct(latency, 95) by resourcePath, method"` works without them.',
    );
  if (operation === true) {
    if (routes.length > MOST_COMPARED)
      throw usageError(
        `The contract has ${routes.length} operations, but one call returns at most ${MOST_COMPARED}.`,
        'Pass one operation: --operation getItem.',
      );
    return (api) => metricsOfOperations(api, routes);
  }
  const route = routes.find(({ operationId, method, path }) => [operationId, `${method} ${path}`].includes(operation));
  if (route) return (api) => metricsOfOperation(api, route);
  throw usageError(
    `The contract has no operation "${operation}".`,
    `It has ${routes.map(({ operationId }) => operationId).join(', ')}.`,
  );
}

async function measure(
  { clients, config }: Target,
  context: Context,
  wishes: readonly RequestedMetric[],
  length: number,
  until: number | undefined,
  operation: string | undefined,
): Promise<ShownMetrics> {
  const { metricRange, stageMetrics } = await import('../aws/metrics/stage-metrics.ts');
  const now = context.io.clock.now();
  const to = until ?? now;
  const range = metricRange(to - length, to, now);
  const series = await stageMetrics(await clients.cloudwatch(), wishes, range);
  const measured = { app: config.app, stage: config.stage, ...timesOf(range), metrics: series.map(shownMetric) };
  return { ...measured, ...(operation !== undefined && { operation }) };
}

const timesOf = ({ from, to, period }: MetricRange) => ({
  since: new Date(from).toISOString(),
  until: new Date(to).toISOString(),
  period,
});

function shownMetric({ wish: { id, of, label, unit }, values }: MetricSeries): ShownMetric {
  const known = values.filter((value) => value !== undefined);
  const isCounted = unit === 'count' && id !== 'concurrency';
  return {
    id,
    of,
    label,
    unit,
    values,
    total: isCounted && known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : undefined,
    most: known.length > 0 ? Math.max(...known) : undefined,
  };
}

async function watchMetrics(
  context: Context,
  look: () => Promise<ShownMetrics>,
  compares: boolean,
  queries: number,
): Promise<ShownMetrics> {
  const { io, flags, theme } = context;
  const draw = createDrawnAgain(io.stdout);
  context.report.note(watchText(queries));
  for (;;) {
    const shown = await look();
    if (flags.json) io.stdout.write(`${JSON.stringify(document(shown, shown.metrics.length))}\n`);
    else draw(linesOf(shown, compares, theme.stdout));
    try {
      await io.clock.sleep(EVERY, io.signal);
    } catch (error) {
      if (io.signal.aborted) return shown;
      throw error;
    }
  }
}

const document = ({ app, stage, since, until, period, metrics: measured }: ShownMetrics, queries: number) => ({
  app,
  stage,
  since,
  until,
  period,
  queries,
  metrics: measured.map(({ id, of, unit, values, total, most }) => ({
    id,
    of: of ?? null,
    unit,
    total: total ?? null,
    most: most ?? null,
    values: values.map((value) => value ?? null),
  })),
});
