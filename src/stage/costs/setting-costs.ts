/** The costs of optional settings in apikit.yaml, used or not, as sentences for the plan. Pure. */
import type { StageConfig } from '../../config/config.ts';
import { optionalCosts } from '../../config/optional-settings.ts';
import { shippedPrices } from '../../cost/prices.ts';
import { accessLogFilters } from '../../stack/access-log-watches.ts';
import { furtherWatches } from '../../stack/alarms.ts';
import { counted } from '../../text/counted.ts';

export function settingCosts(config: StageConfig): string[] {
  return [...alarmCosts(config), ...optionalCosts(config), ...snapshotCosts(config)];
}

function snapshotCosts({ function: { snapStart }, stage }: StageConfig): string[] {
  if (!snapStart) return [];
  return [
    `AWS bills the snapshots of all kept releases by the second, and each start from one (function.snapStart): see apikit cost --requests 1M/month --stage ${stage}.`,
  ];
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
