/**
 * Whether a request goes through a proxy, decided as the AWS CLI does: by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, of which the
 * spelling in small letters wins (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html; botocore's
 * `httpsession.py`, Python's `urllib.request.proxy_bypass_environment`). Pure.
 */
import { ApikitError, EXIT } from './errors.ts';
import { bare, isLoopback } from './loopback.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy to ask, with its credentials; `undefined`: the address is reached directly. Throws `BadProxy`. */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const variable = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = setting(variable, env);
  // What runs on this machine is not behind the company's proxy, whatever the variables say.
  if (!proxy || isLoopback(url.hostname) || isExcepted(url, setting('NO_PROXY', env))) return undefined;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return new URL(address);
  throw new ApikitError('BadProxy', `${variable} is not the address of a proxy that can be used.`, {
    exitCode: EXIT.usage,
    // The value is not repeated: it may hold a password.
    hint: `Write ${variable} like http://proxy.example.com:3128, or unset it.`,
  });
}

/** Whether there may be a proxy for anything at all, so that what talks to proxies is loaded. */
export function mayHaveProxy(env: Environment): boolean {
  return Boolean(setting('HTTPS_PROXY', env) || setting('HTTP_PROXY', env));
}

/** Set to nothing in small letters, it takes the one in capitals away, too. */
const setting = (name: string, env: Environment): string => (env[name.toLowerCase()] ?? env[name] ?? '').trim();

/** `host`, `.host`, `*.host` (and what is below), `host:port`, `[::1]` or `::1`, and `*` for everything. */
function isExcepted({ hostname, port, protocol }: URL, exceptions: string): boolean {
  const host = bare(hostname);
  const actualPort = port || (protocol === 'https:' ? '443' : '80');
  return exceptions
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = entry, wantedPort] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
      const wanted = bare(name.replace(/^\*?\./, ''));
      const sameHost = host === wanted || host.endsWith(`.${wanted}`);
      return wanted !== '' && sameHost && (wantedPort === undefined || wantedPort === actualPort);
    });
}
