/** CORS of a function URL: Lambda answers preflights itself, and adds its headers to the function's response. */
import type { UrlCors } from '../../state/functions/model.ts';
import { headerValue } from '../http/request-headers.ts';
import type { UrlAnswer, UrlRequest } from './url-request.ts';

type Headers = UrlAnswer['headers'];

/** Returns `undefined` if the request is no preflight of this setting. */
export function preflight(request: UrlRequest): UrlAnswer | undefined {
  const { cors } = request.url;
  const asked = headerValue(request.headers, 'access-control-request-method');
  if (!cors || request.http.method !== 'OPTIONS' || asked === undefined) return undefined;
  const list = (name: string, values: readonly string[] | undefined): Headers =>
    values && values.length > 0 ? [[name, values.join(',')]] : [];
  const allowed = corsHeaders(request);
  const more: Headers = [
    ...list('access-control-allow-methods', cors.AllowMethods),
    ...list('access-control-allow-headers', cors.AllowHeaders),
    ...(cors.MaxAge ? [['access-control-max-age', String(cors.MaxAge)] as const] : []),
  ];
  return { status: 200, headers: allowed.length > 0 ? [...allowed, ...more] : [], body: '' };
}

/** The headers of every response to an allowed origin. */
export function corsHeaders({ url: { cors }, headers }: Pick<UrlRequest, 'url' | 'headers'>): Headers {
  const origin = headerValue(headers, 'origin');
  if (!cors || origin === undefined || !isAllowed(cors, origin)) return [];
  const any = cors.AllowOrigins?.includes('*') === true && cors.AllowCredentials !== true;
  return [
    ['access-control-allow-origin', any ? '*' : origin],
    ...(any ? [] : [['vary', 'Origin'] as const]),
    ...(cors.AllowCredentials ? [['access-control-allow-credentials', 'true'] as const] : []),
    ...(cors.ExposeHeaders?.length ? [['access-control-expose-headers', cors.ExposeHeaders.join(',')] as const] : []),
  ];
}

const isAllowed = ({ AllowOrigins = [] }: UrlCors, origin: string): boolean =>
  AllowOrigins.includes('*') || AllowOrigins.includes(origin);
