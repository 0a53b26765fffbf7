/**
 * What deploys record of a preview: until when it stays, and that its tables have got what they begin with. Tags of its API alone,
 * since deploys write them as they go on (docs/adr/0019-previews.md). The listing of APIs tells of them, so that to know when two
 * hundred previews are over takes one call.
 */
import { type APIGatewayClient, TagResourceCommand } from '@aws-sdk/client-api-gateway';
import type { Tags } from '../../naming/tags.ts';
import { EXPIRES_TAG, SEEDED_TAG } from '../../naming/tags.ts';
import { parseDuration } from '../../text/duration.ts';

/** `now`: ms since the epoch, on AWS. `expires`: `3d`, as apikit.yaml has it. */
export function expiryTag(expires: string, now: number): Tags {
  const text = new Date(now + (parseDuration(expires) ?? 0)).toISOString();
  return { [EXPIRES_TAG]: text.replace(/\.\d+Z$/, 'Z') };
}

/** ISO 8601; `undefined`: it has none, or nothing that says a time. */
export function expiryIn(tags: Tags | undefined): string | undefined {
  const text = tags?.[EXPIRES_TAG];
  return text === undefined || Number.isNaN(Date.parse(text)) ? undefined : text;
}

/** That its tables have got what they begin with. */
export async function markSeeded(client: APIGatewayClient, arn: string): Promise<void> {
  await client.send(new TagResourceCommand({ resourceArn: arn, tags: { [SEEDED_TAG]: 'true' } }));
}

/** Returns the new time. */
export async function renewExpiry(
  client: APIGatewayClient,
  { arn, expires, now }: { readonly arn: string; readonly expires: string; readonly now: number },
): Promise<string | undefined> {
  const tags = expiryTag(expires, now);
  await client.send(new TagResourceCommand({ resourceArn: arn, tags }));
  return expiryIn(tags);
}
