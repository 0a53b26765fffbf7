/**
 * The smoke tests of one deploy: before the stage is switched, and on the live stage after it. If the second one fails,
 * the stage goes back to the release before. Both run under the deploy's lock, and before anything is removed that the
 * release before may need.
 */
import { endScaling } from '../../aws/lambda/concurrency-scaling.ts';
import { unprovision } from '../../aws/lambda/provisioned-concurrency.ts';
import { type ProbeResult, waitForRelease } from '../../aws/releases/probe.ts';
import { switchAfter, switchedBy } from '../../aws/releases/switch-record.ts';
import { explainError } from '../../aws/sdk/errors/explain-error.ts';
import type { StageConfig } from '../../config/config.ts';
import type { CaseResult } from '../../contract/testing/case-result.ts';
import type { ApplyResult } from '../../engine/apply.ts';
import { isInterruption } from '../../engine/interruption.ts';
import { attributesOf } from '../../engine/observe.ts';
import { attributeOf, findAttributes, findObserved } from '../../stack/ids.ts';
import { PROVISIONED } from '../../stack/optional-resources.ts';
import type { DesiredStage } from '../desired/desired-stage.ts';
import { liveEntry } from '../releases/live-release.ts';
import { reachOf } from '../releases/reach-of.ts';
import { switchRelease } from '../releases/switch-release.ts';
import type { ObservedStage } from '../stage-run.ts';
import { type Rehearsal, rehearseRelease } from './rehearse-release.ts';
import { asCurl, failureSummary, failuresOf, SmokeFailedError, type SmokeFailure } from './smoke-failed.ts';
import { type SmokeReport, type SmokeTarget, smokePassed, smokeStage } from './smoke-stage.ts';

export interface DeploySmoke extends Rehearsal {
  readonly config: StageConfig;
  readonly token?: string;
  readonly rate?: SmokeTarget['rate'];
  /** The API key for the live stage, once it exists; `undefined` if there is none. */
  key(): Promise<{ readonly value: string; remove?(): Promise<void> } | undefined>;
  note(text: string): void;
  /** Called with the failures before anything is done about them. */
  onFailure(failures: readonly SmokeFailure[]): void;
}

export interface SmokeResult {
  /** Absent if nothing was switched, or if the endpoint does not support TestInvokeMethod. */
  readonly rehearsal?: readonly CaseResult[];
  readonly live: readonly CaseResult[];
}

export interface SmokeRun {
  /** Throws `SmokeFailedError`. Nothing has gone live then. */
  rehearse(attributes: ApplyResult['attributes']): Promise<void>;
  /** Whether the live stage passed. It is tested once. */
  live(attributes: ApplyResult['attributes'], probe?: ProbeResult): Promise<boolean>;
  /** Throws `SmokeFailedError` if the live stage failed, after it has switched the stage back. */
  conclude(attributes: ApplyResult['attributes'], probe?: ProbeResult): Promise<SmokeResult>;
}

export function smokeRun(
  smoke: DeploySmoke,
  desired: DesiredStage,
  observed: ObservedStage,
  command: string,
): SmokeRun {
  const { run, observation } = observed;
  const before = findObserved(observation.observed, 'stage');
  const had = before?.attributes.deploymentId;
  let rehearsal: readonly CaseResult[] | undefined;
  let judged: Promise<SmokeReport> | undefined;
  let failures: readonly SmokeFailure[] = [];

  const switched = (attributes: ApplyResult['attributes']) =>
    findAttributes(attributes, 'release')?.deploymentId !== had;

  async function test(attributes: ApplyResult['attributes'], probe: ProbeResult | undefined): Promise<SmokeReport> {
    const url = attributeOf(attributes, 'stage', 'url');
    if (probe && !probe.seen && !probe.outside) {
      const instead = probe.problem ?? `it answers with ${probe.last}`;
      return { results: [], wrongRelease: `The stage does not answer with release ${desired.release} (${instead}).` };
    }
    const key = await smoke.key();
    try {
      const { contract, token, rate, note } = smoke;
      const report = await smokeStage({
        contract,
        url,
        reach: reachOf(attributes),
        release: desired.release,
        clock: run.clock,
        signal: run.signal,
        note,
        ...(key && { key: key.value }),
        ...(token !== undefined && { token }),
        ...(rate && { rate }),
      });
      failures = failuresOf(report.results, asCurl([key?.value, token]));
      if (failures.length > 0) smoke.onFailure(failures);
      return report;
    } finally {
      await key?.remove?.();
    }
  }

  function failed(report: SmokeReport, end: string, hint: string, live: string | null): SmokeFailedError {
    const message = `Release ${desired.release} failed its smoke test on the live stage. ${failureSummary(report)} ${end}`;
    return new SmokeFailedError(message, hint, { smoke: failures, live });
  }

  /** Ends the instances of a release that is not live. Its version may be that of the live release. */
  async function endInstances(attributes: ApplyResult['attributes']): Promise<void> {
    const provisioned = desired.resources.find(({ id }) => id === PROVISIONED);
    const version = attributeOf(attributes, 'release', 'version');
    if (!provisioned || version === liveEntry(attributesOf(observation))?.record.version) return;
    if (provisioned.properties.scaling) await endScaling(await smoke.clients.autoScaling(), provisioned.name, version);
    await unprovision(await smoke.clients.lambda(), provisioned.name, version);
  }

  async function goBack(report: SmokeReport, attributes: ApplyResult['attributes']): Promise<SmokeFailedError> {
    const again = `Correct what failed, then run: ${command}`;
    const { release } = desired;
    const stage = attributeOf(attributes, 'stage', 'name');
    if (!switched(attributes)) {
      const hint = `${again}. To serve the release before meanwhile, run: apikit rollback --stage ${stage}`;
      return failed(report, 'It was already live before, so nothing was put back.', hint, release);
    }
    if (typeof had !== 'string') {
      const end = 'It is the first release of the stage, so there is nothing to go back to, and it stays live.';
      return failed(report, end, again, release);
    }
    const api = findAttributes(attributes, 'api')?.id ?? '';
    const old = liveEntry(attributesOf(observation))?.record.release;
    const { variables = {} } = before?.properties ?? {};
    const record = switchAfter(findAttributes(attributes, 'stage')?.switched, {
      how: 'rollback',
      ...switchedBy(run.clock.now(), smoke.facts.caller),
      from: attributeOf(attributes, 'release', 'deploymentId'),
      reason: `release ${release} failed its smoke test`,
    });
    const back = { api, stage, to: had, record, variables: { from: smoke.variables, to: variables } };
    try {
      await switchRelease(smoke.config, smoke.clients, back);
    } catch (error) {
      const why = explainError(error);
      if (!why) throw error;
      const end = `The stage could not be put back, and serves this release. ${why.message}`;
      const byHand = `aws apigateway update-stage --rest-api-id ${api} --stage-name ${stage} --patch-operations op=replace,path=/deploymentId,value=${had}`;
      const command = old === undefined ? byHand : `apikit rollback ${old} --stage ${stage}`;
      return failed(report, end, `To put it back, run: ${command}`, release);
    }
    await endInstances(attributes);
    const seen = old === undefined || (await answersAgain(attributes, old));
    const end = `The stage was put back to ${old === undefined ? `deployment ${had}` : `release ${old}`}${seen ? ', which answers again' : ', which does not answer yet'}. The other changes of the deploy stay.`;
    return failed(report, end, again, old ?? null);
  }

  async function answersAgain(attributes: ApplyResult['attributes'], release: string): Promise<boolean> {
    const { clock, signal } = run;
    const stage = { url: attributeOf(attributes, 'stage', 'url'), reach: reachOf(attributes) };
    try {
      return (await waitForRelease({ ...stage, release, clock, signal, note: smoke.note })).seen;
    } catch (error) {
      if (isInterruption(error, signal)) return false;
      throw error;
    }
  }

  return {
    async rehearse(attributes) {
      if (!switched(attributes)) return;
      if (smoke.config.api !== 'rest') {
        smoke.note(
          'Only a REST API can test a release before it is live, so the smoke test runs only on the live stage.',
        );
        return;
      }
      const rehearsed = await rehearseRelease(smoke, desired, observed, attributes);
      if (!rehearsed) {
        smoke.note('The endpoint does not offer TestInvokeMethod, so the smoke test runs only on the live stage.');
        return;
      }
      rehearsal = rehearsed.results;
      if (rehearsed.failures.length === 0) return;
      smoke.onFailure(rehearsed.failures);
      await endInstances(attributes);
      const message = `Release ${desired.release} failed its smoke test before it went live. ${failureSummary(rehearsed)}`;
      throw new SmokeFailedError(message, 'Correct what failed.', { smoke: rehearsed.failures });
    },
    async live(attributes, probe) {
      judged ??= test(attributes, probe);
      return smokePassed(await judged);
    },
    async conclude(attributes, probe) {
      judged ??= test(attributes, probe);
      const report = await judged;
      // A process that has lost the lock must not change anything more.
      run.signal.throwIfAborted();
      if (!smokePassed(report)) throw await goBack(report, attributes);
      return { live: report.results, ...(rehearsal && { rehearsal }) };
    },
  };
}
