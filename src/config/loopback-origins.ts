/** Web pages that this machine serves itself, such as a front end at http://localhost:5173. Pure. */
import type { CorsConfig } from './config.ts';

/**
 * The origins that the stage `local` allows by itself. `:*` means any port, and none. The handler finds them in
 * `CORS_ORIGINS` in this form.
 */
export const LOOPBACK_ORIGINS = ['http://localhost:*', 'https://localhost:*', 'http://127.0.0.1:*'] as const;

const LOOPBACK = /^(?:https?:\/\/localhost|http:\/\/127\.0\.0\.1)(?::\d+)?$/;

/**
 * Whether the stage `local` adds the loopback origins to those of `apikit.yaml`. It does not where `*` allows them already,
 * and not where one page of this machine sends credentials: such a page can read the gateway's own errors only if it is the
 * one origin.
 */
export function addsLoopback({ origins, credentials }: Pick<CorsConfig, 'origins' | 'credentials'>): boolean {
  const [only] = origins;
  if (origins.includes('*')) return false;
  return !(credentials && origins.length === 1 && only !== undefined && LOOPBACK.test(only));
}

/** The origins in the form of `CORS_ORIGINS`. */
export function allowedOrigins({ origins, loopback }: CorsConfig): string[] {
  return [...origins, ...(loopback ? LOOPBACK_ORIGINS : [])];
}

/** Whether answers name one origin (or `*`), whoever asks. */
export function hasOneOrigin({ origins, loopback }: CorsConfig): boolean {
  return origins.length === 1 && !loopback;
}
