/**
 * Asks a stage which release it really serves. A deployment reaches the data plane seconds after the call that made it
 * live has returned (docs/aws/deployments.md), so a deploy is done only when the stage itself says so.
 */
import type { Clock } from '../../clock.ts';
import { PROBE_PATH, RELEASE_HEADER } from '../../naming/release-marks.ts';
import { fetchOut, type Outgoing } from '../../proxy/fetch-out.ts';

const CONSECUTIVE = 2;
const PATIENCE = 60_000;
/**
 * ms. Requests to the stage itself count against no rate of the control plane, and every pause may be waited in vain: they
 * are short for as long as a stage usually takes.
 */
const PAUSE = 100;
const USUALLY_WITHIN = 10_000;
const LATER_PAUSE = 500;
/** One answer; a gateway that takes longer is as good as not there. */
const ANSWER_TIMEOUT = 10_000;

interface ProbeOptions {
  /** Invoke URL of the stage. */
  url: string;
  release: string;
  clock: Clock;
  signal: AbortSignal;
  /** Injected by tests. */
  fetch?: (url: string, request: Outgoing) => Promise<Response>;
  /** Called once, when the first answer is not yet the wanted one. */
  note?(text: string): void;
}

export type ProbeOutcome =
  /** Two answers in a row came from the release. */
  | { seen: true; milliseconds: number }
  /** `last`: the release of the last answer; or what went wrong instead. */
  | { seen: false; milliseconds: number; last?: string; problem?: string };

/** Never throws except when aborted: that the probe cannot reach the stage says nothing about the deploy itself. */
export async function waitForRelease(options: ProbeOptions): Promise<ProbeOutcome> {
  const { clock, signal, release } = options;
  const started = clock.now();
  let inARow = 0;
  let noted = false;
  for (;;) {
    const answer = await ask(options);
    inARow = answer.release === release ? inARow + 1 : 0;
    const milliseconds = clock.now() - started;
    if (inARow >= CONSECUTIVE) return { seen: true, milliseconds };
    if (milliseconds >= PATIENCE) return { seen: false, milliseconds, ...lastWord(answer) };
    if (inARow > 0) continue;
    if (!noted) options.note?.(`waiting for ${options.url} to serve release ${release}`);
    noted = true;
    await clock.sleep(milliseconds < USUALLY_WITHIN ? PAUSE : LATER_PAUSE, signal);
  }
}

interface Answer {
  release?: string;
  problem?: string;
}

function lastWord({ release, problem }: Answer): { last?: string; problem?: string } {
  return { ...(release !== undefined && { last: release }), ...(problem !== undefined && { problem }) };
}

async function ask({ url, signal, fetch = fetchOut }: ProbeOptions): Promise<Answer> {
  signal.throwIfAborted();
  try {
    const response = await fetch(url + PROBE_PATH, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT)]),
    });
    await response.body?.cancel();
    const release = response.headers.get(RELEASE_HEADER);
    return release === null ? { problem: `HTTP ${response.status} without ${RELEASE_HEADER}` } : { release };
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { problem: cause instanceof Error ? cause.message : String(cause) };
  }
}
