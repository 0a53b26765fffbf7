/** Whether a host of a URL is this machine itself. Pure. */

/** An IPv6 address without the brackets that a URL has around it. */
export const bare = (host: string): string => host.replace(/^\[|\]$/g, '').toLowerCase();

export function isLoopback(hostname: string): boolean {
  const host = bare(hostname);
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d+){3}$/.test(host);
}
