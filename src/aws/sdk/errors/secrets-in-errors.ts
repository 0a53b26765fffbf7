/**
 * Some error messages of AWS repeat the request. This removes the parts that would be secrets before anyone reads them.
 */

const HIDDEN = '(hidden)';

/** The patterns to search for, and their replacements. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // Lambda, above 4 KB: `… exceeded the 4KB limit. String measured: {"DB_PASSWORD":"…"}`.
  [/(String measured: ).+/s, `$1${HIDDEN}`],
  // All services, if a signature does not match: the request's headers, including the session token.
  [/\s*The Canonical String for this request should have been.+/s, ''],
  // Constraints on an environment or a parameter: `Value '{A=…}' at 'environment' failed to satisfy constraint`.
  [/Value '.+?' at '(environment[^']*|value)'/gs, `Value '${HIDDEN}' at '$1'`],
];

export function withoutSecrets(message: string): string {
  return SECRETS.reduce((text, [secret, rest]) => text.replace(secret, rest), message);
}

/** Changes the error itself, because its message appears in many places: errors, events, traces. */
export function hideSecrets(error: unknown): void {
  if (!(error instanceof Error)) return;
  const { message, stack } = error;
  const safe = withoutSecrets(message);
  if (safe === message) return;
  error.message = safe;
  if (stack !== undefined) error.stack = stack.replace(message, () => safe);
}
