/**
 * Makes the embedded cloud as slow, strict and unreliable as AWS. It runs before every control-plane call: it counts
 * the call, applies the fault of a matching rule, enforces quotas and adds latency. State delays are not here; services
 * use `Transitions` for them.
 */
import { AwsError } from '../cloud/aws-error.ts';
import type { CloudClock } from '../cloud/cloud.ts';
import type { WireResponse } from '../protocols/wire.ts';
import type { Call, Intercept } from '../server/dispatch.ts';
import { type CallRecord, createCallLog } from './call-log.ts';
import { latencyOf } from './latencies.ts';
import { createQuotaGate } from './quota-gate.ts';
import { createRuleBook, type Fault, type Rule, type RuleState } from './rules.ts';
import { throttlingError } from './throttling-errors.ts';

export interface AdversitySettings {
  /** Whether the published call rates are enforced. */
  readonly quotas: boolean;
  /** Scales state delays and latencies: 0 turns them off, 1 is as slow as AWS. */
  readonly factor: number;
  /** Whether calls have latency. State delays do not depend on this setting. */
  readonly latency: boolean;
}

/** The defaults: no quotas, factor 0, and latency if the factor is above 0. */
export type AdversityOptions = Partial<AdversitySettings> & { readonly rules?: readonly Rule[] };

export interface AdversityState {
  readonly settings: AdversitySettings;
  readonly rules: readonly RuleState[];
  readonly calls: { readonly count: number; readonly last: readonly CallRecord[] };
  /** The number of calls that a rule keeps unanswered. */
  readonly hanging: number;
}

/** The handle for the control endpoint and for tests that wait until a call hangs. */
export interface Adversity {
  state(): AdversityState;
  /** Changes the settings that are given. New rules replace all rules, and their counters start at 0. */
  set(options: AdversityOptions): void;
  /**
   * Restores the initial settings, without rules: resets counters, log and quotas, ends hanging calls and completes all
   * state changes.
   */
  reset(): void;
  /** Resolves when a rule keeps a call unanswered, or at once if a call already hangs. */
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
