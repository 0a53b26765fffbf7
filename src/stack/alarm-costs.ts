/** What AWS bills for alarms that are there only where they are asked for. Pure. */
import type { StageConfig } from '../config/config.ts';
import { shippedPrices } from '../cost/prices.ts';
import { accessLogFilters } from './access-log-watches.ts';
import { furtherWatches } from './alarms.ts';

/** A sentence for the plan; nothing where there are only the alarms that every stage has. */
export function alarmCosts(config: StageConfig): string[] {
  if (!config.alarms.enabled) return [];
  const alarms = Object.values(furtherWatches(config));
  if (alarms.length === 0) return [];
  const watched = alarms.reduce((sum, { metrics }) => sum + metrics.length, 0);
  const counted = accessLogFilters(config).length;
  const { alarm, metric } = shippedPrices(config.region);
  const total = watched * alarm + counted * metric;
  const custom = counted === 0 ? '' : ` and ${many(counted, 'custom metric')} at up to ${metric.toFixed(2)}`;
  return [
    `AWS bills the ${many(alarms.length, 'alarm')} that apikit.yaml adds to those of every stage: up to ${total.toFixed(2)} USD a month, for ${many(watched, 'watched metric')} at ${alarm.toFixed(2)}${custom}.`,
  ];
}

const many = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
