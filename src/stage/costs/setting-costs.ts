/** The costs of optional settings in apikit.yaml, used or not, as sentences for the plan. Pure. */
import type { StageConfig } from '../../config/config.ts';
import { BUDGET, COST_EXPLORER_REQUEST, DASHBOARD, shippedPrices } from '../../cost/prices.ts';
import { APP_TAG, STAGE_TAG } from '../../naming/tags.ts';
import { accessLogFilters } from '../../stack/access-log-watches.ts';
import { furtherWatches } from '../../stack/alarms.ts';
import { counted } from '../../text/counted.ts';

export function settingCosts(config: StageConfig): string[] {
  return [...alarmCosts(config), ...dashboardCosts(config), ...budgetNotes(config), ...anomalyNotes(config)];
}

/** Returns nothing if the stage has only the alarms that every stage has. */
function alarmCosts(config: StageConfig): string[] {
  if (!config.alarms.enabled) return [];
  const alarms = Object.values(furtherWatches(config));
  if (alarms.length === 0) return [];
  const watched = alarms.flatMap(({ metrics }) => metrics).length;
  const filters = accessLogFilters(config).length;
  const { alarm, metric } = shippedPrices(config.region);
  const total = watched * alarm + filters * metric;
  const custom = filters === 0 ? '' : ` and ${counted(filters, 'custom metric')} at up to ${metric.toFixed(2)}`;
  return [
    `AWS bills the ${counted(alarms.length, 'alarm')} that apikit.yaml adds to those of every stage: up to ${total.toFixed(2)} USD a month, for ${counted(watched, 'watched metric')} at ${alarm.toFixed(2)}${custom}.`,
  ];
}

function dashboardCosts({ dashboard }: StageConfig): string[] {
  return dashboard === true
    ? [`AWS bills the dashboard with ${DASHBOARD.toFixed(2)} USD a month; the first three of an account are free.`]
    : [];
}

function budgetNotes({ budget }: StageConfig): string[] {
  if (!budget) return [];
  return [
    `AWS bills the budget with up to ${BUDGET.toFixed(2)} USD a month; the first two of an account are free. It counts nothing until ${APP_TAG} and ${STAGE_TAG} are activated as cost allocation tags in the billing console.`,
  ];
}

function anomalyNotes({ anomalies, app }: StageConfig): string[] {
  if (!anomalies) return [];
  return [
    `AWS bills nothing for the cost monitor, and up to ${COST_EXPLORER_REQUEST.toFixed(2)} USD for each request to Cost Explorer: three for a plan, a status or a deploy without changes. It monitors the costs of ${app} in all its stages and regions, and none until ${APP_TAG} is activated as a cost allocation tag in the billing console.`,
  ];
}
