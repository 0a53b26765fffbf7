/** Web pages that this machine serves itself, such as a front end at http://localhost:5173. Pure. */
import type { CorsConfig } from './config.ts';

/**
 * The origins that the stage `local` always allows. `:*` means any port, or none. The handler gets them in
 * `CORS_ORIGINS` in this form.
 */
export const LOOPBACK_ORIGINS = ['http://localhost:*', 'https://localhost:*', 'http://127.0.0.1:*'] as const;

const LOOPBACK = /^(?:https?:\/\/localhost|http:\/\/127\.0\.0\.1)(?::\d+)?$/;

/**
 * Whether the stage `local` adds the loopback origins to those of `apikit.yaml`. It does not if `*` already allows
 * them. It also does not if one page of this machine sends credentials: such a page can read API Gateway's own errors
 * only if it is the only origin.
 */
export function addsLoopback({ origins, credentials }: Pick<CorsConfig, 'origins' | 'credentials'>): boolean {
  const [only] = origins;
  if (origins.includes('*')) return false;
  return !(credentials && origins.length === 1 && only !== undefined && LOOPBACK.test(only));
}

/** Returns the origins in the form of `CORS_ORIGINS`. */
export function allowedOrigins({ origins, loopback }: CorsConfig): string[] {
  return [...origins, ...(loopback ? LOOPBACK_ORIGINS : [])];
}

/** Whether responses always name the same origin (or `*`). */
export function hasOneOrigin({ origins, loopback }: CorsConfig): boolean {
  return origins.length === 1 && !loopback;
}
