/**
 * Checks the resources that `adopts` of the stage names (docs/adr/0029). apikit never creates one of them anew: a new
 * API would have another URL, a new table no items, and a new usage plan no keys. Pure.
 */
import type { StageConfig } from '../../config/config.ts';
import type { Observed } from '../../engine/resource.ts';
import { ApikitError } from '../../errors.ts';

/** Throws `CannotAdopt` with all problems at once. */
export function refuseAdoption({ app, stage, adopts }: StageConfig, observed: ReadonlyMap<string, Observed>): void {
  if (!adopts) return;
  const { api, tables, usagePlans } = adopts;
  const problems = [
    ...(api === undefined ? [] : problemsOf('API', api, observed.get('api'))),
    ...Object.entries(tables).flatMap(([name, table]) =>
      observed.has(`table/${name}`) ? [] : [missing('table', table)],
    ),
    ...Object.entries(usagePlans).flatMap(([name, id]) => {
      const plan = observed.get(`usage-plan/${name}`);
      return [...problemsOf('usage plan', id, plan), ...othersIn(id, plan, observed, stage)];
    }),
  ];
  if (problems.length === 0) return;
  throw new ApikitError(
    'CannotAdopt',
    `${app}/${stage} cannot take over what adopts names in apikit.yaml: ${problems.join('; ')}. Nothing was changed.`,
    {
      hint: `Correct stages.${stage}.adopts. To begin with new resources instead, remove the entries from it.`,
    },
  );
}

function problemsOf(what: string, id: string, found: Observed | undefined): string[] {
  if (!found) return [missing(what, id)];
  const { id: other } = found.attributes;
  return other === id ? [] : [`the stage already has the ${what} ${String(other)}, and not ${id}`];
}

const missing = (what: string, name: string): string => `there is no ${what} ${name} in this account and region`;

/** A plan belongs to one stage: taking over one that covers others would take the others' callers their access. */
function othersIn(
  id: string,
  plan: Observed | undefined,
  observed: ReadonlyMap<string, Observed>,
  stage: string,
): string[] {
  if (!plan || plan.owned) return [];
  const own = `${String(observed.get('api')?.attributes.id)}:${stage}`;
  const others = (plan.properties.stages as readonly string[]).filter((covered) => covered !== own);
  return others.length === 0
    ? []
    : [`usage plan ${id} also covers ${others.join(', ')}, whose callers would lose access`];
}
