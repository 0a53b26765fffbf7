/** A request as a command for a shell. Pure; secrets are named, not written. */
import type { SentRequest } from './send.ts';

/** What is in the variable instead of the command. */
const SECRETS: Readonly<Record<string, string>> = { 'x-api-key': '$APIKIT_KEY', authorization: 'Bearer $APIKIT_TOKEN' };

/** `secret`: the key and token that were sent; other values, such as a wrong key, are shown. */
export function curl({ method, url, headers, body }: SentRequest, secrets: readonly (string | undefined)[]): string {
  const shown = Object.entries(headers).flatMap(([name, value]) => {
    if (name === 'accept') return [];
    const secret = secrets.some((each) => each !== undefined && (value === each || value === `Bearer ${each}`));
    return [secret ? `-H "${name}: ${SECRETS[name] ?? '…'}"` : `-H ${quoted(`${name}: ${value}`)}`];
  });
  const parts = [
    'curl -i',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    quoted(url),
    ...shown,
    ...(body === undefined ? [] : [`--data-raw ${quoted(body)}`]),
  ];
  return parts.join(' ');
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
