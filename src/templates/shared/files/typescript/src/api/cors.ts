/** CORS, from the same setting in apikit.yaml that API Gateway's own answers come from. */
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Reply } from './request.ts';

export interface Cors {
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
  // Caches must keep the answers to different origins apart, also those to an origin that is not allowed.
  if (origin === undefined || !origins.includes(origin)) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    ...(credentials && { 'access-control-allow-credentials': 'true' }),
    ...exposed,
  };
}

/**
 * The answer to a preflight. API Gateway gives it itself unless there are several origins: then it asks here, because
 * only code can pick the one to allow. What that origin wants to send is allowed as asked.
 */
export function preflight({ headers }: APIGatewayProxyEvent): Reply {
  const sent = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    status: 204,
    headers: {
      'access-control-allow-methods': sent['access-control-request-method'] ?? '',
      'access-control-allow-headers': sent['access-control-request-headers'] ?? '',
      'access-control-max-age': '600',
    },
  };
}
