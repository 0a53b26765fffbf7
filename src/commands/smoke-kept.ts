/** `smoke --release` of a release that does not serve: its definition is put again, and API Gateway tests that (ADR 14). */
import type { HistoryEntry } from '../aws/release-record.ts';
import type { Context, Target } from '../context.ts';
import { ApikitError } from '../errors.ts';
import type { Rehearsed } from '../pipeline/rehearse-definition.ts';
import type { StageReleases } from '../pipeline/stage-releases.ts';
import { withStageLock } from './locking.ts';
import { lookAhead, partsOf, refuseIfOvertaken, refuseObstacles } from './seen-stage.ts';
import { nothingToSend } from './smoke.ts';

export interface KeptSmoke {
  readonly target: Target;
  /** As it was seen. */
  readonly stage: StageReleases;
  readonly to: HistoryEntry;
  readonly maxLatency?: number;
  /** When looking at the stage began, in the clock's milliseconds. */
  readonly observedFrom: number;
}

/** Nobody is served by what it writes: deployments are copies. Throws in one paragraph where the release cannot be tried. */
export async function smokeKept(
  { target, stage, to, maxLatency, observedFrom }: KeptSmoke,
  context: Context,
): Promise<Rehearsed> {
  const { config, facts, clients } = target;
  const { app, stage: name } = config;
  const { record } = to;
  const [{ putDefinition }, { keptDefinition }, { rehearseDefinition }, { planSmoke }] = await Promise.all([
    import('../aws/definition.ts'),
    import('../pipeline/kept-definition.ts'),
    import('../pipeline/rehearse-definition.ts'),
    import('../contract-test/smoke-cases.ts'),
  ]);
  const { needs, contract, kept } = await lookAhead(target, { stage, to }, context);
  const withPermission = needs.permission ? ['API Gateway may no longer call it, which a rollback puts right.'] : [];
  refuseObstacles({ ...needs, obstacles: [...needs.obstacles, ...withPermission] }, to, `${app}/${name}`, name);
  const definition = kept && contract && keptDefinition({ config, record, kept, contract }, facts);
  if (!definition)
    throw new ApikitError(
      'NotKept',
      `The definition of release ${record.release} of ${app}/${name} cannot be made again: not all of it is kept, or another version of apikit has made it. Nothing was changed.`,
      {
        hint: `A rollback needs none of that, and tests what it serves then: apikit rollback ${record.release} --stage ${name}`,
      },
    );
  if (planSmoke(contract.document, contract.operations).cases.length === 0)
    throw nothingToSend(`the contract of release ${record.release}`);
  for (const warning of needs.warnings) context.report.warn(warning);
  if (Object.keys(needs.rights).length > 0)
    context.report.warn(
      `The function no longer has all rights that release ${record.release} needs. A rollback gives them back, and this test does not: what fails for them would not fail then.`,
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
    'The endpoint does not offer TestInvokeMethod, by which a release is tried that does not serve.',
    {
      hint: `Test what serves: apikit smoke --stage ${name}`,
    },
  );
}
