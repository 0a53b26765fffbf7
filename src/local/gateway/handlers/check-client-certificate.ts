/** Refuses clients whose certificate the trust store of the domain does not trust (docs/aws/custom-domains.md). */
import { readTrustStore, refusalOf, type TrustStore } from '../../state/trust-store.ts';
import { deniedClient } from '../gateway-error.ts';
import { shownCertificate } from '../values/client-certificate.ts';
import type { Handler } from './handler.ts';

export const checkClientCertificate: Handler = ({ target, http }, { cloud }) => {
  const { truststore } = target.domain ?? {};
  if (truststore === undefined) return undefined;
  const shown = shownCertificate(http);
  if (!shown) throw deniedClient('the request did not come over TLS with a client certificate');
  const refusal = refusalOf(shown, parsed(truststore), cloud.clock.now());
  if (refusal !== undefined) throw deniedClient(refusal);
  return undefined;
};

/** The store that was used last: every request of a domain needs the same one. */
let last: { readonly file: string; readonly store: TrustStore } | undefined;

function parsed(file: string): TrustStore {
  if (last?.file !== file) last = { file, store: readTrustStore(file) };
  return last.store;
}
