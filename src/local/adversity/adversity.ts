/**
 * What makes the embedded cloud as unkind as AWS: stands before every control-plane call, and counts it, makes it go
 * wrong by rule, refuses it by quota and takes its time. State delays are not here: services ask `Transitions`.
 */
import { AwsError } from '../aws-error.ts';
import type { CloudClock } from '../cloud.ts';
import type { Call, Intercept } from '../dispatch.ts';
import type { WireResponse } from '../protocols/wire.ts';
import { type CallRecord, createCallLog } from './call-log.ts';
import { latencyOf } from './latencies.ts';
import { createQuotaGate } from './quota-gate.ts';
import { createRuleBook, type Fault, type Rule, type RuleState } from './rules.ts';
import { throttlingError } from './throttling-errors.ts';

export interface AdversitySettings {
  /** Enforce the published call rates. */
  readonly quotas: boolean;
  /** Scales state delays and latencies: 0 is off, 1 is like AWS. */
  readonly factor: number;
  /** Whether calls take time; state delays do not depend on it. */
  readonly latency: boolean;
}

/** Absent settings: no quotas, factor 0, latency as far as the factor has any. */
export type AdversityOptions = Partial<AdversitySettings> & { readonly rules?: readonly Rule[] };

export interface AdversityState {
  readonly settings: AdversitySettings;
  readonly rules: readonly RuleState[];
  readonly calls: { readonly count: number; readonly last: readonly CallRecord[] };
  /** Calls that a rule keeps from being answered. */
  readonly hanging: number;
}

/** The handle: everything that the control endpoint does, and waiting for a call to hang. */
export interface Adversity {
  state(): AdversityState;
  /** Changes what is given. Given rules replace all rules and count from here. */
  set(options: AdversityOptions): void;
  /** As at the start, without rules: counters, log and quotas are fresh, hanging calls end, state changes are true. */
  reset(): void;
  /** Resolves when a rule keeps a call from being answered, at once if one is. */
  untilHanging(): Promise<void>;
}

export interface AdversityParts extends Adversity {
  readonly intercept: Intercept;
  factor(): number;
  /** Ends hanging calls. */
  close(): void;
}

export function createAdversity(clock: CloudClock, start: AdversityOptions, settle: () => void): AdversityParts {
  const atStart: AdversitySettings = { quotas: false, factor: 0, latency: true, ...settingsIn(start) };
  let settings = atStart;
  const rules = createRuleBook();
  const calls = createCallLog();
  const gate = createQuotaGate(clock);
  const hanging = new Set<() => void>();
  let onHang: (() => void)[] = [];
  rules.set(start.rules ?? []);

  const hang = () =>
    new Promise<void>((resolve) => {
      hanging.add(resolve);
      for (const notify of onHang) notify();
      onHang = [];
    });
  const release = () => {
    for (const resolve of hanging) resolve();
    hanging.clear();
  };
  const wait = (milliseconds: number) =>
    new Promise<void>((resolve) => (milliseconds > 0 ? void clock.after(milliseconds, resolve) : resolve()));

  const carryOut = async (call: Call): Promise<WireResponse> => {
    const latency = settings.latency ? latencyOf(call.service, call.operation) * settings.factor : 0;
    await wait(latency);
    return call.answer();
  };

  const afflict = async (call: Call, fault: Fault): Promise<WireResponse | undefined> => {
    if (fault === 'throttle') return call.refuse(throttlingError(call.service, 1));
    if (fault === 'dropRequest') return undefined;
    if (fault === 'hang') return hang().then(() => undefined);
    if (fault === 'dropAnswer' || fault === 'hangAnswer') {
      await carryOut(call);
      if (fault === 'hangAnswer') await hang();
      return undefined;
    }
    if ('status' in fault) return { status: fault.status, headers: {}, body: '' };
    if ('delayMs' in fault) {
      await wait(fault.delayMs);
      return carryOut(call);
    }
    const { code, message, status } = fault.error;
    return call.refuse(new AwsError(code, message, status === undefined ? {} : { status }));
  };

  return {
    async intercept(call) {
      const { service, operation, context } = call;
      const { region, http, accessKeyId: caller } = context;
      const done = calls.note({ service, operation, region, caller, at: clock.now() });
      const fault = rules.next({ service, operation, caller });
      if (fault !== undefined) {
        done({ fault });
        const answer = await afflict(call, fault);
        if (answer) done({ status: answer.status });
        return answer;
      }
      const entry = settings.quotas ? gate.enter({ service, operation, region, http }) : ADMITTED;
      const answer = entry.admitted
        ? await carryOut(call)
        : call.refuse(throttlingError(service, entry.retryAfterSeconds));
      done({ status: answer.status, ...(!entry.admitted && { throttled: true }) });
      return answer;
    },
    factor: () => settings.factor,
    state: () => ({
      settings,
      rules: rules.states(),
      calls: { count: calls.count(), last: calls.records() },
      hanging: hanging.size,
    }),
    set(options) {
      settings = { ...settings, ...settingsIn(options) };
      if (options.rules) rules.set(options.rules);
    },
    reset() {
      settings = atStart;
      rules.set([]);
      calls.clear();
      gate.refill();
      release();
      settle();
    },
    untilHanging: () =>
      new Promise((resolve) => {
        if (hanging.size > 0) resolve();
        else onHang.push(resolve);
      }),
    close: release,
  };
}

const ADMITTED = { admitted: true } as const;

function settingsIn({ quotas, factor, latency }: AdversityOptions): Partial<AdversitySettings> {
  return {
    ...(quotas !== undefined && { quotas }),
    ...(factor !== undefined && { factor }),
    ...(latency !== undefined && { latency }),
  };
}
