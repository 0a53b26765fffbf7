/** Where the requests to a custom domain go: to its name, or to the embedded cloud's listener for domains. */

export interface Listener {
  readonly host: string;
  readonly port: number;
  /** The authority that signs the certificates of the embedded cloud, as PEM. */
  readonly ca?: string;
}

/** Milliseconds for one answer of the embedded cloud. */
const TIMEOUT = 5_000;

/** Returns `undefined` if the cloud at the endpoint has no listener for domains. */
export async function localListener(endpoint: string, signal: AbortSignal): Promise<Listener | undefined> {
  const ask = (path: string) =>
    fetch(new URL(path, endpoint), { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]) });
  const [health, authority] = await Promise.all([ask('/_apikit/health'), ask('/_apikit/ca.pem')]);
  const ca = await authority.text();
  if (!health.ok || !ca.startsWith('-----BEGIN CERTIFICATE-----')) return undefined;
  const { domainPort } = (await health.json()) as { domainPort: number | null };
  return domainPort === null ? undefined : { host: '127.0.0.1', port: domainPort, ca };
}
