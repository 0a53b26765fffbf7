/**
 * `apikit load`: sends requests of the contract to a stage at a constant rate, and compares latency and errors with
 * goals. It changes only what it creates, and deletes that again.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { LOCAL_STAGE, type StageConfig } from '../config/config.ts';
import type { Context, Target } from '../context.ts';
import { EXIT, usageError } from '../errors.ts';
import type { Figures } from '../load/figures.ts';
import type { Goal } from '../load/goal.ts';
import { counted } from '../text/counted.ts';
import { type LoadReport, loadText } from '../ui/load-text.ts';
import { SYMBOL } from '../ui/theme.ts';
import { agreePrice, shownPrice } from './parts/agree-price.ts';
import { agreeProtected } from './parts/agree-protected.ts';
import { givenCredentials, KEY_OPTION, keyFor, rateOf, TOKEN_OPTION } from './parts/calling-key.ts';
import { defineCommand } from './parts/command.ts';
import { requireOperations } from './parts/known-operation.ts';
import { flagValue, readGoals, readRate, readScenario, readTime } from './parts/load/scenario.ts';
import { partsOf } from './parts/stage/release-preview.ts';

interface Answers {
  readonly target: Target;
  /** The weight of each operation. `undefined` for all that only read. */
  readonly weights: ReadonlyMap<string, number> | undefined;
  readonly rate: number;
  /** In ms. */
  readonly time: number;
  readonly goals: readonly Goal[];
  readonly key?: string;
  readonly token?: string;
  /** Absolute paths. */
  readonly html?: string;
  readonly junit?: string;
}

interface Loaded extends LoadReport {
  readonly pages: readonly string[];
}

const RATE = 10;
const TIME = '30s';

export const load = defineCommand({
  options: [
    {
      flags: '--operation <operationId>',
      repeatable: true,
      completes: 'operations',
      description: 'call only these operations, also if they change data (default: all that only read)',
    },
    { flags: '--scenario <file>', description: 'operations with weights, rate, time and goals, in YAML or JSON' },
    { flags: '--rate <number>', description: `requests per second (${RATE})` },
    { flags: '--for <duration>', description: `how long: 60s, 10m (${TIME})` },
    { flags: '--goal <goals>', description: 'end with 1 if one is missed: p95<120ms,errors<0.1%' },
    KEY_OPTION,
    TOKEN_OPTION,
    { flags: '--html <file>', description: 'write one self-contained HTML page with charts' },
    { flags: '--junit <file>', description: 'write the goals for a CI system' },
    { flags: '--confirm <stage>', completes: 'stages', description: 'name of the stage, to load a protected stage' },
  ],
  common: ['stage', 'profile', 'region', 'yes'],
  examples: [
    'apikit load --stage local --rate 100 --for 10s',
    'apikit load --stage dev --operation getHello --rate 200 --for 60s --goal "p95<120ms,errors<0.1%"',
    'apikit load --stage dev --scenario load.yaml --html load.html --junit load.xml',
  ],

  async ask({ flags }, context): Promise<Answers> {
    const { operation, scenario: file, html, junit } = flags;
    if (operation.length > 0 && file !== undefined)
      throw usageError('--operation and --scenario cannot be combined.', 'Name the operations in the scenario.');
    const given = {
      rate: flagValue('--rate', flags.rate, readRate),
      time: flagValue('--for', flags.for, readTime),
      goals: flagValue('--goal', flags.goal, readGoals),
    };
    const scenario = file === undefined ? {} : await readScenario(resolve(context.io.cwd, file));
    const config = await context.stage();
    agreeProtected(flags.confirm, config, {
      why: 'a load test slows it down for its callers',
      nothing: 'Nothing was sent.',
    });
    const named = operation.length > 0 ? new Map(operation.map((id) => [id, 1])) : undefined;
    const path = (one: string) => resolve(context.io.cwd, one);
    return {
      target: await context.target(),
      weights: scenario.operations ?? named,
      rate: given.rate ?? scenario.rate ?? RATE,
      time: given.time ?? scenario.time ?? flagValue('--for', TIME, readTime)!,
      goals: given.goals ?? scenario.goals ?? [],
      ...givenCredentials(flags, context.io),
      ...(html !== undefined && { html: path(html) }),
      ...(junit !== undefined && { junit: path(junit) }),
    };
  },

  async execute(answers, context): Promise<Loaded> {
    const { target, weights, rate, time } = answers;
    const { config, project } = target;
    const [{ loadContract }, { planLoad }, { liveStage }, { requireReach }, { runLoad }] = await Promise.all([
      import('../contract/load-contract.ts'),
      import('../contract/testing/load-requests.ts'),
      import('../stage/releases/live-stage.ts'),
      import('./parts/require-reach.ts'),
      import('./parts/load/run-load.ts'),
    ]);
    const { document, operations } = await loadContract(config.contract, project.root);
    requireOperations(operations, [...(weights?.keys() ?? [])]);
    const plan = planLoad(document, operations, context.io.clock.now() % 2 ** 32, weights && [...weights.keys()]);
    const live = await liveStage(config, partsOf(target, context));
    await requireReach(config, live);
    const requests = Math.max(1, Math.round((rate * time) / 1_000));
    const pace = rateOf(config, answers.key === undefined);
    await announce(config, { requests, rate, url: live.url, allowed: pace.rate }, target, context);
    const needsKey = plan.operations.some(({ tested }) => tested.access.key);
    const key = needsKey ? await keyFor(target, answers.key, context) : undefined;
    try {
      const report = await runLoad(
        plan,
        {
          ...answers,
          config,
          url: live.url,
          requests,
          pace,
          ...(key && { key: key.value }),
        },
        context,
      );
      return { ...report, pages: await writeFiles(answers, report) };
    } finally {
      await key?.remove?.();
    }
  },

  render(result, theme) {
    const { goals, stage, left, skipped, pages, interrupted } = result;
    const missed = goals.some(({ met }) => !met);
    return {
      data: loadText(result, theme),
      notes: [
        ...skipped.map(({ operationId, why }) => `${operationId} was not called: ${why}.`),
        ...(interrupted ? ['The test was interrupted; the figures are of the requests until then.'] : []),
        ...(left.length > 0
          ? [
              `${counted(left.length, 'resource')} of the test could not be deleted: ${left.slice(0, 3).join(', ')}${left.length > 3 ? ' …' : ''}`,
            ]
          : []),
        ...pages.map((page) => `${theme.good(SYMBOL.done)} ${page}`),
      ],
      next: missed ? [`apikit metrics --stage ${stage}`, `apikit throttled --stage ${stage}`] : [],
    };
  },

  json: ({ app, stage, url, rate, goals, total, operations, lag, held, skipped, left, interrupted }) => ({
    ...{ app, stage, url, rate },
    ...document(total),
    operations: [...operations].map(([operationId, figures]) => ({ operationId, ...document(figures) })),
    goals: goals.map(({ goal, measured, met }) => ({ goal: goal.text, measured: measured ?? null, met })),
    ...{ lag, held, skipped, left, interrupted },
  }),

  exitCode: ({ goals, interrupted }) => {
    if (interrupted) return EXIT.interrupted;
    return goals.some(({ met }) => !met) ? EXIT.failed : EXIT.done;
  },
});

const document = ({ outcomes, latency, ...counts }: Figures) => ({
  ...counts,
  outcomes: Object.entries(outcomes).map(([outcome, count]) => ({ outcome, count })),
  latency: latency ?? null,
});

interface Announced {
  readonly requests: number;
  readonly rate: number;
  readonly url: string;
  /** The requests per second that apikit.yaml allows. */
  readonly allowed: number;
}

/** Says what will be sent and what it costs, and where a throttle or a quota is below that. */
async function announce(
  config: StageConfig,
  { requests, rate, url, allowed }: Announced,
  { project }: Target,
  context: Context,
): Promise<void> {
  const { report } = context;
  const what = `${requests.toLocaleString('en-US')} requests to ${url}`;
  if (config.stage === LOCAL_STAGE) report.note(what);
  else {
    const [{ billedStage }, { priceOfRequests }, { shippedPrices }] = await Promise.all([
      import('../stage/costs/billed-stage.ts'),
      import('../cost/price-of-requests.ts'),
      import('../cost/prices.ts'),
    ]);
    const billed = await billedStage(config, project.root);
    const usd = priceOfRequests(billed, requests, shippedPrices(config.region), config.api);
    report.note(`${what}: ${shownPrice(usd)}, with the assumptions of docs/cost.md.`);
    await agreePrice(
      {
        usd,
        what: 'the test',
        nothing: 'Nothing was sent',
        cheaper: 'send fewer with --rate and --for',
        question: 'Send that many?',
      },
      context,
    );
  }
  if (rate > allowed)
    report.warn(
      `apikit.yaml allows ${allowed} requests per second (throttle, usagePlans), so many of ${rate} per second will get 429. They are counted apart.`,
    );
  const quotas = Object.entries(config.usagePlans).flatMap(([name, { quota }]) =>
    quota && requests > quota.limit ? [`${name} (${quota.limit})`] : [],
  );
  if (quotas.length > 0)
    report.warn(`The requests exceed the quota of ${quotas.join(' and ')}, which the test uses up for its key.`);
}

/** Returns the files that were written. */
async function writeFiles({ html, junit, key, token }: Answers, report: LoadReport): Promise<string[]> {
  if (html !== undefined) {
    const { writeLoadPage } = await import('./parts/load/load-page.ts');
    await writeLoadPage(html, report);
  }
  if (junit !== undefined) {
    const [{ junitOf }, { goalResults }] = await Promise.all([
      import('../contract/testing/junit.ts'),
      import('./parts/load/goal-results.ts'),
    ]);
    await mkdir(dirname(junit), { recursive: true });
    await writeFile(junit, junitOf(`${report.app}/${report.stage}`, goalResults(report), [key, token]));
  }
  return [html, junit].filter((file) => file !== undefined);
}
