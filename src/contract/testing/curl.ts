/** Writes a request as a shell command. It contains the names of secrets, not their values. Pure. */
import { shellQuoted } from '../../text/shell-quoted.ts';
import type { SentRequest } from './send.ts';

/** The variables that stand for secrets in the command. */
const SECRETS: Readonly<Record<string, string>> = { 'x-api-key': '$APIKIT_KEY', authorization: 'Bearer $APIKIT_TOKEN' };

/** Expects in `secrets` the key and the token that were sent. Other values, such as a wrong key, are shown. */
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
    // curl would send several requests for `{a,b}` or `[1-9]` in an address.
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    shellQuoted(url),
    ...shown,
    ...(body === undefined ? [] : [`--data-raw ${shellQuoted(body)}`]),
  ];
  return parts.join(' ');
}
