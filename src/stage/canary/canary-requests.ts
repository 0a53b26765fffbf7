/** The requests of a stage and of its canary, from their access logs, as they are compared. Reads only. */
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
  /** Reads what the logs have got since it last did, and compares what is complete. Throws what AWS says, and has then lost nothing. */
  read(): Promise<void>;
  /** The canary has got another share, at this time in ms since the epoch. */
  shareBegan(at: number): void;
  /** Requests whose lines came too late to be compared. */
  late(): number;
}

interface Options {
  readonly config: StageConfig;
  readonly limits: CanaryLimits;
  /** ms since the epoch */
  readonly from: number;
  /** AWS's time, in ms since the epoch. */
  readonly now: () => number;
}

/** ms after which no more lines are expected. How late they may come is not published. */
const LATE = 30_000;
/** ms that each reading looks back: more than that, so that a line which is that late is not missed. */
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
      // What was logged before this moment, and is not there yet when it is read, may be as late as that.
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

/** `undefined`: no line of a request, or one of apikit's own, which ask for the release. */
function loggedOf({ message, time }: LogEvent, canary: boolean): Logged | undefined {
  const { status, latency, method, path, resourcePath } = parseAccessLine(message) ?? {};
  if (typeof status !== 'number' || typeof latency !== 'number') return undefined;
  if (typeof path === 'string' && path.endsWith(PROBE_PATH)) return undefined;
  const operation = typeof resourcePath === 'string' ? `${method} ${resourcePath}` : NO_OPERATION;
  return { time, canary, operation, status, latency };
}

/** Of requests that the contract has nothing for. */
const NO_OPERATION = 'no operation';
