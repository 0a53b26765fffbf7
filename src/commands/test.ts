/**
 * `apikit test`: sends what the contract promises and what it forbids to a running stage, and checks the answers. Only what
 * the test itself makes is changed, and it is removed again.
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LOCAL_STAGE, type StageConfig } from '../config/config.ts';
import { renderProblem } from '../config/problem.ts';
import type { Context, Target } from '../context.ts';
import { EXIT, usageError } from '../errors.ts';
import { usagePlanName } from '../stack/names.ts';
import { stageTags } from '../stack/tags.ts';
import { counted } from '../ui/counted.ts';
import { type Command, defineCommand, type Flags } from './command.ts';
import { type TestReport, testDocument, testText } from './test-report.ts';

interface Answers {
  target: Target;
  operation?: string;
  key?: string;
  token?: string;
  seed: number;
  /** Absolute. */
  junit?: string;
}

const LARGEST_SEED = 2 ** 32;

export const test = defineCommand<Answers, TestReport>({
  options: [
    { flags: '--operation <operationId>', completes: 'operations', description: 'test one operation only' },
    { flags: '--key <value>', description: 'API key to call with (default: APIKIT_KEY; stage local: one of its own)' },
    { flags: '--token <value>', description: 'bearer token for operations with an authorizer (default: APIKIT_TOKEN)' },
    { flags: '--seed <number>', description: 'repeat a run: its seed is in its report' },
    { flags: '--junit <file>', description: 'write the results for a CI system' },
    { flags: '--confirm <stage>', completes: 'stages', description: "the stage's name, to test a protected stage" },
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit test --stage local',
    'apikit test --stage local --operation createItem --seed 42',
    'APIKIT_KEY=… apikit test --stage dev --junit results.xml',
  ],

  async ask({ flags }, context) {
    const config = await context.stage();
    agreedToTest(flags, config);
    const text = (flag: string, variable?: string) => {
      const given = flags[flag] ?? (variable === undefined ? undefined : context.io.env[variable]);
      return typeof given === 'string' && given !== '' ? given : undefined;
    };
    const [operation, key, token] = [text('operation'), text('key', 'APIKIT_KEY'), text('token', 'APIKIT_TOKEN')];
    const junit = text('junit');
    const seed = seedOf(text('seed'), context);
    return {
      target: await context.target(),
      seed,
      ...(operation !== undefined && { operation }),
      ...(key !== undefined && { key }),
      ...(token !== undefined && { token }),
      ...(junit !== undefined && { junit: resolve(context.io.cwd, junit) }),
    };
  },

  async execute(answers, context) {
    const { target, operation, seed, token, junit } = answers;
    const [{ loadContract }, { planCases }, { checkExamples, runCases }, { liveStage }] = await Promise.all([
      import('../contract/load-contract.ts'),
      import('../contract-test/plan-cases.ts'),
      import('../contract-test/run-cases.ts'),
      import('../pipeline/live-stage.ts'),
    ]);
    const { config, clients, facts } = target;
    const { clock, signal } = context.io;
    const contract = await loadContract(config.contract, target.project.root);
    for (const warning of contract.warnings) {
      if (warning.severity === 'error') context.report.warn(renderProblem(warning));
    }
    const known = contract.operations.map(({ operationId }) => operationId);
    if (operation !== undefined && !known.includes(operation))
      throw usageError(`The contract has no operation "${operation}".`, `It has ${known.join(', ')}.`);
    const plan = planCases(contract.document, contract.operations, seed, operation);
    const needsKey = contract.operations.some(({ access }) => access.key);
    const { url } = await liveStage(config, { clients, facts, clock, signal, report: context.report.event });
    const key = needsKey ? await keyFor(answers, context) : undefined;
    const examples = checkExamples(plan).length;
    const total = plan.cases.length + examples;
    const parts = `${counted(plan.cases.length, 'request')} to ${url} and ${counted(examples, 'example')} of the contract`;
    context.report.note(`${counted(total, 'check')}: ${parts}`);
    try {
      const run = await runCases(plan, {
        url,
        clock,
        signal,
        rate: rateOf(config, answers.key === undefined),
        onResult: tellProgress(total, examples, context),
        ...(key && { key: key.value }),
        ...(token !== undefined && { token }),
      });
      const report = {
        app: config.app,
        stage: config.stage,
        isProtected: config.protected,
        url,
        seed,
        secrets: [key?.value, token],
        ...run,
      };
      if (junit !== undefined) {
        const { junitOf } = await import('../contract-test/junit.ts');
        await writeFile(junit, junitOf(`${config.app}/${config.stage}`, run.results, report.secrets));
        context.report.note(`Wrote ${junit}`);
      }
      return report;
    } finally {
      await key?.remove?.();
    }
  },

  render: testText,
  json: testDocument,
  exitCode: ({ results }) => (results.some(({ outcome }) => outcome === 'failed') ? EXIT.failed : EXIT.done),
} satisfies Command<Answers, TestReport>);

function agreedToTest({ confirm }: Flags, { stage, protected: isProtected }: StageConfig): void {
  if (confirm !== undefined && confirm !== stage)
    throw usageError(`--confirm says "${confirm}", but the stage is "${stage}".`, 'Nothing was sent.');
  if (isProtected && confirm !== stage)
    throw usageError(
      `Stage ${stage} is protected, and a test makes, changes and removes things of its own in it.`,
      `If that is meant, pass --confirm ${stage}.`,
    );
}

function seedOf(given: string | undefined, { io }: Context): number {
  if (given === undefined) return io.clock.now() % LARGEST_SEED;
  const seed = Number(given);
  if (/^\d+$/.test(given) && seed < LARGEST_SEED) return seed;
  throw usageError(`--seed takes a whole number from 0 to ${LARGEST_SEED - 1}, not "${given}".`);
}

/** ms between two lines that say how far the test is. */
const PROGRESS_INTERVAL = 3_000;

function tellProgress(total: number, begun: number, { io: { clock }, report }: Context): () => void {
  let done = begun;
  let toldAt = clock.now();
  return () => {
    done += 1;
    if (clock.now() - toldAt < PROGRESS_INTERVAL) return;
    toldAt = clock.now();
    report.note(`${done} of ${total}`);
  };
}

/** What a key lets through, and the stage: a key that was given may be in any plan, so the slowest counts. */
function rateOf({ usagePlans, throttle }: StageConfig, ownKey: boolean): { rate: number; burst: number } {
  const limits = byRate(usagePlans).map(([, { rate = Infinity, burst = Infinity }]) => ({ rate, burst }));
  const plan = ownKey ? limits[0] : limits.at(-1);
  return {
    rate: Math.min(throttle.rate, plan?.rate ?? Infinity),
    burst: Math.min(throttle.burst, plan?.burst ?? Infinity),
  };
}

/** The most generous plan first. */
const byRate = (plans: StageConfig['usagePlans']) =>
  Object.entries(plans).sort(([, a], [, b]) => (b.rate ?? Infinity) - (a.rate ?? Infinity));

/** Only the embedded cloud's own stage gets a key by itself: elsewhere keys belong to their clients. */
async function keyFor(
  { target, key }: Answers,
  context: Context,
): Promise<{ value: string; remove?(): Promise<void> }> {
  const { config, clients } = target;
  if (key !== undefined) return { value: key };
  const [plan] = byRate(config.usagePlans);
  if (config.stage !== LOCAL_STAGE || !plan) {
    throw usageError(
      'The contract has operations that need an API key, and there is none to call them with.',
      `Pass --key or set APIKIT_KEY; to make one: apikit keys create contract-test --stage ${config.stage}.`,
    );
  }
  const { temporaryKey } = await import('../aws/temporary-key.ts');
  const { clock, signal } = context.io;
  const name = `apikit-test-${new Date(clock.now()).toISOString().replace(/\D/g, '').slice(0, 14)}`;
  return await temporaryKey(
    { client: await clients.apiGateway(), clock, signal },
    { name, plan: usagePlanName(config, plan[0]), tags: stageTags(config) },
  );
}
