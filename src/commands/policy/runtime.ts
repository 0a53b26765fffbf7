/** `apikit policy runtime`: shows the permissions of a stage's functions, as deployed. Reads only. */
import { type PolicyStatement, statementsIn, textsIn } from '../../iam/policy-statements.ts';
import type { FunctionRights } from '../../stage/rights/runtime-rights.ts';
import { table } from '../../ui/table.ts';
import { defineCommand } from '../parts/command.ts';

export const policyRuntime = defineCommand({
  common: ['stage', 'profile', 'region'],
  examples: ['apikit policy runtime --stage prod', 'apikit policy runtime --stage prod --json'],
  ask: async (_input, context) => ({ target: await context.target() }),
  async execute({ target: { config, clients, facts } }): Promise<{ functions: FunctionRights[] }> {
    const { runtimeRights } = await import('../../stage/rights/runtime-rights.ts');
    return { functions: await runtimeRights(config, { clients, facts }) };
  },
  render: ({ functions }, theme) => ({
    data: functions.flatMap((one, index) => [
      ...(index === 0 ? [] : ['']),
      theme.bold(one.function),
      ...table([
        ['role', one.role],
        ['boundary', one.boundary ?? 'none'],
      ]),
      ...one.policies.flatMap(({ name, arn, document }) => [
        '',
        `${name}${arn === null ? '' : ` (${arn})`}`,
        ...statementsIn(document).flatMap(linesOf),
      ]),
    ]),
  }),
  json: ({ functions }) => ({ functions }),
});

/** Shows the whole statement: a statement that was written by hand may use Deny, NotAction or NotResource. */
function linesOf({ Effect, Action, NotAction, Resource, NotResource, Condition }: PolicyStatement): string[] {
  const verb = Effect === 'Deny' ? 'denies' : 'allows';
  const actions = NotAction === undefined ? textsIn(Action) : ['everything except', ...textsIn(NotAction)];
  const on = NotResource === undefined ? 'on' : 'on everything except';
  return [
    `  ${verb} ${actions.join(' ')}`,
    ...textsIn(NotResource ?? Resource).map((arn) => `    ${on} ${arn}`),
    ...(Condition === undefined ? [] : [`    if ${JSON.stringify(Condition)}`]),
  ];
}
