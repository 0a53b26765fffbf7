/** Refuses calls that need what is not emulated, before anything of them takes effect. */
import { configurationError } from '../gateway-error.ts';
import type { Invocation } from '../invocation.ts';
import { methodSetting } from '../method-setting.ts';
import type { Handler } from './handler.ts';

export const refuseUnsupported: Handler = (invocation) => {
  const feature = invocation.route!.method.unsupported ?? unsupportedInStage(invocation);
  if (feature !== undefined) throw configurationError(`${feature} is not emulated yet`);
  return undefined;
};

/** Only answers to GET are cached (aws-facts §6), and only by a stage that has a cache. */
function unsupportedInStage(invocation: Invocation): string | undefined {
  const caches =
    invocation.stage!.stage.cacheClusterEnabled &&
    invocation.httpMethod === 'GET' &&
    methodSetting(invocation)?.cachingEnabled;
  return caches ? 'response caching' : undefined;
}
