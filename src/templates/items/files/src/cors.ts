/** The CORS headers of responses. API Gateway answers the preflight itself, from the same setting in apikit.yaml. */

export interface Cors {
  origins: string[];
  credentials: boolean;
}

export function readCors(env: NodeJS.ProcessEnv): Cors {
  const origins = (env.CORS_ORIGINS ?? '').split(',').map((origin) => origin.trim());
  return { origins: origins.filter(Boolean), credentials: env.CORS_CREDENTIALS === 'true' };
}

export function corsHeaders({ origins, credentials }: Cors, origin: string | undefined): Record<string, string> {
  const exposed = { 'access-control-expose-headers': 'etag, location, x-correlation-id, x-apikit-release' };
  if (origins.length === 0) return {};
  if (origins.includes('*')) return { 'access-control-allow-origin': '*', ...exposed };
  // Caches must keep the answers to different origins apart, also those to an origin that is not allowed.
  if (origin === undefined || !origins.includes(origin)) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    ...(credentials && { 'access-control-allow-credentials': 'true' }),
    ...exposed,
  };
}
