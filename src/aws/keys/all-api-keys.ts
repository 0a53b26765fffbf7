/** The API keys of an account and region with their tags. Reads only, and never their values. */
import { type APIGatewayClient, type ApiKey, GetApiKeyCommand, GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import { allPages } from '../api-gateway/all-pages.ts';
import { ifThere } from '../sdk/errors/sdk-error.ts';

/**
 * Newest first, as AWS lists them. No recording shows a tagged key in a listing, so a listing that shows no tags at all may
 * leave them out: then each key is asked for by itself. Where one key is listed with tags, those without have none.
 * `nameQuery`: how their names begin.
 */
export async function allApiKeys(client: APIGatewayClient, nameQuery?: string): Promise<ApiKey[]> {
  const listed = await allPages((page) =>
    client.send(new GetApiKeysCommand({ ...page, includeValues: false, ...(nameQuery && { nameQuery }) })),
  );
  if (listed.some(hasTags)) return listed;
  const asked = await Promise.all(listed.map(async (key) => await withTags(client, key)));
  return asked.filter((key) => key !== undefined);
}

const hasTags = ({ tags }: ApiKey): boolean => Object.keys(tags ?? {}).length > 0;

/** `undefined`: it was deleted since it was listed. */
async function withTags(client: APIGatewayClient, key: ApiKey): Promise<ApiKey | undefined> {
  const asked = await ifThere(client.send(new GetApiKeyCommand({ apiKey: key.id, includeValue: false })));
  return asked && { ...key, tags: asked.tags };
}
