/**
 * The functions of a stage, with everything that is needed to start them: the API's handler and the consumers of
 * streams and queues. Pure.
 */
import type { BundledFunction } from '../../bundle/bundle-function.ts';
import type { StageConfig } from '../../config/config.ts';
import { consumersOf } from '../../config/consumers.ts';
import type { PreparedStage } from './prepared-stage.ts';

export interface StageFunction {
  readonly code: BundledFunction;
  /** The path relative to the project's folder. */
  readonly entry: string;
  readonly exportName: string;
  /** Lambda's ID of the runtime. */
  readonly runtime: string;
  /** The ID of a consumer. */
  readonly consumer?: string;
}

/** The name of the handler in the module of a consumer. */
export const CONSUMER_EXPORT = 'handler';

export function stageFunctions(
  config: StageConfig,
  { code, consumers = {} }: Pick<PreparedStage, 'code' | 'consumers'>,
): StageFunction[] {
  const { entry, exportName, runtime } = config.function;
  const consuming = consumersOf(config).flatMap(({ id, key, entry, runtime }): StageFunction[] => {
    const bundled = consumers[key];
    return bundled ? [{ code: bundled, entry, exportName: CONSUMER_EXPORT, runtime, consumer: id }] : [];
  });
  return [{ code, entry, exportName, runtime }, ...consuming];
}
