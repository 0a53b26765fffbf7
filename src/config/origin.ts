/** What is wrong with the origin of a web page, wherever it was written. Pure. */

/** What browsers leave out of an origin (https://fetch.spec.whatwg.org/#origin-header, https://url.spec.whatwg.org/#special-scheme). */
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

export interface OriginFault {
  readonly message: string;
  readonly fix: string;
}

/** `undefined`: a browser can send it, or it is `*`, which is every origin. */
export function originFault(origin: string): OriginFault | undefined {
  if (origin === '*') return undefined;
  const [, scheme, host = '', port] = /^(https?):\/\/([^/*\s,:[\]]+|\[[^\]/\s]+\])(?::(\d+))?$/.exec(origin) ?? [];
  if (scheme === undefined) return noOrigin(origin);
  const plain = host.toLowerCase();
  if (port !== undefined && Number(port) === Number(DEFAULT_PORTS[scheme])) {
    return {
      message: `${origin} is an origin that no browser sends: :${port} is left out with ${scheme}.`,
      fix: `Write ${scheme}://${plain}.`,
    };
  }
  if (plain !== host) {
    return {
      message: `${origin} is an origin that no browser sends: hosts are in small letters there.`,
      fix: `Write ${scheme}://${plain}${port === undefined ? '' : `:${port}`}.`,
    };
  }
  return undefined;
}

function noOrigin(origin: string): OriginFault {
  const message = `${origin} is not an origin; an origin is a scheme and a host, without a path.`;
  const [, scheme, place] = /^(?:(https?):\/\/)?([^\s/,*]+)(?:\/.*)?$/i.exec(origin) ?? [];
  if (place === undefined) return { message, fix: 'For example https://app.example.com.' };
  const isHere = /^(?:localhost|127\.0\.0\.1)(?::|$)/.test(place);
  return { message, fix: `Write ${scheme?.toLowerCase() ?? (isHere ? 'http' : 'https')}://${place}.` };
}
