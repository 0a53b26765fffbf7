/**
 * The costs that a plan adds to AWS's bill, used or not, besides those that the settings of a stage already show. Pure.
 */
import type { StageConfig } from '../../config/config.ts';
import { shippedPrices } from '../../cost/prices.ts';
import type { Plan, PlanStep } from '../../engine/plan.ts';
import type { Resource } from '../../engine/resource.ts';
import { furtherWatches } from '../../stack/alarms.ts';

/** The number of alarms that an account has free: https://aws.amazon.com/cloudwatch/pricing/. */
const FREE_ALARMS = 10;

/** Returns one sentence or none. */
export function addedCosts({ steps }: Plan, resources: readonly Resource[], config: StageConfig): string[] {
  const prices = shippedPrices(config.region);
  const recovered = steps.filter((step) => recovers(step, resources)).map(({ resource }) => resource.split('/')[1]);
  // The alarms that apikit.yaml asks for are shown with their settings.
  const asked = new Set(Object.keys(furtherWatches(config)).map((name) => `alarm/${name}`));
  const alarms = steps.filter(
    ({ kind, action, resource }) => kind === 'alarm' && action === 'create' && !asked.has(resource),
  );
  const added = [
    ...(recovered.length > 0
      ? [
          `point-in-time recovery of ${recovered.join(', ')}, about ${prices.tableRecovery.toFixed(2)} USD a GB and month`,
        ]
      : []),
    ...(alarms.length > 0
      ? [
          `${alarms.length} alarms, ${(alarms.length * prices.alarm).toFixed(2)} USD a month beyond the ${FREE_ALARMS} that an account has free`,
        ]
      : []),
  ];
  return added.length === 0
    ? []
    : [
        `This adds to what AWS bills: ${added.join('; ')}. See apikit cost --requests 1M/month --stage ${config.stage}.`,
      ];
}

function recovers({ kind, action, resource, fields }: PlanStep, resources: readonly Resource[]): boolean {
  if (kind !== 'table') return false;
  if (action === 'update') return fields.some(({ path, to }) => path === 'pointInTimeRecovery' && to === true);
  return (
    action === 'create' &&
    resources.some(({ id, properties }) => id === resource && properties.pointInTimeRecovery === true)
  );
}
