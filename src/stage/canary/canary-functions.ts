/** What Lambda counts of the two versions of the function that a stage with a canary calls. Reads only. */
import { versionMetrics } from '../../aws/metrics/version-metrics.ts';
import { explainError } from '../../aws/sdk/errors/explain-error.ts';
import { isDenied, isNotOffered } from '../../aws/sdk/errors/sdk-error.ts';
import type { Look } from '../../canary/watch-event.ts';
import type { StageConfig } from '../../config/config.ts';
import { functionName } from '../../naming/names.ts';
import type { RunParts } from '../stage-run.ts';

export interface CanaryFunctions {
  /** `null`: nothing can be told. */
  read(): Promise<Look['functions']>;
}

interface Options {
  readonly config: StageConfig;
  /** Published versions; `stable` is `undefined` where apikit did not make what is live. */
  readonly canary: string;
  readonly stable: string | undefined;
  /** ms since the epoch */
  readonly from: number;
  /** AWS's time, in ms since the epoch. */
  readonly now: () => number;
  readonly warn: (text: string) => void;
}

/** ms. Lambda makes its metrics once a minute (docs/aws/cloudwatch.md). */
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
          `The metrics of the function could not be read, so its throttles are not told. The canary is judged by the access log and the alarms all the same. ${explained.message}`,
        );
      }
      return known;
    },
  };
}
