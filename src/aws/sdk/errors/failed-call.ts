/** Remembers which call an SDK error came from, because the error names neither its service nor its operation. */

export interface FailedCall {
  /** The name for people: `API Gateway`. */
  readonly service: string;
  /** For example `PutRestApi`. */
  readonly operation: string;
  readonly region: string;
  /** The custom endpoint, if one is set. */
  readonly endpoint?: string;
  /** The profile that the user named, if any. */
  readonly profile?: string;
  /** The errors of the credential providers that were configured and failed. */
  readonly reasons?: () => readonly string[];
}

const facts = new WeakMap<object, FailedCall>();

export function rememberFailedCall(error: unknown, call: FailedCall): void {
  if (typeof error === 'object' && error !== null && !facts.has(error)) facts.set(error, call);
}

export function failedCallOf(error: unknown): FailedCall | undefined {
  return typeof error === 'object' && error !== null ? facts.get(error) : undefined;
}
