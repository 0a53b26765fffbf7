/** The API keys of an account and region with their tags, and never their values. Reads only. */
import { type APIGatewayClient, type ApiKey, GetApiKeyCommand, GetApiKeysCommand } from '@aws-sdk/client-api-gateway';
import { undefinedIfNotFound } from '../sdk/errors/sdk-error.ts';
import { allPages } from './all-pages.ts';

/**
 * Returns the newest first, as AWS lists them. No recording shows a tagged key in a listing. If a listing has no tags
 * at all, AWS may leave them out, so each key is read by itself. If one key is listed with tags, the others have none.
 * `nameQuery` is a prefix of the names.
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

/** Returns `undefined` if the key was deleted since it was listed. */
async function withTags(client: APIGatewayClient, key: ApiKey): Promise<ApiKey | undefined> {
  const asked = await undefinedIfNotFound(client.send(new GetApiKeyCommand({ apiKey: key.id, includeValue: false })));
  return asked && { ...key, tags: asked.tags };
}
