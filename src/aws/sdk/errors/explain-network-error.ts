/** Explains errors between this computer and AWS to the user. No service has answered. */
import { ApikitError } from '../../../errors.ts';
import { asSentence } from './as-sentence.ts';
import type { FailedCall } from './failed-call.ts';
import { errorMessage, errorName, isConnectionLost, isForeign, isUnreachable, isUntrusted } from './sdk-error.ts';

/** Returns `undefined` if AWS itself has answered. */
export function explainNetworkError(error: unknown, call: FailedCall): ApikitError | undefined {
  if (errorName(error) === 'ProxyError') return proxyError(error, call);
  if (errorName(error) === 'UnreachableError' || isUnreachable(error)) return unreachable(error, call);
  if (isUntrusted(error)) return untrusted(error, call);
  if (isConnectionLost(error)) return connectionLost(error, call);
  if (isForeign(error)) return notAws(call, error);
  return undefined;
}

/** The custom endpoint, or the service and its region. */
export function addressOf({ endpoint, service, region }: FailedCall): string {
  return endpoint ?? `${service} in ${region}`;
}

function proxyError(error: unknown, call: FailedCall): ApikitError {
  const message = `apikit cannot reach ${addressOf(call)} (${call.operation}). ${asSentence(errorMessage(error))}`;
  return new ApikitError('ProxyFailed', message, {
    hint: 'Correct HTTPS_PROXY (http://user:password@host:port), or name the hosts that are reached without it in NO_PROXY.',
    cause: error,
  });
}

function unreachable(error: unknown, call: FailedCall): ApikitError {
  const message = `Nobody answers at ${addressOf(call)} (${call.operation}). ${asSentence(errorMessage(error))}`;
  return new ApikitError('Unreachable', message, {
    hint: call.endpoint
      ? 'Is it running? The address comes from AWS_ENDPOINT_URL or from the local cloud: see `apikit local status`.'
      : `Check the network, and that ${call.region} is the name of a region.`,
    cause: error,
  });
}

/** A web server, a proxy or a login page answered, which does not use AWS's protocols. */
export function notAws(call: FailedCall, cause?: unknown): ApikitError {
  return new ApikitError('NotAws', `The server at ${addressOf(call)} is not AWS (${call.operation}).`, {
    hint: call.endpoint
      ? 'Correct AWS_ENDPOINT_URL, or unset it to use AWS itself.'
      : 'A proxy or a login page of this network may be in between.',
    ...(cause !== undefined && { cause }),
  });
}

function untrusted(error: unknown, call: FailedCall): ApikitError {
  const reason = asSentence(errorMessage(error));
  const message = `The certificate of ${addressOf(call)} is not trusted (${call.operation}). ${reason}`;
  return new ApikitError('UntrustedCertificate', message, {
    hint: 'Behind a company proxy, let AWS_CA_BUNDLE, or ca_bundle in the profile, name the file with its certificates.',
    cause: error,
  });
}

function connectionLost(error: unknown, call: FailedCall): ApikitError {
  const reason = asSentence(errorMessage(error));
  const message = `The connection to ${addressOf(call)} broke before ${call.operation} got a response. ${reason}`;
  return new ApikitError('ConnectionLost', message, {
    hint: 'Check the network and run the command again: it reads the current state before it changes anything.',
    cause: error,
  });
}
