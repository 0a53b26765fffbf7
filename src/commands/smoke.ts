/** `apikit smoke`: sends what the contract calls safe to a stage, and checks the answers. Changes nothing. */
import type { Context, Target } from '../context.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import type { KeptContract } from '../pipeline/kept-releases.ts';
import type { SmokeReport } from '../pipeline/smoke-stage.ts';
import { SYMBOL } from '../ui/theme.ts';
import { APP_OPTION } from './app-option.ts';
import { KEY_OPTION, keyFor, rateOf, secretOf, TOKEN_OPTION } from './calling-key.ts';
import { defineCommand } from './command.ts';
import { lockPartsOf, partsOf } from './seen-stage.ts';
import { checkDocument, countsOf, resultLines } from './test-report.ts';

interface Answers {
  readonly target: Target;
  /** The contract is that of the release, and not the project's. */
  readonly withoutProject: boolean;
  readonly key?: string;
  readonly token?: string;
  readonly maxLatency?: number;
}

interface SmokeResult extends SmokeReport {
  readonly app: string;
  readonly stage: string;
  readonly url: string;
  /** That was to answer; `null`: nobody knows. */
  readonly release: string | null;
  /** Key and token, which are not to be shown. */
  readonly secrets: readonly (string | undefined)[];
}

/** ms that a request is given at all. */
const LONGEST = 60_000;

export const smoke = defineCommand<Answers, SmokeResult>({
  options: [
    KEY_OPTION,
    TOKEN_OPTION,
    { flags: '--max-latency <ms>', description: 'how long an answer may take where the contract does not say (5000)' },
    APP_OPTION,
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit smoke --stage local',
    'APIKIT_KEY=… apikit smoke --stage prod --max-latency 800',
    'APIKIT_KEY=… apikit smoke --app items-api --stage prod --region eu-west-1',
  ],

  async ask({ flags }, context) {
    const maxLatency = latencyOf(flags.maxLatency);
    const [key, token] = [secretOf('key', context), secretOf('token', context)];
    return {
      target: await context.target(),
      withoutProject: flags.app !== undefined,
      ...(key !== undefined && { key }),
      ...(token !== undefined && { token }),
      ...(maxLatency !== undefined && { maxLatency }),
    };
  },

  async execute({ target, withoutProject, key: given, token, maxLatency }, context) {
    const [{ loadContract }, { planSmoke }, { liveRelease, stageReleases }, { smokeStage }] = await Promise.all([
      import('../contract/load-contract.ts'),
      import('../contract-test/smoke-cases.ts'),
      import('../pipeline/stage-releases.ts'),
      import('../pipeline/smoke-stage.ts'),
    ]);
    const { config } = target;
    const { clock, signal } = context.io;
    const read = withoutProject ? undefined : await loadContract(config.contract, target.project.root);
    const served = await stageReleases(config, partsOf(target, context));
    const { url } = served;
    const release = liveRelease(served)?.record.release;
    const contract = read ?? (await releasedContract(target, release, context));
    const { cases } = planSmoke(contract.document, contract.operations);
    if (cases.length === 0) throw nothingToSend(read?.file ?? `the contract of ${config.app}/${config.stage}`);
    const needsKey = cases.some(({ tested, skipped }) => skipped === undefined && tested.operation.access.key);
    const key = needsKey ? await keyFor(target, given, context) : undefined;
    try {
      const report = await smokeStage({
        contract,
        url,
        clock,
        signal,
        rate: rateOf(config, given === undefined),
        note: context.report.note,
        ...(release !== undefined && { release }),
        ...(key && { key: key.value }),
        ...(token !== undefined && { token }),
        ...(maxLatency !== undefined && { maxLatency }),
      });
      const { app, stage } = config;
      return { app, stage, url, release: release ?? null, secrets: [key?.value, token], ...report };
    } finally {
      await key?.remove?.();
    }
  },

  render({ app, stage, release, results, wrongRelease, secrets }, theme) {
    const { passed, failed, skipped } = countsOf(results);
    const good = isGood({ results, ...(wrongRelease !== undefined && { wrongRelease }) });
    const sign = good ? theme.good(SYMBOL.done) : theme.bad(SYMBOL.failed);
    const total = wrongRelease ?? `${passed} passed, ${failed} failed, ${skipped} skipped`;
    const nothing = good || failed > 0 || wrongRelease !== undefined ? '' : ': nothing could be sent';
    return {
      data: [
        ...resultLines(results, secrets, theme),
        '',
        `${sign} ${app}/${stage}${release === null ? '' : ` release ${release}`}: ${total}${nothing}`,
      ],
    };
  },

  json: ({ app, stage, url, release, results, wrongRelease, secrets }) => ({
    app,
    stage,
    url,
    release,
    ...countsOf(results),
    wrongRelease: wrongRelease ?? null,
    checks: results.map((result) => checkDocument(result, secrets)),
  }),

  exitCode: (report) => (isGood(report) ? EXIT.done : EXIT.failed),
});

/** As it was deployed. Throws `NotKept` where an older apikit has made the release. */
async function releasedContract(target: Target, release: string | undefined, context: Context): Promise<KeptContract> {
  const { keptReleasesOf } = await import('../pipeline/kept-releases.ts');
  const kept = await keptReleasesOf(lockPartsOf(target, context));
  const contract = release === undefined ? undefined : kept.contractOf(release);
  if (contract) return contract;
  const { app, stage } = target.config;
  throw new ApikitError('NotKept', `The contract of what ${app}/${stage} serves is not kept in the account.`, {
    hint: 'An older apikit has made it, or it has no room there. Run the command in the folder of the project, without --app.',
  });
}

/** A test that could send nothing has not shown anything. */
function isGood({ results, wrongRelease }: SmokeReport): boolean {
  const { passed, failed } = countsOf(results);
  return wrongRelease === undefined && failed === 0 && passed > 0;
}

function latencyOf(given: unknown): number | undefined {
  if (given === undefined) return undefined;
  const ms = Number(given);
  if (/^\d+$/.test(String(given)) && ms >= 1 && ms <= LONGEST) return ms;
  throw usageError(`--max-latency takes milliseconds as a whole number from 1 to ${LONGEST}, not "${given}".`);
}

export function nothingToSend(file: string): ApikitError {
  return usageError(
    `There is nothing to send: ${file} has no GET that needs no parameter, and marks no other operation as safe.`,
    'Give an operation with examples x-apikit: { smoke: true }; docs/smoke.md tells more. Nothing was sent.',
  );
}
