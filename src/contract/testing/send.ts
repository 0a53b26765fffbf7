/** One request over HTTP, patient with a gateway that says "too many" (429); never longer than its bounds. */
import type { Clock } from '../../clock.ts';
import { fetchOut } from '../../proxy/fetch-out.ts';
import type { Answer } from './check-answer.ts';
import { openPace, type Rate } from './pace.ts';

/** Requests that are under way at once. */
export const REQUESTS_AT_ONCE = 4;

export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface TimedAnswer extends Answer {
  /** From this request to the whole of its answer, without what was waited for before. */
  readonly ms: number;
}

export interface Line {
  send(request: SentRequest): Promise<TimedAnswer>;
}

export interface LineParts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What the stage lets through; absent: not known. */
  readonly rate?: Rate;
}

/** API Gateway gives up after 29 s unless its quota was raised (docs/aws/quotas.md). */
const ANSWER_TIMEOUT = 60_000;
/** ms that one request waits because of 429, in all. */
const PATIENCE = 60_000;
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

/** All requests of a line pause together: what one of them is told holds for the others. */
export function openLine({ clock, signal, rate }: LineParts): Line {
  const pace = rate && openPace(rate, clock, signal);
  let resumeAt = 0;

  async function once({ method, url, headers, body }: SentRequest): Promise<TimedAnswer> {
    const begun = clock.now();
    const response = await fetchOut(url, {
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

  return {
    async send(request) {
      const begun = clock.now();
      for (let attempt = 0; ; attempt++) {
        await pace?.turn();
        const wait = resumeAt - clock.now();
        if (wait > 0) await clock.sleep(wait, signal);
        const answer = await once(request);
        const pause = Math.min(LONGEST_PAUSE, retryAfter(answer) ?? FIRST_PAUSE * 2 ** attempt);
        // A used-up quota is not a matter of seconds.
        if (answer.status !== 429 || isQuota(answer) || clock.now() + pause - begun > PATIENCE) return answer;
        resumeAt = Math.max(resumeAt, clock.now() + pause);
      }
    },
  };
}

function retryAfter({ headers }: Answer): number | undefined {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

/**
 * The gateway's words for a quota are "Limit Exceeded" (docs/aws/usage-plans.md), and `QUOTA_EXCEEDED` in the error
 * envelope.
 */
const isQuota = ({ text }: Answer) => /limit exceeded|QUOTA_EXCEEDED/i.test(text);

/** Why there was no answer, in the words of the network. */
export function networkReason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
