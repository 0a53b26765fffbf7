/** Recognizes a request to a deployed API by its host or its path. Pure. */
import type { GatewayTarget } from '../gateway/invocation.ts';

/** `{api}.execute-api…`, or `{api}-{vpce}.execute-api…` for a VPC endpoint of a private API. */
const API_HOST = /^([a-z0-9]+)(?:-vpce-[0-9a-f]+)?\.execute-api\./i;
/** The host name of a VPC endpoint itself. Its requests name the API in a header. */
const ENDPOINT_HOST = /^vpce-[0-9a-f]+-[a-z0-9-]+\.execute-api\./i;

/** Besides the host, there are the two path forms that other emulators use. */
export function dataPlaneTarget(rawHeaders: readonly string[], url: string): GatewayTarget | undefined {
  const host = rawHeader(rawHeaders, 'host') ?? '';
  const byHost = ENDPOINT_HOST.test(host) ? rawHeader(rawHeaders, 'x-apigw-api-id') : API_HOST.exec(host)?.[1];
  if (byHost) return { apiId: byHost, rawPath: url, host: 'host' };
  const byPath = /^\/_aws\/execute-api\/([^/?]+)([/?].*)?$/s.exec(url);
  if (byPath) return { apiId: byPath[1]!, rawPath: byPath[2] ?? '/', host: 'path' };
  const byRequest = /^\/restapis\/([^/?]+)\/([^/?]+)\/_user_request_([/?].*)?$/s.exec(url);
  if (byRequest) return { apiId: byRequest[1]!, rawPath: `/${byRequest[2]}${byRequest[3] ?? '/'}`, host: 'path' };
  return undefined;
}

/** Recognizes a request to a custom domain by its path: no name server of this machine knows the domain. */
export function domainInPath(url: string): { readonly host: string; readonly url: string } | undefined {
  const [, host, rest] = /^\/_aws\/domain\/([^/?]+)([/?].*)?$/s.exec(url) ?? [];
  return host === undefined ? undefined : { host, url: rest ?? '/' };
}

/**
 * Does not use `request.headers`: the data plane reads headers in its own way, and building that object is expensive.
 */
export function rawHeader(rawHeaders: readonly string[], wanted: string): string | undefined {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === wanted.length && name.toLowerCase() === wanted) return rawHeaders[index + 1]!;
  }
  return undefined;
}
