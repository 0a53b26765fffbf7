/** The requests of a stage and of its canary, read from their access logs and compared. Reads only. */
import { createLogFollower, type LogEvent } from '../../aws/logs/log-events.ts';
import { type Comparison, createComparison } from '../../canary/comparison.ts';
import type { CanaryLimits } from '../../canary/limits.ts';
import { createWindows, type Logged } from '../../canary/windows.ts';
import type { StageConfig } from '../../config/config.ts';
import { parseAccessLine } from '../../logs/access-line.ts';
import { accessLogGroup, canaryLogGroup } from '../../naming/names.ts';
import { PROBE_PATH } from '../../naming/release-marks.ts';
import type { RunParts } from '../stage-run.ts';

export interface CanaryRequests {
  readonly comparison: Comparison;
  /**
   * Reads the new lines of the logs and compares the windows that are complete. If it throws AWS's error, no line is
   * lost.
   */
  read(): Promise<void>;
  /** Marks that the canary got another share at this time, in milliseconds since the epoch. */
  shareBegan(at: number): void;
  /** The number of requests whose lines came too late to be compared. */
  late(): number;
}

interface Options {
  readonly config: StageConfig;
  readonly limits: CanaryLimits;
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** AWS's time, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** Milliseconds after which no more lines are expected. AWS does not publish how late a line may come. */
const LATE = 30_000;
/** Milliseconds that each read looks back. It is more than `LATE`, so that no late line is missed. */
const OVERLAP = 45_000;

export async function canaryRequests(
  { config, limits, from, now }: Options,
  { clients, signal }: Pick<RunParts, 'clients' | 'signal'>,
): Promise<CanaryRequests> {
  const group = accessLogGroup(config);
  const groups = [group, canaryLogGroup(group)];
  const follower = createLogFollower({ client: await clients.logs(), groups, since: from, overlap: OVERLAP, signal });
  const windows = createWindows(from);
  const comparison = createComparison(limits);
  return {
    comparison,
    async read() {
      // A line of a moment before `until` may still be missing when it is read.
      const until = now() - LATE;
      const { events } = await follower.poll();
      for (const event of events) {
        const logged = loggedOf(event, event.group !== group);
        if (logged) windows.add(logged);
      }
      for (const window of windows.settled(until)) comparison.add(window);
    },
    shareBegan: windows.shareBegan,
    late: windows.late,
  };
}

/** Returns `undefined` if the line is not of a request, or if it is of apikit's own probe for the release. */
function loggedOf({ message, time }: LogEvent, canary: boolean): Logged | undefined {
  const { status, latency, method, path, resourcePath } = parseAccessLine(message) ?? {};
  if (typeof status !== 'number' || typeof latency !== 'number') return undefined;
  if (typeof path === 'string' && path.endsWith(PROBE_PATH)) return undefined;
  const operation = typeof resourcePath === 'string' ? `${method} ${resourcePath}` : NO_OPERATION;
  return { time, canary, operation, status, latency };
}

/** The operation of requests that the contract does not have. */
const NO_OPERATION = 'no operation';
