/** Returns the domain that serves a host: the one of its name, or `*.example.com` for `api.example.com`. Pure. */
export const servingDomain = (domains: { has(domainName: string): boolean }, host: string): string | undefined =>
  [host, host.replace(/^[^.]+/, '*')].find((name) => domains.has(name));
