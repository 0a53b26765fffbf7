/** Remembers which call an SDK error came from: the error itself names neither its service nor its operation. */

export interface FailedCall {
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

const facts = new WeakMap<object, FailedCall>();

export function rememberFailedCall(error: unknown, call: FailedCall): void {
  if (typeof error === 'object' && error !== null && !facts.has(error)) facts.set(error, call);
}

export function failedCallOf(error: unknown): FailedCall | undefined {
  return typeof error === 'object' && error !== null ? facts.get(error) : undefined;
}
