/** A request as a command for a shell. Pure; secrets are named, not written. */
import { shellQuoted } from '../../text/shell-quoted.ts';
import type { SentRequest } from './send.ts';

/** What is in the variable instead of the command. */
const SECRETS: Readonly<Record<string, string>> = { 'x-api-key': '$APIKIT_KEY', authorization: 'Bearer $APIKIT_TOKEN' };

/** `secret`: the key and token that were sent; other values, such as a wrong key, are shown. */
export function curl({ method, url, headers, body }: SentRequest, secrets: readonly (string | undefined)[]): string {
  const shown = Object.entries(headers).flatMap(([name, value]) => {
    if (name === 'accept') return [];
    const secret = secrets.some((each) => each !== undefined && (value === each || value === `Bearer ${each}`));
    const variable = SECRETS[name];
    if (secret && variable !== undefined) return [`-H "${name}: ${variable}"`];
    return [`-H ${shellQuoted(`${name}: ${secret ? '…' : value}`)}`];
  });
  const parts = [
    'curl -i',
    // curl sends several requests for `{a,b}` or `[1-9]` in an address.
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    shellQuoted(url),
    ...shown,
    ...(body === undefined ? [] : [`--data-raw ${shellQuoted(body)}`]),
  ];
  return parts.join(' ');
}
