/** The options of `deploy --smoke` for the deploy, and the texts about its tests. */
import { LOCAL_STAGE, type StageConfig } from '../../../config/config.ts';
import type { Context } from '../../../context.ts';
import type { Contract } from '../../../contract/model/contract.ts';
import type { CaseResult } from '../../../contract/testing/case-result.ts';
import { type ApikitError, usageError } from '../../../errors.ts';
import type { Option } from '../../../flags/option.ts';
import type { DeploySmoke, SmokeResult } from '../../../stage/smoke/smoke-deploy.ts';
import type { SmokeFailure } from '../../../stage/smoke/smoke-failed.ts';
import { counted } from '../../../text/counted.ts';
import { SYMBOL } from '../../../ui/theme.ts';
import { givenCredentials, ownKey, rateOf } from '../calling-key.ts';
import { nothingToSend } from '../smoke/nothing-to-send.ts';
import { countsOf, reasons } from '../smoke/test-report.ts';
import type { PlannedDeploy } from './make-plan.ts';

export const SMOKE_OPTION = {
  flags: '--smoke',
  description: 'test the release before and after it goes live; roll back on failure (APIKIT_KEY, APIKIT_TOKEN)',
} as const satisfies Option;

/** Returns a usage error if no request can be sent, neither before nor after the release is live. */
export async function untestable(
  contract: Contract,
  { usagePlans, stage }: StageConfig,
  context: Context,
): Promise<ApikitError | undefined> {
  const [{ planSmoke }, { cannotCall }, { cannotRehearse }] = await Promise.all([
    import('../../../contract/testing/smoke-cases.ts'),
    import('../../../contract/testing/run-cases.ts'),
    import('../../../stage/smoke/rehearse-definition.ts'),
  ]);
  const { cases } = planSmoke(contract.document, contract.operations);
  if (cases.length === 0) return nothingToSend(contract.file);
  const makesKey = stage === LOCAL_STAGE && Object.keys(usagePlans).length > 0;
  const credentials = { ...(makesKey && { key: 'made for the test' }), ...givenCredentials({}, context.io) };
  const why = cases.map((one) => {
    if (one.skipped !== undefined) return one.skipped;
    return cannotRehearse(one.tested) === undefined ? undefined : cannotCall(one, credentials);
  });
  if (why.includes(undefined)) return undefined;
  const all = cases.map(({ tested }, index) => `${tested.operationId}: ${why[index]}`);
  return usageError(
    `The smoke test could send nothing (${[...new Set(all)].join('; ')}).`,
    'Nothing was sent to AWS. Set what is missing, or deploy without --smoke.',
  );
}

export function deploySmoke({ target, contract }: PlannedDeploy, context: Context): DeploySmoke {
  const { config, clients, facts } = target;
  const { key: given, token } = givenCredentials({}, context.io);
  return {
    config,
    contract,
    clients,
    facts,
    variables: config.variables,
    ...(token !== undefined && { token }),
    rate: rateOf(config, given === undefined),
    async key() {
      if (given !== undefined) return { value: given };
      return contract.operations.some(({ access }) => access.key) ? await ownKey(target, context) : undefined;
    },
    note: context.report.note,
    onFailure: (failures) => context.report.lines(failures.flatMap(failureLines)),
  };
}

function failureLines({ operation, name, problems, request }: SmokeFailure): string[] {
  return [
    `${SYMBOL.failed} ${operation} ${name}`,
    ...problems.map((problem) => `    ${problem}`),
    ...(request === null ? [] : [`    ${request}`]),
  ];
}

export interface SmokeSummary {
  readonly rehearsal: Record<CaseResult['outcome'], number> | null;
  readonly live: Record<CaseResult['outcome'], number>;
}

export function smokeSummary({ rehearsal, live }: SmokeResult): SmokeSummary {
  return { rehearsal: rehearsal ? countsOf(rehearsal) : null, live: countsOf(live) };
}

export function smokeNotes({ rehearsal, live }: SmokeResult): string[] {
  const passed = (results: readonly CaseResult[]) => counted(countsOf(results).passed, 'request');
  const skipped = (results: readonly CaseResult[]) =>
    reasons(results.filter(({ outcome }) => outcome === 'skipped')).map((reason) => `Not sent: ${reason}`);
  return [
    ...(rehearsal ? [`Smoke test before the switch: ${passed(rehearsal)} passed.`, ...skipped(rehearsal)] : []),
    `Smoke test of the live stage: ${passed(live)} passed.`,
    ...skipped(live),
  ];
}
