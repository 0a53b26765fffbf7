/** Checks the origin of a web page, whatever its source is. Pure. */

/**
 * Browsers leave these ports out of an origin (https://fetch.spec.whatwg.org/#origin-header,
 * https://url.spec.whatwg.org/#special-scheme).
 */
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

const FORM = /^(https?):\/\/([^/*\s,:[\]]+|\[[^\]/\s]+\])(?::(\d+))?$/;

/** Hosts of front ends during development, mostly without TLS. */
const OF_THIS_MACHINE = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d+){3}|\[::1\])(?::|$)/;

export interface OriginFault {
  readonly message: string;
  readonly fix: string;
}

/** Returns `undefined` if a browser can send the origin, or if it is `*`, which stands for every origin. */
export function originFault(origin: string): OriginFault | undefined {
  if (origin === '*') return undefined;
  const [, scheme, host = '', port] = FORM.exec(origin) ?? [];
  if (scheme === undefined) return noOrigin(origin);
  const plain = host.toLowerCase();
  if (port !== undefined && Number(port) === Number(DEFAULT_PORTS[scheme])) {
    return {
      message: `${origin} is an origin that no browser sends: browsers leave out :${port} with ${scheme}.`,
      fix: `Write ${scheme}://${plain}.`,
    };
  }
  if (plain !== host) {
    return {
      message: `${origin} is an origin that no browser sends: browsers write hosts in lower case.`,
      fix: `Write ${scheme}://${plain}${port === undefined ? '' : `:${port}`}.`,
    };
  }
  return undefined;
}

function noOrigin(origin: string): OriginFault {
  const message = `${origin} is not an origin; an origin is a scheme and a host, without a path.`;
  const [, scheme, rest] = /^(?:(https?):\/\/)?(?:[^\s/,*@]*@)?([^\s/,*@]+)(?:\/.*)?$/i.exec(origin) ?? [];
  const place = rest?.toLowerCase();
  const meant = `${scheme?.toLowerCase() ?? (place !== undefined && OF_THIS_MACHINE.test(place) ? 'http' : 'https')}://${place}`;
  if (place === undefined || !FORM.test(meant)) return { message, fix: 'For example https://app.example.com.' };
  return { message, fix: originFault(meant)?.fix ?? `Write ${meant}.` };
}
