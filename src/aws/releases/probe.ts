/**
 * Asks a stage which release it really serves. A deployment reaches the data plane seconds after the call that made it
 * live has returned (docs/aws/deployments.md), so a deploy is complete only when the stage itself answers with the
 * release.
 */
import type { Clock } from '../../clock.ts';
import { PROBE_PATH, RELEASE_HEADER } from '../../naming/release-marks.ts';
import { fetchThroughProxy } from '../../proxy/fetch-through-proxy.ts';
import type { OutgoingRequest } from '../../proxy/outgoing.ts';
import { outOfReach, type Reach } from './private-reach.ts';

const CONSECUTIVE = 2;
const PATIENCE = 60_000;
/**
 * Milliseconds. Requests to the stage do not count against the rates of the control plane, and a long pause may be
 * wasted. The pauses are short for as long as a stage usually takes.
 */
const PAUSE = 100;
const USUALLY_WITHIN = 10_000;
const LATER_PAUSE = 500;
/** Milliseconds for one response. A slower gateway counts as unreachable. */
const ANSWER_TIMEOUT = 10_000;

interface ProbeOptions {
  /** The invoke URL of the stage. */
  url: string;
  release: string;
  /** The callers that get an answer there. Default: everybody. */
  reach?: Reach;
  clock: Clock;
  signal: AbortSignal;
  /** Passed by tests. */
  fetch?: (url: string, request: OutgoingRequest) => Promise<Response>;
  /** Called once, if the first response is not from the release yet. */
  note?(text: string): void;
}

export type ProbeResult =
  /** Two responses in a row came from the release. */
  | { seen: true; milliseconds: number }
  /**
   * `last` is the release of the last response, and `problem` says why there was none. `hopeless`: it is useless to
   * wait longer. `outside`: the API does not answer this machine.
   */
  | { seen: false; milliseconds: number; last?: string; problem?: string; hopeless?: boolean; outside?: true };

/** Throws only if aborted: a stage that cannot be reached from here says nothing about the deploy itself. */
export async function waitForRelease(options: ProbeOptions): Promise<ProbeResult> {
  const { clock, signal, release, url, reach = 'everybody' } = options;
  const outside = await outOfReach(reach, url);
  if (outside !== undefined) return { seen: false, milliseconds: 0, problem: outside, hopeless: true, outside: true };
  const started = clock.now();
  let inARow = 0;
  let noted = false;
  let strangers = 0;
  for (;;) {
    const answer = await ask(options);
    strangers = answer.isStranger ? strangers + 1 : 0;
    inARow = answer.release === release ? inARow + 1 : 0;
    const milliseconds = clock.now() - started;
    if (inARow >= CONSECUTIVE) return { seen: true, milliseconds };
    if (milliseconds >= PATIENCE) return { seen: false, milliseconds, ...lastResponse(answer) };
    if (strangers >= CONSECUTIVE) {
      return { seen: false, milliseconds, problem: 'no API Gateway serves APIs at this endpoint', hopeless: true };
    }
    if (inARow > 0) continue;
    if (!noted && strangers === 0) options.note?.(`waiting for ${options.url} to serve release ${release}`);
    noted = strangers === 0;
    await clock.sleep(milliseconds < USUALLY_WITHIN ? PAUSE : LATER_PAUSE, signal);
  }
}

/**
 * REST APIs send the first ID with every response, also for an API that does not exist, and HTTP APIs the second one,
 * also while a new stage answers with 404 (docs/aws/http-apis.md).
 */
const GATEWAY_IDS = ['x-amz-apigw-id', 'apigw-requestid'];

interface Answer {
  release?: string;
  problem?: string;
  /** Whether a server answered that is no API Gateway: an emulator that has only the control plane, such as moto. */
  isStranger?: boolean;
}

function lastResponse({ release, problem }: Answer): { last?: string; problem?: string } {
  return { ...(release !== undefined && { last: release }), ...(problem !== undefined && { problem }) };
}

async function ask({ url, signal, fetch = fetchThroughProxy }: ProbeOptions): Promise<Answer> {
  signal.throwIfAborted();
  try {
    const response = await fetch(url + PROBE_PATH, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT)]),
    });
    await response.body?.cancel();
    const release = response.headers.get(RELEASE_HEADER);
    if (release !== null) return { release };
    const isStranger = response.status === 404 && !GATEWAY_IDS.some((name) => response.headers.has(name));
    return { problem: `HTTP ${response.status} without ${RELEASE_HEADER}`, isStranger };
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { problem: cause instanceof Error ? cause.message : String(cause) };
  }
}
