/** `apikit smoke`: sends what the contract calls safe to a stage, or has a release tried that does not serve, and checks the answers. */
import type { Context, Target } from '../context.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import type { KeptContract } from '../pipeline/kept-releases.ts';
import { asCurl } from '../pipeline/smoke-failed.ts';
import type { SmokeReport } from '../pipeline/smoke-stage.ts';
import { SYMBOL } from '../ui/theme.ts';
import { APP_OPTION } from './app-option.ts';
import { KEY_OPTION, keyFor, rateOf, secretOf, TOKEN_OPTION } from './calling-key.ts';
import { chooseRelease } from './choose-release.ts';
import { defineCommand } from './command.ts';
import { WAIT_OPTION, waitOf } from './locking.ts';
import { lockPartsOf, partsOf } from './seen-stage.ts';
import { checkDocument, countsOf, type Repeat, resultLines } from './test-report.ts';

interface Answers {
  readonly target: Target;
  /** There is none, so that the contract is that of the release. */
  readonly withoutProject: boolean;
  readonly key?: string;
  readonly token?: string;
  readonly maxLatency?: number;
  /** A release, as it was typed; absent: the one that serves. */
  readonly wanted?: string;
  /** Key or token were given for this command. */
  readonly credentials: boolean;
}

interface SmokeResult extends SmokeReport {
  readonly app: string;
  readonly stage: string;
  readonly url: string;
  /** That was to answer; `null`: nobody knows. */
  readonly release: string | null;
  /** Whether the stage was asked; otherwise API Gateway has tried a release that does not serve. */
  readonly live: boolean;
  readonly repeat: Repeat;
}

/** ms that a request is given at all. */
const LONGEST = 60_000;

export const smoke = defineCommand<Answers, SmokeResult>({
  options: [
    KEY_OPTION,
    TOKEN_OPTION,
    {
      flags: '--release <id>',
      description: 'a release that is kept, tried by API Gateway without its being live',
      completes: 'releases',
    },
    { flags: '--max-latency <ms>', description: 'how long an answer may take where the contract does not say (5000)' },
    APP_OPTION,
    WAIT_OPTION,
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit smoke --stage local',
    'APIKIT_KEY=… apikit smoke --stage prod --max-latency 800',
    'apikit smoke --release previous --stage prod',
    'APIKIT_KEY=… apikit smoke --app items-api --stage prod --region eu-west-1',
  ],

  async ask({ flags }, context) {
    const maxLatency = latencyOf(flags.maxLatency);
    const wanted = typeof flags.release === 'string' ? flags.release : undefined;
    if (waitOf(flags) > 0 && wanted === undefined)
      throw usageError('--wait goes with --release: a test of what serves waits for nobody.');
    const [key, token] = [secretOf('key', context), secretOf('token', context)];
    return {
      target: await context.target(),
      withoutProject: flags.app !== undefined,
      credentials: flags.key !== undefined || flags.token !== undefined,
      ...(wanted !== undefined && { wanted }),
      ...(key !== undefined && { key }),
      ...(token !== undefined && { token }),
      ...(maxLatency !== undefined && { maxLatency }),
    };
  },

  async execute({ target, withoutProject, key: given, token, maxLatency, wanted, credentials }, context) {
    const [{ loadContract }, { planSmoke }, { liveRelease, stageReleases }, { smokeStage }] = await Promise.all([
      import('../contract/load-contract.ts'),
      import('../contract-test/smoke-cases.ts'),
      import('../pipeline/stage-releases.ts'),
      import('../pipeline/smoke-stage.ts'),
    ]);
    const { config } = target;
    const { app, stage } = config;
    const { clock, signal } = context.io;
    const ofProject = !withoutProject && wanted === undefined;
    const read = ofProject ? await loadContract(config.contract, target.project.root) : undefined;
    const observedFrom = clock.now();
    const served = await stageReleases(config, partsOf(target, context));
    const { url } = served;
    const to =
      wanted === undefined
        ? undefined
        : chooseRelease({ text: wanted, stage: served, of: `${app}/${stage}`, now: clock.now() });
    if (to && to.deploymentId !== served.live) {
      if (credentials)
        throw usageError(
          `Release ${to.record.release} does not serve, and API Gateway tries it without any key or token.`,
          'Leave --key and --token out. Nothing was sent.',
        );
      const { smokeKept } = await import('./smoke-kept.ts');
      const kept = { target, stage: served, to, observedFrom, ...(maxLatency !== undefined && { maxLatency }) };
      const { results, repeat } = await smokeKept(kept, context);
      return { app, stage, url, release: to.record.release, live: false, results, repeat };
    }
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
      const repeat = asCurl([key?.value, token]);
      return { app, stage, url, release: release ?? null, live: true, repeat, ...report };
    } finally {
      await key?.remove?.();
    }
  },

  render({ app, stage, release, live, results, wrongRelease, repeat }, theme) {
    const { passed, failed, skipped } = countsOf(results);
    const good = isGood({ results, ...(wrongRelease !== undefined && { wrongRelease }) });
    const sign = good ? theme.good(SYMBOL.done) : theme.bad(SYMBOL.failed);
    const total = wrongRelease ?? `${passed} passed, ${failed} failed, ${skipped} skipped`;
    const nothing = good || failed > 0 || wrongRelease !== undefined ? '' : ': nothing could be sent';
    return {
      data: [
        ...resultLines(results, repeat, theme),
        '',
        `${sign} ${app}/${stage}${release === null ? '' : ` release ${release}`}${live ? '' : ', which does not serve'}: ${total}${nothing}`,
      ],
    };
  },

  json: ({ app, stage, url, release, live, results, wrongRelease, repeat }) => ({
    app,
    stage,
    url,
    release,
    live,
    ...countsOf(results),
    wrongRelease: wrongRelease ?? null,
    checks: results.map((result) => checkDocument(result, repeat)),
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
