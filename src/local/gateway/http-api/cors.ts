/** CORS by the configuration of the API: preflight requests and the headers of all other responses. */
import type { HttpDeployment } from '../../state/http-apis/model.ts';
import { headerValue } from '../http/request-headers.ts';
import type { HttpAnswer } from './http-answer.ts';
import type { CorsRules, HttpInvocation } from './http-invocation.ts';

type Headers = HttpAnswer['headers'];

export function compileCors(cors: NonNullable<HttpDeployment['snapshot']['cors']>): CorsRules {
  const { AllowOrigins = [], AllowMethods = [], AllowHeaders = [], ExposeHeaders = [], MaxAge } = cors;
  const list = (name: string, values: readonly string[]): Headers =>
    values.length === 0 ? [] : [[name, values.join(',')]];
  const credentials: Headers = cors.AllowCredentials ? [['access-control-allow-credentials', 'true']] : [];
  const ofPreflight: Headers = [
    ...list('access-control-allow-methods', AllowMethods),
    ...list('access-control-allow-headers', AllowHeaders),
    ...(MaxAge === undefined ? [] : ([['access-control-max-age', String(MaxAge)]] as const)),
  ];
  const ofResponse = list('access-control-expose-headers', ExposeHeaders);

  const originHeaders = ({ headers }: HttpInvocation): Headers => {
    const origin = headerValue(headers, 'origin');
    const allowed = origin === undefined ? undefined : allowedOrigin(AllowOrigins, origin);
    return allowed === undefined ? [] : [['access-control-allow-origin', allowed], ...credentials];
  };

  return {
    preflight(invocation) {
      const origin = originHeaders(invocation);
      return { status: 204, headers: origin.length === 0 ? [] : [...origin, ...ofPreflight], body: '' };
    },
    withHeaders(invocation, answer) {
      const origin = originHeaders(invocation);
      const own = answer.headers.filter(([name]) => !name.startsWith('access-control-'));
      return { ...answer, headers: origin.length === 0 ? own : [...own, ...origin, ...ofResponse] };
    },
  };
}

function allowedOrigin(allowed: readonly string[], origin: string): string | undefined {
  if (allowed.includes('*')) return '*';
  return allowed.some((one) => matches(one, origin)) ? origin : undefined;
}

/** `https://*` and `https://*.example.com` stand for several origins. */
function matches(pattern: string, origin: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern.toLowerCase() === origin.toLowerCase();
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return origin.length > before.length + after.length && origin.startsWith(before) && origin.endsWith(after);
}
