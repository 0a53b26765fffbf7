/** Gives the data plane access to the state that the control plane has written, and finds the region of an API. */
import type { Cloud, Scope } from '../cloud/cloud.ts';
import type {
  ApiKey,
  CacheFlushes,
  Deployment,
  RestApi,
  Stage,
  UsageCount,
  UsagePlan,
  UsagePlanKey,
  VpcLink,
} from '../state/apis/model.ts';
import type { VpcEndpoint } from '../state/network/model.ts';
import type { Collection } from '../storage/store.ts';

/** The collections of one account and region; see `state/apis/model.ts` for their keys. */
export interface RegionState {
  readonly scope: Scope;
  readonly restApis: Collection<RestApi>;
  readonly stages: Collection<Stage>;
  readonly deployments: Collection<Deployment>;
  readonly apiKeys: Collection<ApiKey>;
  readonly usagePlans: Collection<UsagePlan>;
  readonly usagePlanKeys: Collection<UsagePlanKey>;
  readonly usage: Collection<UsageCount>;
  readonly cacheFlushes: Collection<CacheFlushes>;
  readonly vpcLinks: Collection<VpcLink>;
  readonly vpcEndpoints: Collection<VpcEndpoint>;
}

/**
 * Finds the region of an API. IDs are unique over all regions of the embedded cloud. The result is remembered and
 * checked against the store on every call, so a deleted API is gone at once.
 */
export function createApiFinder(cloud: Cloud): (apiId: string) => { state: RegionState; api: RestApi } | undefined {
  const { account } = cloud.options;
  const states = new Map<string, RegionState>();
  const home = new Map<string, RegionState>();

  const stateOf = (region: string) => {
    const known = states.get(region);
    if (known) return known;
    const state = openRegion(cloud, { account, region });
    states.set(region, state);
    return state;
  };

  return (apiId) => {
    const remembered = home.get(apiId);
    const api = remembered?.restApis.get(apiId);
    if (remembered && api) return { state: remembered, api };
    for (const region of cloud.regions()) {
      const state = stateOf(region);
      const found = state.restApis.get(apiId);
      if (!found) continue;
      home.set(apiId, state);
      return { state, api: found };
    }
    home.delete(apiId);
    return undefined;
  };
}

function openRegion(cloud: Cloud, scope: Scope): RegionState {
  return {
    scope,
    restApis: cloud.collection(scope, 'apigateway.restApis'),
    stages: cloud.collection(scope, 'apigateway.stages'),
    deployments: cloud.collection(scope, 'apigateway.deployments'),
    apiKeys: cloud.collection(scope, 'apigateway.apiKeys'),
    usagePlans: cloud.collection(scope, 'apigateway.usagePlans'),
    usagePlanKeys: cloud.collection(scope, 'apigateway.usagePlanKeys'),
    usage: cloud.collection(scope, 'apigateway.usage'),
    cacheFlushes: cloud.collection(scope, 'apigateway.cacheFlushes'),
    vpcLinks: cloud.collection(scope, 'apigateway.vpcLinks'),
    vpcEndpoints: cloud.collection(scope, 'ec2.vpcEndpoints'),
  };
}
