/** A request that goes out through the proxies of the environment. Types only. */

export interface OutgoingRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
  readonly redirect?: 'manual';
  readonly signal: AbortSignal;
}
