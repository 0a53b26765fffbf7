/** Says in a clause why there was no connection. Pure. */

export function problemOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  // The message of an error of TLS has lines of OpenSSL around its reason, and that of several addresses is empty.
  const { reason, code } = cause as Error & { reason?: string; code?: string };
  return (reason ?? cause.message) || (code ?? cause.name);
}
