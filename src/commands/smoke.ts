/**
 * `apikit smoke`: sends the safe requests of the contract to a stage, or lets API Gateway test a release that is not
 * live, and checks the responses.
 */
import type { Context, Target } from '../context.ts';
import type { ApiDocument } from '../contract/model/api-document.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import { APP_OPTION, WAIT_OPTION } from '../flags/common-flags.ts';
import { asCurl } from '../stage/smoke/smoke-failed.ts';
import type { SmokeReport } from '../stage/smoke/smoke-stage.ts';
import { SYMBOL } from '../ui/theme.ts';
import { givenCredentials, KEY_OPTION, keyFor, rateOf, TOKEN_OPTION } from './parts/calling-key.ts';
import { defineCommand } from './parts/command.ts';
import { chooseRelease } from './parts/releases/choose-release.ts';
import { nothingToSend } from './parts/smoke/nothing-to-send.ts';
import { checkDocument, countsOf, type Repeat, resultLines } from './parts/smoke/test-report.ts';
import { lockPartsOf, partsOf } from './parts/stage/release-preview.ts';
import { waitTime } from './parts/stage/stage-lock.ts';

interface Answers {
  readonly target: Target;
  /** The project is not at hand, so the contract comes from the release. */
  readonly withoutProject: boolean;
  readonly key?: string;
  readonly token?: string;
  readonly maxLatency?: number;
  /** The user's text for a release; `undefined` for the live release. */
  readonly wanted?: string;
  /** Whether a key or a token was given for this command. */
  readonly credentials: boolean;
}

interface SmokeResult extends SmokeReport {
  readonly app: string;
  readonly stage: string;
  readonly url: string;
  /** The release that must answer; `null` if it is not known. */
  readonly release: string | null;
  /** Whether the requests went to the stage. Otherwise API Gateway tested a release that is not live. */
  readonly live: boolean;
  readonly repeat: Repeat;
}

/** The longest allowed latency, in ms. */
const LONGEST = 60_000;

export const smoke = defineCommand({
  options: [
    KEY_OPTION,
    TOKEN_OPTION,
    {
      flags: '--release <id>',
      description: 'test this release of the stage without making it live; API Gateway runs the requests itself',
      completes: 'releases',
    },
    {
      flags: '--max-latency <ms>',
      description: 'longest latency of a response if the contract does not set one (5000)',
    },
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

  async ask({ flags }, context): Promise<Answers> {
    const maxLatency = latencyOf(flags.maxLatency);
    const { release: wanted } = flags;
    if (waitTime(flags) > 0 && wanted === undefined)
      throw usageError(
        '--wait works only with --release: a test of the live release takes no lock, so it does not wait.',
      );
    return {
      target: await context.target(),
      withoutProject: flags.app !== undefined,
      credentials: flags.key !== undefined || flags.token !== undefined,
      ...(wanted !== undefined && { wanted }),
      ...givenCredentials(flags, context.io),
      ...(maxLatency !== undefined && { maxLatency }),
    };
  },

  async execute(
    { target, withoutProject, key: given, token, maxLatency, wanted, credentials },
    context,
  ): Promise<SmokeResult> {
    const [{ loadContract }, { planSmoke }, { liveRelease, stageReleases }, { smokeStage }] = await Promise.all([
      import('../contract/load-contract.ts'),
      import('../contract/testing/smoke-cases.ts'),
      import('../stage/releases/stage-releases.ts'),
      import('../stage/smoke/smoke-stage.ts'),
    ]);
    const { config } = target;
    const { app, stage } = config;
    const { clock, signal } = context.io;
    const ofProject = !withoutProject && wanted === undefined;
    const read = ofProject ? await loadContract(config.contract, target.project.root) : undefined;
    const observedFrom = clock.now();
    const served = await stageReleases(config, partsOf(target, context));
    const { url, reach } = served;
    const to =
      wanted === undefined
        ? undefined
        : chooseRelease({ text: wanted, stage: served, of: `${app}/${stage}`, now: clock.now() });
    if (to && to.deploymentId !== served.live) {
      if (credentials)
        throw usageError(
          `Release ${to.record.release} is not live, so API Gateway tests it itself, without any key or token.`,
          'Remove --key and --token. Nothing was sent.',
        );
      const { smokeKept } = await import('./parts/smoke/smoke-kept.ts');
      const kept = { target, stage: served, to, observedFrom, ...(maxLatency !== undefined && { maxLatency }) };
      const { results, repeat } = await smokeKept(kept, context);
      return { app, stage, url, release: to.record.release, live: false, results, repeat };
    }
    const release = liveRelease(served)?.record.release;
    const contract = read ?? (await releasedContract(target, release, withoutProject ? '--app' : '--release', context));
    const { cases } = planSmoke(contract.document, contract.operations);
    if (cases.length === 0) throw nothingToSend(read?.file ?? `the contract of ${config.app}/${config.stage}`);
    const needsKey = cases.some(({ tested, skipped }) => skipped === undefined && tested.access.key);
    const key = needsKey ? await keyFor(target, given, context) : undefined;
    try {
      const report = await smokeStage({
        contract,
        url,
        reach,
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
    const nothing = good || failed > 0 || wrongRelease !== undefined ? '' : ': no request could be sent';
    return {
      data: [
        ...resultLines(results, repeat, theme),
        '',
        `${sign} ${app}/${stage}${release === null ? '' : ` release ${release}`}${live ? '' : ' (not live)'}: ${total}${nothing}`,
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

/**
 * The contract of the live release as it was deployed. `asked` is the option that needs it. Throws `NotKept` if an
 * older version of apikit created the release.
 */
async function releasedContract(
  target: Target,
  release: string | undefined,
  asked: '--app' | '--release',
  context: Context,
): Promise<ApiDocument> {
  const { keptReleasesOf } = await import('../stage/releases/kept-releases.ts');
  const kept = await keptReleasesOf(lockPartsOf(target, context));
  const contract = release === undefined ? undefined : kept.contractOf(release);
  if (contract) return contract;
  const { app, stage } = target.config;
  throw new ApikitError('NotKept', `The account does not keep the contract of the live release of ${app}/${stage}.`, {
    hint: `An older version of apikit created the release, or there was no room for its contract. Run the command in the folder of the project, without ${asked}.`,
  });
}

/** A test that sent nothing shows nothing. */
function isGood({ results, wrongRelease }: SmokeReport): boolean {
  const { passed, failed } = countsOf(results);
  return wrongRelease === undefined && failed === 0 && passed > 0;
}

function latencyOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const ms = Number(given);
  if (/^\d+$/.test(given) && ms >= 1 && ms <= LONGEST) return ms;
  throw usageError(`--max-latency takes milliseconds as a whole number from 1 to ${LONGEST}, not "${given}".`);
}
