/**
 * `apikit tune`: measures the function of a stage with other sizes of memory, and shows which one is cheapest or
 * fastest. It calls a copy of the function, never the live one, and deletes the copy.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { StageConfig } from '../config/config.ts';
import type { Target } from '../context.ts';
import { bestSize, GOALS, type Goal } from '../cost/tuning.ts';
import { ApikitError, usageError } from '../errors.ts';
import { nameFault, tuningFunctionName } from '../naming/names.ts';
import type { Tuning } from '../stage/tuning/tune-stage.ts';
import { SYMBOL } from '../ui/theme.ts';
import { type ShownTuning, tuningText } from '../ui/tuning-text.ts';
import { agreeProtected } from './parts/agree-protected.ts';
import { defineCommand } from './parts/command.ts';
import { requireOperations } from './parts/known-operation.ts';
import { partsOf } from './parts/stage/release-preview.ts';
import { writeTuningPage } from './parts/tuning-page.ts';

interface Answers {
  readonly target: Target;
  readonly operation?: string;
  readonly memories: readonly number[];
  readonly goal: Goal;
  /** An absolute path. */
  readonly html?: string;
  readonly apply: boolean;
}

interface Tuned extends Tuning, ShownTuning {
  readonly region: string;
  readonly goal: Goal;
  readonly skipped: readonly { readonly operationId: string; readonly why: string }[];
  /** The page that was written. */
  readonly page: string | null;
  /** The setting that was written into apikit.yaml. */
  readonly applied: string | null;
}

/** Lambda gives a whole processor at 1,769 MB. */
const USUAL = [128, 256, 512, 1_024, 1_769, 3_008];
const [LEAST, MOST] = [128, 10_240];

export const tune = defineCommand({
  options: [
    {
      flags: '--operation <operationId>',
      completes: 'operations',
      description: 'call only this operation, also if it changes data (default: all that only read)',
    },
    { flags: '--sizes <list>', description: `sizes in MB, separated by commas (${USUAL.join(',')})` },
    { flags: '--goal <goal>', choices: GOALS, description: 'what the best size is best for (balanced)' },
    { flags: '--html <file>', description: 'write one self-contained HTML page' },
    { flags: '--apply', description: 'write the best size into apikit.yaml' },
    { flags: '--confirm <stage>', completes: 'stages', description: 'name of the stage, to tune a protected stage' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit tune --stage dev',
    'apikit tune --stage dev --operation getHello --sizes 256,512,1024 --goal cost',
    'apikit tune --stage dev --goal speed --html sizes.html --apply',
  ],

  async ask({ flags }, context): Promise<Answers> {
    const config = await context.stage();
    agreeProtected(flags.confirm, config, {
      why: 'the measurement reads its data hundreds of times',
      nothing: 'Nothing was called.',
    });
    refuseLongName(config);
    const memories = sizesOf(flags.sizes);
    const { operation, goal = 'balanced', html } = flags;
    const target = await context.target();
    const message = 'Write the best size into apikit.yaml when it is known?';
    const asks = context.interactive && !flags.apply;
    return {
      target,
      memories,
      goal,
      ...(operation !== undefined && { operation }),
      ...(html !== undefined && { html: resolve(context.io.cwd, html) }),
      apply: flags.apply || (asks && (await context.prompts.confirm({ message, default: false }))),
    };
  },

  async execute({ target, operation, memories, goal, html, apply }, context): Promise<Tuned> {
    const [{ loadContract }, { tuningRequests }, { tuneStage, WARM_CALLS }] = await Promise.all([
      import('../contract/load-contract.ts'),
      import('../contract/testing/tuning-requests.ts'),
      import('../stage/tuning/tune-stage.ts'),
    ]);
    const { config, project } = target;
    const { document, operations } = await loadContract(config.contract, project.root);
    requireOperations(operations, [operation]);
    const { requests, skipped } = tuningRequests(document, operations, config, operation);
    if (requests.length === 0) throw nothingToCall(skipped);
    const tuning = await tuneStage(config, requests, memories, partsOf(target, context));
    if (tuning.sizes.length === 0) throw everySizeFails(tuning);
    const { app, stage, region } = config;
    const best = bestSize(tuning.sizes, goal).memory;
    const shown = { app, stage, goal, calls: WARM_CALLS, best, ...tuning };
    if (html !== undefined) await writeTuningPage(html, shown);
    const applied = apply && best !== tuning.present ? await writeSize(project.file, stage, best) : null;
    return { ...shown, region, skipped, page: html ?? null, applied };
  },

  render(result, theme) {
    const { stage, goal, best, present, skipped, refused, page, applied } = result;
    const done = (text: string) => `${theme.good(SYMBOL.done)} ${text}`;
    const good = best === present ? `${best} MB, which the stage has` : `${best} MB instead of ${present} MB`;
    return {
      data: [...tuningText(result, theme), '', done(`Best for ${WORDS[goal]}: ${good}.`)],
      notes: [
        ...skipped.map(({ operationId, why }) => `${operationId} was not called: ${why}.`),
        ...refused.map(({ operationId, status }) => `${operationId} was left out, because it answered ${status}.`),
        ...(page === null ? [] : [done(page)]),
        ...(applied === null ? [] : [done(`${applied} in apikit.yaml is now ${best}.`)]),
        ...(applied === null && best !== present
          ? [`To use it, write memory: ${best} under function in apikit.yaml.`]
          : []),
      ],
      next: best === present ? [] : [`apikit plan --stage ${stage}`],
    };
  },

  json: ({ app, stage, region, release, architecture, goal, calls, operations, present, best, ...rest }) => ({
    ...{ app, stage, region, release, architecture, goal, calls, operations, present, best },
    sizes: rest.sizes,
    failed: rest.failed,
    refused: rest.refused,
    skipped: rest.skipped,
    page: rest.page,
    applied: rest.applied,
  }),
});

const WORDS: Readonly<Record<Goal, string>> = { cost: 'cost', speed: 'speed', balanced: 'cost and speed together' };

function refuseLongName(config: StageConfig): void {
  const name = tuningFunctionName(config);
  const fault = nameFault({ kind: 'function', name });
  if (fault) throw usageError(`The function for the measurement would be named ${name}: ${fault.why}.`);
}

function sizesOf(given: string | undefined): number[] {
  if (given === undefined) return USUAL;
  const sizes = [...new Set(given.split(',').map((text) => text.trim()))];
  const wrong = sizes.find((text) => !/^\d+$/.test(text) || Number(text) < LEAST || Number(text) > MOST);
  if (wrong !== undefined)
    throw usageError(
      `--sizes takes sizes from ${LEAST} to ${MOST} MB, not "${wrong}".`,
      'For example: --sizes 256,512',
    );
  if (sizes.length < 2)
    throw usageError('--sizes needs at least two sizes to compare.', 'For example: --sizes 256,512');
  return sizes.map(Number).sort((a, b) => a - b);
}

async function writeSize(file: string, stage: string, memory: number): Promise<string> {
  const [{ setMemory }, { replaceFile }] = await Promise.all([
    import('../project-edit/set-memory.ts'),
    import('../files/replace-file.ts'),
  ]);
  const { text, setting } = setMemory(await readFile(file, 'utf8'), stage, memory);
  await replaceFile(file, text);
  return setting;
}

function nothingToCall(skipped: Tuned['skipped']): ApikitError {
  const why = skipped.map(({ operationId, why: reason }) => ` ${operationId}: ${reason}.`).join('');
  return new ApikitError('NothingToMeasure', `The contract has no request that can be sent.${why}`, {
    hint: 'Give the parameters and bodies examples, or name another operation with --operation.',
  });
}

function everySizeFails({ failed: [first] }: Tuning): ApikitError {
  return new ApikitError('NothingToMeasure', `The function fails with every size: ${first?.why}`, {
    hint: 'Look at the function first; try larger sizes with --sizes if it runs out of memory or time.',
  });
}
