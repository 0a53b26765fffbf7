/** Refuses clients whose certificate the trust store of the domain does not trust (docs/aws/custom-domains.md). */
import type { IncomingMessage } from 'node:http';
import { readTrustStore, refusalOf, type TrustStore } from '../../state/trust-store.ts';
import { deniedClient } from '../gateway-error.ts';
import type { GatewayTarget } from '../invocation.ts';
import { shownCertificate } from '../values/client-certificate.ts';
import type { Handler } from './handler.ts';

export const checkClientCertificate: Handler = (invocation, { cloud }) => {
  const refusal = refusedCertificate(invocation, cloud.clock.now());
  if (refusal !== undefined) throw deniedClient(refusal);
  return undefined;
};

interface Asked {
  readonly target: GatewayTarget;
  readonly http: IncomingMessage;
}

/** Why the domain of the request does not trust the client; `undefined` if it does, or asks for no certificate. */
export function refusedCertificate({ target, http }: Asked, now: number): string | undefined {
  const { truststore } = target.domain ?? {};
  if (truststore === undefined) return undefined;
  const shown = shownCertificate(http);
  if (!shown) return 'the request did not come over TLS with a client certificate';
  return refusalOf(shown, parsed(truststore), now);
}

/** The store that was used last: every request of a domain needs the same one. */
let last: { readonly file: string; readonly store: TrustStore } | undefined;

function parsed(file: string): TrustStore {
  if (last?.file !== file) last = { file, store: readTrustStore(file) };
  return last.store;
}
