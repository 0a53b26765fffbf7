/**
 * The functions of a stage, with everything that is needed to start them: the API's handler and the stream consumers.
 * Pure.
 */
import type { BundledFunction } from '../../bundle/bundle-function.ts';
import type { StageConfig } from '../../config/config.ts';
import type { PreparedStage } from './prepared-stage.ts';

export interface StageFunction {
  readonly code: BundledFunction;
  /** The path relative to the project's folder. */
  readonly entry: string;
  readonly exportName: string;
  /** Lambda's ID of the runtime. */
  readonly runtime: string;
  /** The table whose stream a consumer reads, by its name in apikit.yaml. */
  readonly table?: string;
}

/** The name of the handler in the module of a consumer. */
export const CONSUMER_EXPORT = 'handler';

export function stageFunctions(
  { function: { entry, exportName, runtime }, tables }: StageConfig,
  { code, consumers = {} }: Pick<PreparedStage, 'code' | 'consumers'>,
): StageFunction[] {
  const ofTables = Object.entries(consumers).flatMap(([table, consumer]): StageFunction[] => {
    const stream = tables[table]?.stream;
    if (!stream) return [];
    return [{ code: consumer, entry: stream.consumer, exportName: CONSUMER_EXPORT, runtime: stream.runtime, table }];
  });
  return [{ code, entry, exportName, runtime }, ...ofTables];
}
