/**
 * The rates that AWS publishes for its control planes (docs/aws/quotas.md). All clients of this process share one
 * limiter for each account, region and service.
 */
import type { Clock } from '../../clock.ts';
import { createLimiter, type Limiter, type ServiceLimits } from './limiter.ts';

export type LimitedService = 'apiGateway' | 'lambda' | 'iam' | 'cloudwatch' | 'logs' | 'dynamodb' | 'cognito';

const perSecond = (rate: number) => ({ rate, burst: rate });
const onceEvery = (seconds: number) => ({ rate: 1 / seconds, burst: 1 });

export const PUBLISHED_LIMITS: Readonly<Record<LimitedService, ServiceLimits>> = {
  apiGateway: {
    all: { rate: 10, burst: 40 },
    operations: {
      CreateRestApi: onceEvery(3),
      ImportRestApi: onceEvery(3),
      DeleteRestApi: onceEvery(30),
      PutRestApi: onceEvery(1),
      CreateDeployment: onceEvery(5),
      UpdateUsagePlan: onceEvery(20),
      UpdateAccount: onceEvery(20),
      CreateApiKey: perSecond(5),
      DeleteApiKey: perSecond(5),
      GetResources: { rate: 2.5, burst: 5 },
    },
  },
  lambda: {
    all: perSecond(15),
    operations: {
      GetFunction: { ...perSecond(100), outsideAll: true },
      GetPolicy: { ...perSecond(15), outsideAll: true },
      Invoke: { ...perSecond(1000), outsideAll: true },
    },
  },
  // AWS does not publish IAM's rates, and its throttling is strict: one call at a time (docs/pitfalls.md, pitfall 29).
  iam: { inFlight: 1 },
  cloudwatch: {
    operations: {
      PutMetricAlarm: perSecond(3),
      DeleteAlarms: perSecond(3),
      DescribeAlarms: perSecond(9),
      TagResource: perSecond(20),
      ListTagsForResource: perSecond(10),
    },
  },
  logs: {
    operations: {
      CreateLogGroup: perSecond(10),
      DeleteLogGroup: perSecond(10),
      DescribeLogGroups: perSecond(10),
      PutRetentionPolicy: perSecond(5),
      PutMetricFilter: perSecond(5),
      TagResource: perSecond(5),
      FilterLogEvents: perSecond(5),
    },
  },
  // Categories of operations share a rate (Cognito Developer Guide, "Quotas"). Each of these gets at most half of it.
  cognito: {
    operations: {
      ListUserPools: perSecond(7),
      DescribeUserPool: perSecond(7),
      CreateUserPool: perSecond(5),
      UpdateUserPool: perSecond(5),
      DeleteUserPool: perSecond(5),
      ListUserPoolClients: perSecond(7),
      DescribeUserPoolClient: perSecond(7),
      CreateUserPoolClient: perSecond(5),
      UpdateUserPoolClient: perSecond(5),
      DeleteUserPoolClient: perSecond(5),
    },
  },
  // The API reference has these two. The other table operations have quotas that no deploy comes near.
  dynamodb: { operations: { ListTagsOfResource: perSecond(10), TagResource: perSecond(5) } },
};

/** The limiters of one account. IAM is global. */
export type AccountLimiters = (service: LimitedService, region: string) => Limiter;

/** Limiters of an account that is not known yet. Nobody shares them. */
export function ownLimiters(clock: Clock): AccountLimiters {
  const limiters = new Map<string, Limiter>();
  return (service, region) => {
    const key = service === 'iam' ? service : `${service} ${region}`;
    const limiter = limiters.get(key) ?? createLimiter(PUBLISHED_LIMITS[service], clock);
    limiters.set(key, limiter);
    return limiter;
  };
}

const accounts = new WeakMap<Clock, Map<string, AccountLimiters>>();

/** The process's limiters for an account, whichever profiles lead to it. */
export function sharedLimiters(account: string, clock: Clock): AccountLimiters {
  const ofClock = accounts.get(clock) ?? new Map<string, AccountLimiters>();
  accounts.set(clock, ofClock);
  const limiters = ofClock.get(account) ?? ownLimiters(clock);
  ofClock.set(account, limiters);
  return limiters;
}
