/**
 * Decides whether a request uses a proxy, as the AWS CLI does: by HTTPS_PROXY, HTTP_PROXY and NO_PROXY. The name in
 * small letters wins (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html; botocore's
 * `httpsession.py`, Python's `urllib.request.proxy_bypass_environment`). Pure.
 */
import { ApikitError, EXIT } from '../errors.ts';
import { isLoopback, withoutBrackets } from './loopback.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy for a URL, with its credentials; `undefined` for a direct connection. Throws `BadProxy`. */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const variable = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = setting(variable, env);
  // A proxy cannot reach this machine, whatever the variables say.
  if (!proxy || isLoopback(url.hostname) || isExcepted(url, setting('NO_PROXY', env))) return undefined;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return new URL(address);
  throw new ApikitError('BadProxy', `${variable} is not the address of a proxy that can be used.`, {
    exitCode: EXIT.usage,
    // The value may hold a password, so the message does not repeat it.
    hint: `Write ${variable} like http://proxy.example.com:3128, or unset it.`,
  });
}

/** Whether any request may need a proxy, so that the code for proxies must be loaded. */
export function mayHaveProxy(env: Environment): boolean {
  return Boolean(setting('HTTPS_PROXY', env) || setting('HTTP_PROXY', env));
}

/** An empty variable in small letters also hides the variable in capital letters. */
const setting = (name: string, env: Environment): string => (env[name.toLowerCase()] ?? env[name] ?? '').trim();

/**
 * An entry can be `host`, `.host`, `*.host` (with all subdomains), `host:port`, `[::1]`, `::1`, or `*` for everything.
 */
function isExcepted({ hostname, port, protocol }: URL, exceptions: string): boolean {
  const host = withoutBrackets(hostname);
  const actualPort = port || (protocol === 'https:' ? '443' : '80');
  return exceptions
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = entry, wantedPort] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
      const wanted = withoutBrackets(name.replace(/^\*?\./, ''));
      const sameHost = host === wanted || host.endsWith(`.${wanted}`);
      return wanted !== '' && sameHost && (wantedPort === undefined || wantedPort === actualPort);
    });
}
