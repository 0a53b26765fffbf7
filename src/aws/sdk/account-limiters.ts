/**
 * The limiters of accounts. All clients of this process share one limiter for each account, region and service, which
 * keeps to the rates that AWS publishes (`services.ts`).
 */
import type { Clock } from '../../clock.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import type { Service } from './services.ts';

type LimitedService = Required<Pick<Service, 'title' | 'limits'>> & Pick<Service, 'global' | 'sharesRateOf'>;

/** The limiters of one account. */
export type AccountLimiters = (service: LimitedService, region: string) => Limiter;

/** Limiters of an account that is not known yet. Nobody shares them. */
export function ownLimiters(clock: Clock): AccountLimiters {
  const limiters = new Map<string, Limiter>();
  return ({ title, limits, global, sharesRateOf = title }, region) => {
    const key = global ? title : `${sharesRateOf} ${region}`;
    const limiter = limiters.get(key) ?? createLimiter(limits, clock);
    limiters.set(key, limiter);
    return sharesRateOf === title ? limiter : ofService(limiter, title);
  };
}

/** Operations of the other service that have the same names have buckets of their own. */
const ofService = (limiter: Limiter, title: string): Limiter => ({
  acquire: (operation, signal) => limiter.acquire(`${title} ${operation}`, signal),
  pause: (operation, milliseconds) => limiter.pause(`${title} ${operation}`, milliseconds),
});

const accounts = new WeakMap<Clock, Map<string, AccountLimiters>>();

/** The process's limiters for an account, whichever profiles lead to it. */
export function sharedLimiters(account: string, clock: Clock): AccountLimiters {
  const ofClock = accounts.get(clock) ?? new Map<string, AccountLimiters>();
  accounts.set(clock, ofClock);
  const limiters = ofClock.get(account) ?? ownLimiters(clock);
  ofClock.set(account, limiters);
  return limiters;
}
