/** A control-plane call as its signer saw it. */
import type { HttpRequest } from '../cloud/operation.ts';
import type { SignedRequest } from '../signature/signed-request.ts';

export function signedCall({ method, url, headers, body }: HttpRequest): SignedRequest {
  const [path = '/', query = ''] = url.split('?', 2);
  const header = (name: string) => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(',') : value;
  };
  return { method, path, query, header, body };
}
