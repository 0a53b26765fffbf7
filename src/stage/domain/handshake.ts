/** The TLS handshake with a custom domain: who presents which certificate. */
import { connect } from 'node:tls';
import type { Listener } from './listener.ts';
import { problemOf } from './problem-of.ts';

export type Handshake =
  /** `refusal`: why clients do not accept the certificate. */
  | { readonly names: string; readonly issuer: string; readonly expiresAt: string; readonly refusal?: string }
  /** There was no handshake. */
  | { readonly problem: string };

/** Milliseconds. */
const TIMEOUT = 10_000;

/** Throws only if aborted. */
export async function shakeHands(name: string, { host, port, ca }: Listener, signal: AbortSignal): Promise<Handshake> {
  signal.throwIfAborted();
  const shaken = await new Promise<Handshake>((resolve) => {
    // A certificate that clients refuse is shown, too, so it must not end the handshake.
    const socket = connect({
      host,
      port,
      servername: name,
      rejectUnauthorized: false,
      ...(ca !== undefined && { ca }),
    });
    const stop = () => socket.destroy(new Error('it was interrupted'));
    signal.addEventListener('abort', stop, { once: true });
    socket.setTimeout(TIMEOUT, () => socket.destroy(new Error(`no answer within ${TIMEOUT / 1000} seconds`)));
    socket.once('close', () => {
      signal.removeEventListener('abort', stop);
      resolve({ problem: 'the connection was closed' });
    });
    socket.on('error', (error) => resolve({ problem: problemOf(error) }));
    socket.once('secureConnect', () => {
      const shown = socket.getPeerCertificate();
      const refusal = socket.authorizationError?.toString();
      const names = shown.subjectaltname?.replaceAll('DNS:', '') ?? shown.subject.CN;
      resolve({
        names: [names].flat().join(', '),
        issuer: [shown.issuer.O ?? shown.issuer.CN].flat().join(', '),
        expiresAt: new Date(shown.valid_to).toISOString(),
        ...(refusal !== undefined && { refusal }),
      });
      socket.destroy();
    });
  });
  signal.throwIfAborted();
  return shaken;
}
