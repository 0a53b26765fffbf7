/** Lambda's metrics of the two function versions that a stage with a canary invokes. Reads only. */
import { versionMetrics } from '../../aws/metrics/version-metrics.ts';
import { explainError } from '../../aws/sdk/errors/explain-error.ts';
import { isDenied, isNotOffered } from '../../aws/sdk/errors/sdk-error.ts';
import type { Look } from '../../canary/watch-event.ts';
import type { StageConfig } from '../../config/config.ts';
import { functionName } from '../../naming/names.ts';
import type { RunParts } from '../stage-run.ts';

export interface CanaryFunctions {
  /** Returns `null` if the metrics are not known. */
  read(): Promise<Look['functions']>;
}

interface Options {
  readonly config: StageConfig;
  /** Published versions. `stable` is `undefined` if apikit did not create the live deployment. */
  readonly canary: string;
  readonly stable: string | undefined;
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** AWS's time, in milliseconds since the epoch. */
  readonly now: () => number;
  readonly warn: (text: string) => void;
}

/** Milliseconds. Lambda publishes its metrics once a minute (docs/aws/cloudwatch.md). */
const EVERY = 60_000;

export function canaryFunctions(
  { config, canary, stable, from, now, warn }: Options,
  { clients, signal }: Pick<RunParts, 'clients' | 'signal'>,
): CanaryFunctions {
  let known: Look['functions'] = null;
  let readAt = Number.NEGATIVE_INFINITY;
  let readable = stable !== undefined && stable !== canary;
  return {
    async read() {
      if (!readable || now() - readAt < EVERY) return known;
      readAt = now();
      const asked = { functionName: functionName(config), versions: [canary, stable!], from, to: readAt };
      try {
        const [ofCanary, ofStable] = await versionMetrics(await clients.cloudwatch(), asked);
        known = { canary: ofCanary!, stable: ofStable! };
      } catch (error) {
        const explained = signal.aborted ? undefined : explainError(error);
        if (!explained) throw error;
        readable = !isDenied(error) && !isNotOffered(error);
        warn(
          `The metrics of the function could not be read, so its throttles are not shown. apikit still judges the canary by the access log and the alarms. ${explained.message}`,
        );
      }
      return known;
    },
  };
}
