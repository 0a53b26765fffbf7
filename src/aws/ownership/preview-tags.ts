/**
 * The facts that deploys record about a preview: when it expires, and that its tables have their seed items. Only the
 * API has these tags, because deploys write them later (docs/adr/0019-previews.md). The listing of APIs includes them,
 * so one call shows when two hundred previews expire.
 */
import { type APIGatewayClient, TagResourceCommand } from '@aws-sdk/client-api-gateway';
import type { Tags } from '../../naming/tags.ts';
import { EXPIRES_TAG, SEEDED_TAG } from '../../naming/tags.ts';
import { parseDuration } from '../../text/duration.ts';

/** `now` is AWS's time in milliseconds since the epoch. `expires` is the duration in apikit.yaml: `3d`. */
export function expiryTag(expires: string, now: number): Tags {
  const text = new Date(now + (parseDuration(expires) ?? 0)).toISOString();
  return { [EXPIRES_TAG]: text.replace(/\.\d+Z$/, 'Z') };
}

/** Returns the expiry (ISO 8601), or `undefined` if there is none or it is not a time. */
export function expiryIn(tags: Tags | undefined): string | undefined {
  const text = tags?.[EXPIRES_TAG];
  return text === undefined || Number.isNaN(Date.parse(text)) ? undefined : text;
}

/** Records that the tables have their seed items. */
export async function markSeeded(client: APIGatewayClient, arn: string): Promise<void> {
  await client.send(new TagResourceCommand({ resourceArn: arn, tags: { [SEEDED_TAG]: 'true' } }));
}

/** Returns the new expiry. */
export async function renewExpiry(
  client: APIGatewayClient,
  { arn, expires, now }: { readonly arn: string; readonly expires: string; readonly now: number },
): Promise<string | undefined> {
  const tags = expiryTag(expires, now);
  await client.send(new TagResourceCommand({ resourceArn: arn, tags }));
  return expiryIn(tags);
}
