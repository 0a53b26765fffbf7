/** Lists what is listed together with its owner: a listing for each kind, however much there is. Reads only. */
import type { RestApi } from '@aws-sdk/client-api-gateway';
import { listRestApis } from '../api-gateway/rest-apis.ts';
import { listedInApiGateway } from '../kinds/listed-in-api-gateway.ts';
import { DEFINITIONS } from '../kinds/registry.ts';
import type { Listed, SearchTarget } from '../kinds/search.ts';
import type { Owner } from '../ownership/owner.ts';
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
  return {
    found: [...asFound('rest-api', listedInApiGateway(target.facts, '/restapis', apis)), ...found.flat()],
    apis,
    census: { apis: regionalApis(apis), ...census },
  };
}

function asFound(kind: string, listed: readonly Listed[]): InventoryItem[] {
  return listed.flatMap(({ name, arn, owner }) => (owner ? [{ kind, name, arn, ...owner }] : []));
}
