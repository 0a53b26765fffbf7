/** Lists what is listed together with its owner: a listing for each kind, however much there is. Reads only. */
import type { RestApi } from '@aws-sdk/client-api-gateway';
import { listRestApis } from '../api-gateway/rest-apis.ts';
import { apiGatewayArn } from '../arns/arns.ts';
import { DEFINITIONS } from '../kinds/registry.ts';
import type { Listed, SearchTarget } from '../kinds/search.ts';
import { type Owner, ownerOf } from '../ownership/owner.ts';
import { type Census, regionalApis } from '../quotas/quota-use.ts';
import { searchOrSkip, type Unsearched } from '../sdk/unsearched.ts';
import type { InventoryItem } from './inventory-item.ts';

export interface Listings {
  /** Everything that apikit owns. */
  readonly found: InventoryItem[];
  /** All APIs, whoever owns them. */
  readonly apis: RestApi[];
  /** How many there are of everything, whoever owns it. */
  readonly census: Census;
}

/** Throws if the APIs cannot be listed: without them nothing else says anything. */
export async function listings(target: SearchTarget, unsearched: Unsearched[], only?: Owner): Promise<Listings> {
  const census: Census = {};
  const others = DEFINITIONS.flatMap(({ kind, plural = kind, listing }) =>
    listing
      ? [searchOrSkip(plural, unsearched, [], async () => asFound(kind, await listing.list(target, census, only)))]
      : [],
  );
  const [apis, ...found] = await Promise.all([listRestApis(await target.clients.apiGateway()), ...others]);
  const own = apis.map(({ id, name = '', tags }) => ({
    name,
    arn: apiGatewayArn(target.facts, `/restapis/${id}`),
    owner: ownerOf(tags),
  }));
  return {
    found: [...asFound('rest-api', own), ...found.flat()],
    apis,
    census: { apis: regionalApis(apis), ...census },
  };
}

function asFound(kind: string, listed: readonly Listed[]): InventoryItem[] {
  return listed.flatMap(({ name, arn, owner }) => (owner ? [{ kind, name, arn, ...owner }] : []));
}
