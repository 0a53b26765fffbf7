/** Signs calls that the embedded cloud itself makes on behalf of a role. */
import { canonicalPaths, canonicalRequest } from './canonical-request.ts';
import { ALGORITHM, basicForm, type SignedRequest } from './signed-request.ts';
import { type Credentials, signatureOf } from './verify-signature.ts';

/**
 * Returns the headers to add: `X-Amz-Date`, `X-Amz-Security-Token`, `Authorization`. `request` needs a `host`; other
 * headers are not signed. `now` is in epoch milliseconds.
 */
export function signRequest(
  request: SignedRequest,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  { service, region, now }: { readonly service: string; readonly region: string; readonly now: number },
): Record<string, string> {
  const time = basicForm(now);
  const scope = { date: time.slice(0, 8), region, service };
  const signedHeaders = ['host', 'x-amz-date'];
  const unsigned = { accessKeyId, scope, signedHeaders, signature: '', time, sessionToken };
  const dated = { ...request, header: (name: string) => (name === 'x-amz-date' ? time : request.header(name)) };
  const signature = signatureOf(
    unsigned,
    secretAccessKey,
    canonicalRequest(dated, canonicalPaths(request.path, () => true)[0]!, unsigned),
  );
  const credential = `${accessKeyId}/${scope.date}/${region}/${service}/aws4_request`;
  return {
    'X-Amz-Date': time,
    ...(sessionToken !== undefined && { 'X-Amz-Security-Token': sessionToken }),
    Authorization: `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature.toString('hex')}`,
  };
}
