/** Checks whether the host of a URL is this machine. Pure. */

/** Removes the brackets that a URL puts around an IPv6 address. */
export const withoutBrackets = (host: string): string => host.replace(/^\[|\]$/g, '').toLowerCase();

export function isLoopback(hostname: string): boolean {
  const host = withoutBrackets(hostname);
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d+){3}$/.test(host);
}
