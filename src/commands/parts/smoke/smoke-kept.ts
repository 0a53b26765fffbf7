/**
 * `smoke --release` for a release that is not live: its definition is written to the API again, and API Gateway tests
 * it (ADR 14).
 */
import type { HistoryEntry } from '../../../aws/releases/release-record.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError } from '../../../errors.ts';
import type { StageReleases } from '../../../stage/releases/stage-releases.ts';
import type { Rehearsed } from '../../../stage/smoke/rehearse-definition.ts';
import { partsOf, previewRelease, refuseIfOvertaken, refuseObstacles } from '../stage/release-preview.ts';
import { withStageLock } from '../stage/stage-lock.ts';
import { nothingToSend } from './nothing-to-send.ts';

export interface KeptSmoke {
  readonly target: Target;
  /** The stage as it was read. */
  readonly stage: StageReleases;
  readonly to: HistoryEntry;
  readonly maxLatency?: number;
  /** When the reading of the stage began, in the clock's milliseconds. */
  readonly observedFrom: number;
}

/**
 * Callers do not see the written definition, because every deployment is a copy. Throws if the release cannot be
 * tested.
 */
export async function smokeKept(
  { target, stage, to, maxLatency, observedFrom }: KeptSmoke,
  context: Context,
): Promise<Rehearsed> {
  const { config, facts, clients } = target;
  const { app, stage: name } = config;
  const { record } = to;
  const [{ putDefinition }, { keptDefinition }, { rehearseDefinition }, { planSmoke }] = await Promise.all([
    import('../../../aws/api-gateway/definition.ts'),
    import('../../../stage/releases/kept-definition.ts'),
    import('../../../stage/smoke/rehearse-definition.ts'),
    import('../../../contract/testing/smoke-cases.ts'),
  ]);
  const { needs, contract, kept } = await previewRelease(target, { stage, to }, context);
  const withPermission = needs.permission
    ? ['API Gateway is no longer allowed to call its function version. A rollback would allow that again.']
    : [];
  refuseObstacles({ ...needs, obstacles: [...needs.obstacles, ...withPermission] }, to, `${app}/${name}`, name);
  const definition = kept && contract && keptDefinition({ config, record, kept, contract }, facts);
  if (!definition)
    throw new ApikitError(
      'NotKept',
      `The API definition of release ${record.release} of ${app}/${name} cannot be created again: parts of it are not kept, or another version of apikit created the release. Nothing was changed.`,
      {
        hint: `A rollback does not need the definition. It tests the release after the switch, and rolls back if the test fails: apikit rollback ${record.release} --stage ${name}`,
      },
    );
  if (planSmoke(contract.document, contract.operations).cases.length === 0)
    throw nothingToSend(`the contract of release ${record.release}`);
  for (const warning of needs.warnings) context.report.warn(warning);
  if (Object.keys(needs.rights).length > 0)
    context.report.warn(
      `The function no longer has all permissions that release ${record.release} needs. This test does not restore them, so a request may fail here that would succeed after a rollback, which restores them.`,
    );
  const tested = await withStageLock(target, context, {
    command: `apikit smoke --release ${record.release} --stage ${name}`,
    observedFrom,
    first: false,
    async run({ signal, changedMeanwhile }) {
      if (changedMeanwhile) await refuseIfOvertaken(config, { stage, to }, { ...partsOf(target, context), signal });
      const { api, variables } = stage;
      await putDefinition(await clients.apiGateway(), api, definition);
      const bound = maxLatency !== undefined && { maxLatency };
      return await rehearseDefinition({ clients, api, contract, variables, signal, ...bound });
    },
  });
  if (tested) return tested;
  throw new ApikitError(
    'NotOffered',
    'This endpoint does not offer TestInvokeMethod, which apikit needs to test a release that is not live.',
    {
      hint: `To test the live release: apikit smoke --stage ${name}`,
    },
  );
}
