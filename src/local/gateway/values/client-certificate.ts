/** The client certificate of a request to a domain with mutual TLS, as events and `$context` have it. */
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { distinguishedName } from '../../state/trust-store.ts';
import type { GatewayTarget } from '../invocation.ts';

export interface ClientCertificate {
  readonly clientCertPem: string;
  readonly subjectDN: string;
  readonly issuerDN: string;
  /** `a1:b2:…` */
  readonly serialNumber: string;
  /** `May 28 12:30:02 2019 GMT` */
  readonly validity: { readonly notBefore: string; readonly notAfter: string };
}

/** Returns `undefined` if the domain does not ask clients for a certificate. */
export function clientCertificate({
  target,
  http,
}: {
  readonly target: GatewayTarget;
  readonly http: IncomingMessage;
}): ClientCertificate | undefined {
  const shown = target.domain?.truststore === undefined ? undefined : shownCertificate(http);
  if (!shown) return undefined;
  return {
    clientCertPem: shown.toString(),
    subjectDN: distinguishedName(shown.subject),
    issuerDN: distinguishedName(shown.issuer),
    serialNumber: (shown.serialNumber.toLowerCase().match(/../g) ?? []).join(':'),
    validity: { notBefore: shown.validFrom, notAfter: shown.validTo },
  };
}

/** Returns what the client showed in its TLS handshake. */
export const shownCertificate = ({ socket }: IncomingMessage) =>
  socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
