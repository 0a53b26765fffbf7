/** The names and ARNs of event buses in AWS. Pure. */
import type { ArnScope } from '../naming/arn-scope.ts';
import { eventBusArn } from '../naming/arns.ts';
import { DEFAULT_BUS } from '../naming/default-bus.ts';
import { eventBusName } from '../naming/names.ts';
import type { StageConfig } from './config.ts';

type Buses = Pick<StageConfig, 'app' | 'stage' | 'eventBuses'>;

/** `bus` is its name in apikit.yaml. */
export function physicalEventBus(config: Buses, bus: string): string {
  if (bus === DEFAULT_BUS) return DEFAULT_BUS;
  return config.eventBuses[bus]?.import?.split('/').at(-1) ?? eventBusName(config, bus);
}

export function eventBusArnOf(config: Buses, bus: string, scope: ArnScope): string {
  return config.eventBuses[bus]?.import ?? eventBusArn(scope, physicalEventBus(config, bus));
}
