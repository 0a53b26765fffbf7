/** Where the name of a custom domain leads in DNS, as seen from this machine. */
import { Resolver } from 'node:dns/promises';

export interface DnsAnswer {
  /** The host that a CNAME record of the name leads to. */
  readonly cname?: string;
  readonly addresses: readonly string[];
  /** The addresses of the domain in API Gateway. */
  readonly targetAddresses: readonly string[];
  /** Why there is no answer at all, as a clause. */
  readonly problem?: string;
}

export type Lookups = Pick<Resolver, 'resolveCname' | 'resolve4' | 'resolve6' | 'cancel'>;

/** Milliseconds, and how often one name server is asked. */
const TIMEOUT = 3_000;
const TRIES = 2;

/** The codes with which a name server says that there is no such record. */
const NO_RECORD = new Set(['ENOTFOUND', 'ENODATA']);

/** Throws only if aborted. `lookups` is passed by tests. */
export async function askDns(
  name: string,
  target: string,
  signal: AbortSignal,
  lookups: Lookups = new Resolver({ timeout: TIMEOUT, tries: TRIES }),
): Promise<DnsAnswer> {
  const both = (host: string) => Promise.all([existing(lookups.resolve4(host)), existing(lookups.resolve6(host))]);
  const cancel = () => lookups.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const [[cname], addresses, targetAddresses] = await Promise.all([
      existing(lookups.resolveCname(name)),
      both(name),
      both(target),
    ]);
    return {
      ...(cname !== undefined && { cname }),
      addresses: addresses.flat(),
      targetAddresses: targetAddresses.flat(),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { addresses: [], targetAddresses: [], problem: codeOf(error) ?? String(error) };
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

async function existing(looked: Promise<string[]>): Promise<string[]> {
  try {
    return await looked;
  } catch (error) {
    if (NO_RECORD.has(codeOf(error) ?? '')) return [];
    throw error;
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
