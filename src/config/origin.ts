/** What is wrong with the origin of a web page, wherever it was written. Pure. */

/** What browsers leave out of an origin (https://fetch.spec.whatwg.org/#origin-header, https://url.spec.whatwg.org/#special-scheme). */
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

const FORM = /^(https?):\/\/([^/*\s,:[\]]+|\[[^\]/\s]+\])(?::(\d+))?$/;

/** Where front ends are served while they are written, mostly without TLS. */
const OF_THIS_MACHINE = /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d+){3}|\[::1\])(?::|$)/;

export interface OriginFault {
  readonly message: string;
  readonly fix: string;
}

/** `undefined`: a browser can send it, or it is `*`, which is every origin. */
export function originFault(origin: string): OriginFault | undefined {
  if (origin === '*') return undefined;
  const [, scheme, host = '', port] = FORM.exec(origin) ?? [];
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
  const [, scheme, rest] = /^(?:(https?):\/\/)?(?:[^\s/,*@]*@)?([^\s/,*@]+)(?:\/.*)?$/i.exec(origin) ?? [];
  const place = rest?.toLowerCase();
  const meant = `${scheme?.toLowerCase() ?? (place !== undefined && OF_THIS_MACHINE.test(place) ? 'http' : 'https')}://${place}`;
  if (place === undefined || !FORM.test(meant)) return { message, fix: 'For example https://app.example.com.' };
  return { message, fix: originFault(meant)?.fix ?? `Write ${meant}.` };
}
