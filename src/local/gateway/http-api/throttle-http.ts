/** Throttles by the limits of the route in the stage, then by the account's (docs/aws/http-apis.md). */
import { accountThrottle } from '../../state/apis/account-throttle.ts';
import { type Throttle, takeToken } from '../limits/token-bucket.ts';
import { tooManyRequests } from './http-api-error.ts';
import type { HttpHandler } from './http-invocation.ts';

export const throttleHttp: HttpHandler = (invocation, { cloud, buckets }) => {
  const now = cloud.clock.now();
  const { stage, route, target, stageName } = invocation;
  const { RouteSettings = {}, DefaultRouteSettings = {} } = stage!.stage;
  const { key } = route!.route;
  const take = (name: string, limit: Throttle) => {
    if (!takeToken(buckets, name, limit, now)) throw tooManyRequests();
  };
  const account = accountThrottle(stage!.scope.region);
  const settings = { ...DefaultRouteSettings, ...(Object.hasOwn(RouteSettings, key) && RouteSettings[key]) };
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = settings;
  if (rate !== undefined || burst !== undefined) {
    take(`route ${target.apiId}/${stageName} ${key}`, { rate: rate ?? account.rate, burst: burst ?? account.burst });
  }
  take(`account ${stage!.scope.region}`, account);
  return undefined;
};
