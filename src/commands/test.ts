/**
 * `apikit test`: sends requests that the contract allows and forbids to a live stage, and checks the responses. It
 * changes only what it creates, and deletes that again.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { renderProblem } from '../config/problem.ts';
import type { Context, Target } from '../context.ts';
import type { LocatedContract } from '../contract/model/contract.ts';
import type { CaseResult } from '../contract/testing/case-result.ts';
import { EXIT, usageError } from '../errors.ts';
import { counted } from '../text/counted.ts';
import type { Annotation } from '../ui/github-annotations.ts';
import type { Io } from '../ui/io.ts';
import { agreeProtected } from './parts/agree-protected.ts';
import { givenCredentials, KEY_OPTION, keyFor, rateOf, TOKEN_OPTION } from './parts/calling-key.ts';
import { defineCommand } from './parts/command.ts';
import {
  addToSummary,
  annotationLines,
  GITHUB_OPTION,
  problemAnnotations,
  problemsSummary,
} from './parts/github/github-output.ts';
import { requireOperations } from './parts/known-operation.ts';
import { outputForm } from './parts/output-form.ts';
import { countsOf, type TestReport, testDocument, testText } from './parts/smoke/test-report.ts';
import { partsOf } from './parts/stage/release-preview.ts';

interface Answers {
  target: Target;
  operation?: string;
  key?: string;
  token?: string;
  seed: number;
  /** An absolute path. */
  junit?: string;
  github: boolean;
}

interface Reported extends TestReport {
  /** The failures as annotations of a job of GitHub; empty without `--output github`. */
  readonly annotations: readonly Annotation[];
}

const LARGEST_SEED = 2 ** 32;

export const test = defineCommand({
  options: [
    { flags: '--operation <operationId>', completes: 'operations', description: 'test only one operation' },
    KEY_OPTION,
    TOKEN_OPTION,
    { flags: '--seed <number>', description: 'repeat a run: its report has the seed' },
    { flags: '--junit <file>', description: 'write the results for a CI system' },
    GITHUB_OPTION,
    { flags: '--confirm <stage>', completes: 'stages', description: 'name of the stage, to test a protected stage' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit test --stage local',
    'apikit test --stage local --operation createItem --seed 42',
    'APIKIT_KEY=… apikit test --stage dev --junit results.xml',
  ],

  async ask({ flags }, context): Promise<Answers> {
    const config = await context.stage();
    agreeProtected(flags.confirm, config, {
      why: 'a test creates, changes and deletes its own data in it',
      nothing: 'Nothing was sent.',
    });
    const { operation, junit } = flags;
    const seed = seedOf(flags.seed, context);
    return {
      target: await context.target(),
      seed,
      github: outputForm(flags) === 'github',
      ...(operation && { operation }),
      ...givenCredentials(flags, context.io),
      ...(junit && { junit: resolve(context.io.cwd, junit) }),
    };
  },

  async execute(answers, context): Promise<Reported> {
    const { target, operation, seed, token, junit, github } = answers;
    const [{ loadContract }, { planCases }, { checkExamples, runCases }, { liveStage }, { requireReach }] =
      await Promise.all([
        import('../contract/load-contract.ts'),
        import('../contract/testing/plan-cases.ts'),
        import('../contract/testing/run-cases.ts'),
        import('../stage/releases/live-stage.ts'),
        import('./parts/require-reach.ts'),
      ]);
    const { config } = target;
    const { clock, signal } = context.io;
    const contract = await loadContract(config.contract, target.project.root);
    for (const warning of contract.warnings) {
      if (warning.severity === 'error') context.report.warn(renderProblem(warning));
    }
    requireOperations(contract.operations, [operation]);
    const plan = planCases(contract.document, contract.operations, seed, operation);
    const needsKey = contract.operations.some(({ access }) => access.key);
    const live = await liveStage(config, partsOf(target, context));
    await requireReach(config, live);
    const { url } = live;
    const key = needsKey ? await keyFor(target, answers.key, context) : undefined;
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
        annotations: github ? failedAnnotations(contract, run.results, target.project.root, context.io) : [],
        ...run,
      };
      if (junit !== undefined) {
        const { junitOf } = await import('../contract/testing/junit.ts');
        await mkdir(dirname(junit), { recursive: true });
        await writeFile(junit, junitOf(`${config.app}/${config.stage}`, run.results, report.secrets));
        context.report.note(`Wrote ${junit}`);
      }
      return report;
    } finally {
      await key?.remove?.();
    }
  },

  render: (report, theme) => ({
    ...testText(report, theme),
    annotations: annotationLines(report.annotations),
  }),
  json: (report) => testDocument(report),
  async afterwards({ app, stage, results, annotations }, { github }, { io }) {
    const { passed, failed, skipped } = countsOf(results);
    const title = `Contract tests of ${app}/${stage}: ${passed} passed, ${failed} failed, ${skipped} skipped`;
    if (github) await addToSummary(problemsSummary(title, annotations), io);
  },
  exitCode: ({ results }) => (results.some(({ outcome }) => outcome === 'failed') ? EXIT.failed : EXIT.done),
});

/** A failure is shown at its operation in the contract. */
function failedAnnotations(
  { operations, problem }: LocatedContract,
  results: readonly CaseResult[],
  root: string,
  io: Io,
): Annotation[] {
  return results
    .filter(({ outcome }) => outcome === 'failed')
    .flatMap(({ operationId, name, problems }) => {
      const at = operations.find((one) => one.operationId === operationId)?.at ?? [];
      const message = [`${operationId} ${name}`, ...problems].join('\n');
      // Only its place in the contract's files is used.
      const found = problem('operation-id', at, message, { fix: '', key: true });
      return problemAnnotations([{ ...found, severity: 'error', rule: operationId }], root, io);
    });
}

function seedOf(given: string | undefined, { io }: Context): number {
  if (!given) return io.clock.now() % LARGEST_SEED;
  const seed = Number(given);
  if (/^\d+$/.test(given) && seed < LARGEST_SEED) return seed;
  throw usageError(`--seed takes a whole number from 0 to ${LARGEST_SEED - 1}, not "${given}".`);
}

/** The ms between two lines of progress. */
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
