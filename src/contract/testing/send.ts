/** Sends one request over HTTP. It retries a throttled request (429), within its time limits. */
import type { Clock } from '../../clock.ts';
import { fetchThroughProxy } from '../../proxy/fetch-through-proxy.ts';
import type { ApiResponse } from './check-response.ts';
import { openPace, type Rate } from './pace.ts';

/** The number of requests in flight. */
export const REQUESTS_AT_ONCE = 4;

export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface TimedResponse extends ApiResponse {
  /** The time from the last attempt to the end of its response, without the waits before. */
  readonly ms: number;
}

export interface Connection {
  send(request: SentRequest): Promise<TimedResponse>;
}

export interface LineParts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The throttle of the stage, if it is known. */
  readonly rate?: Rate;
}

/** API Gateway gives up after 29 s, unless AWS raised the quota (docs/aws/quotas.md). */
const ANSWER_TIMEOUT = 60_000;
/** The longest time in ms that one request waits because of 429. */
const PATIENCE = 60_000;
/** ms for the requests under way after an interruption. */
const LAST_ANSWERS = 5_000;
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

/**
 * Returns a signal for requests, which is aborted some seconds after `signal`: the response to a request that is under
 * way says what it created.
 */
export function patient(signal: AbortSignal): AbortSignal {
  const late = new AbortController();
  const give = () => setTimeout(() => late.abort(signal.reason), LAST_ANSWERS).unref();
  if (signal.aborted) give();
  else signal.addEventListener('abort', give, { once: true });
  return late.signal;
}

/** Sends the request without any retry. Throws if there is no response. */
export async function sendOnce(
  { method, url, headers, body }: SentRequest,
  { clock, signal }: Pick<LineParts, 'clock' | 'signal'>,
): Promise<TimedResponse> {
  const begun = clock.now();
  const response = await fetchThroughProxy(url, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT)]),
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text,
    ms: clock.now() - begun,
  };
}

/** All requests of a line pause together: a throttle for one of them applies to all. */
export function openLine({ clock, signal, rate }: LineParts): Connection {
  const pace = rate && openPace(rate, clock, signal);
  const underWay = patient(signal);
  let resumeAt = 0;

  return {
    async send(request) {
      const begun = clock.now();
      for (let attempt = 0; ; attempt++) {
        await pace?.turn();
        const wait = resumeAt - clock.now();
        if (wait > 0) await clock.sleep(wait, signal);
        signal.throwIfAborted();
        const answer = await sendOnce(request, { clock, signal: underWay });
        const pause = Math.min(LONGEST_PAUSE, retryAfter(answer) ?? FIRST_PAUSE * 2 ** attempt);
        // A used-up quota does not end within seconds.
        if (answer.status !== 429 || isQuota(answer) || clock.now() + pause - begun > PATIENCE) return answer;
        resumeAt = Math.max(resumeAt, clock.now() + pause);
      }
    },
  };
}

function retryAfter({ headers }: ApiResponse): number | undefined {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

/**
 * API Gateway's message for a quota is "Limit Exceeded" (docs/aws/usage-plans.md), and the error envelope has the code
 * `QUOTA_EXCEEDED`.
 */
const isQuota = ({ text }: ApiResponse) => /limit exceeded|QUOTA_EXCEEDED/i.test(text);

/** Returns the network's reason for the missing response. */
export function networkReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
