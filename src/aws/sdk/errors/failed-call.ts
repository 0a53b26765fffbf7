/** Remembers which call an SDK error came from: the error itself names neither its service nor its operation. */

export interface CallFacts {
  /** As people know it: `API Gateway`. */
  readonly service: string;
  /** `PutRestApi` */
  readonly operation: string;
  readonly region: string;
  /** The custom endpoint, if one is set. */
  readonly endpoint?: string;
  /** The profile that was asked for, if one was. */
  readonly profile?: string;
  /** What providers of credentials said that were configured and failed. */
  readonly reasons?: () => readonly string[];
}

const facts = new WeakMap<object, CallFacts>();

export function rememberCall(error: unknown, call: CallFacts): void {
  if (typeof error === 'object' && error !== null && !facts.has(error)) facts.set(error, call);
}

export function callOf(error: unknown): CallFacts | undefined {
  return typeof error === 'object' && error !== null ? facts.get(error) : undefined;
}
