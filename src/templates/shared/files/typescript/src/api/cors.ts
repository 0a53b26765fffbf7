/**
 * CORS, from the same setting in apikit.yaml as API Gateway's own responses. API Gateway also answers preflights, so
 * none reaches the function.
 */

export interface Cors {
  /** `http://localhost:*` is that host at any port. The stage `local` uses it to allow the pages of this machine. */
  origins: string[];
  credentials: boolean;
  /** Response headers that pages may read. */
  exposed: string;
}

export function readCors(env: NodeJS.ProcessEnv): Cors {
  const origins = (env.CORS_ORIGINS ?? '').split(',').map((origin) => origin.trim());
  const exposed = env.CORS_EXPOSE_HEADERS ?? '';
  return { origins: origins.filter(Boolean), credentials: env.CORS_CREDENTIALS === 'true', exposed };
}

export function corsHeaders(cors: Cors, origin: string | undefined): Record<string, string> {
  const { origins, credentials } = cors;
  if (origins.length === 0) return {};
  const exposed: Record<string, string> = cors.exposed ? { 'access-control-expose-headers': cors.exposed } : {};
  if (origins.includes('*')) return { 'access-control-allow-origin': '*', ...exposed };
  // Caches must keep the responses for different origins apart, also for an origin that is not allowed.
  if (origin === undefined || !origins.some((allowed) => isAllowed(allowed, origin))) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    ...(credentials && { 'access-control-allow-credentials': 'true' }),
    ...exposed,
  };
}

function isAllowed(allowed: string, origin: string): boolean {
  if (!allowed.endsWith(':*')) return allowed === origin;
  const host = allowed.slice(0, -2);
  return origin === host || (origin.startsWith(`${host}:`) && /^\d+$/.test(origin.slice(host.length + 1)));
}
