/**
 * The rates that AWS publishes for its control planes (aws-facts §1), and the one limiter per region and service that
 * everything in this process shares. The account is not part of the key: it is not known before the first call, and two
 * accounts sharing a limiter is slower than needed but never wrong.
 */
import type { Clock } from '../clock.ts';
import { createLimiter, type Limiter, type ServiceLimits } from './limiter.ts';

export type LimitedService = 'apiGateway' | 'lambda' | 'iam' | 'cloudwatch' | 'logs' | 'dynamodb';

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
  // IAM's rates are not published and its throttling is harsh: one call at a time (pitfall 29).
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
      TagResource: perSecond(5),
      FilterLogEvents: perSecond(5),
    },
  },
  // The API reference gives these two; what is asked of tables besides has quotas that no deploy comes near.
  dynamodb: { operations: { ListTagsOfResource: perSecond(10), TagResource: perSecond(5) } },
};

const limiters = new WeakMap<Clock, Map<string, Limiter>>();

/** The process's limiter for a service in a region. IAM is global. */
export function sharedLimiter(service: LimitedService, region: string, clock: Clock): Limiter {
  const ofClock = limiters.get(clock) ?? new Map<string, Limiter>();
  limiters.set(clock, ofClock);
  const key = service === 'iam' ? service : `${service} ${region}`;
  const limiter = ofClock.get(key) ?? createLimiter(PUBLISHED_LIMITS[service], clock);
  ofClock.set(key, limiter);
  return limiter;
}
