/** Finds the region of an HTTP API by its ID. */
import type { Cloud, Scope } from '../../cloud/cloud.ts';
import { type HttpApi, httpApis } from '../../state/http-apis/model.ts';

export interface FoundHttpApi {
  readonly scope: Scope;
  readonly api: HttpApi;
}

export type FindHttpApi = (apiId: string) => FoundHttpApi | undefined;

/** IDs are unique over all regions of the embedded cloud. The region of an API is remembered. */
export function createHttpApiFinder(cloud: Cloud): FindHttpApi {
  const { account } = cloud.options;
  const home = new Map<string, Scope>();
  return (apiId) => {
    const remembered = home.get(apiId);
    const known = remembered && httpApis(cloud, remembered).get(apiId);
    if (remembered && known) return { scope: remembered, api: known };
    for (const region of cloud.regions()) {
      const scope = { account, region };
      const api = httpApis(cloud, scope).get(apiId);
      if (!api) continue;
      home.set(apiId, scope);
      return { scope, api };
    }
    home.delete(apiId);
    return undefined;
  };
}
