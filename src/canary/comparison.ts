/**
 * Compares a canary with what serves the other requests, window of time by window, of all operations together and of each. Says that
 * the canary is worse only where chance alone would say so in at most one canary of a hundred, however long it is watched and however
 * many operations there are. Pure.
 */
import { type Evidence, rateEvidence, rateYields, splitEvidence, splitYields } from './evidence.ts';
import { countAbove, countLatencies, percentile, percentileStep, stepOf } from './latencies.ts';
import type { CanaryLimits } from './limits.ts';
import { addPair, clientErrorRate, emptyPair, errorRate, type Pair, type Sample } from './sample.ts';

/** What is wrong with a canary, or may be. */
export interface Fault {
  readonly what: 'errorRate' | 'errorIncrease' | 'p95Increase' | 'clientErrorIncrease';
  /** `GET /items/{id}`; `null`: of all together. */
  readonly operation: string | null;
  /** Shares of requests (0 to 1), or ms. */
  readonly canary: number;
  /** `null` where it is not compared with the others. */
  readonly stable: number | null;
}

/** Requests of some seconds, by operation (`GET /items/{id}`). */
export interface Window {
  readonly operations: ReadonlyMap<string, Pair>;
  /** Functions of a share that has just begun start cold: their latency is not judged. */
  readonly cold: boolean;
}

export interface Comparison {
  add(window: Window): void;
  /** Of all together. */
  totals(): Pair;
  operations(): ReadonlyMap<string, Pair>;
  /** Of all together first; none: nothing speaks against the canary. */
  faults(): Fault[];
  /** That it refuses more requests than the others do, which may be what it was made for: only a person can tell. */
  doubts(): Fault[];
}

/** Chances of a false alarm: together one in a hundred, and besides one doubt without a reason in two hundred. */
const RISKS = { errorRate: 0.003, errorIncrease: 0.004, p95Increase: 0.003, clientErrorIncrease: 0.005 } as const;
/** Requests that each side must have in a window; windows with fewer are put together. */
const FEWEST = 5;

export function createComparison(limits: CanaryLimits): Comparison {
  const rate = rateEvidence();
  const all = createSubject(limits);
  const operations = new Map<string, Subject>();
  /** Half of the risk is that of all together, the rest is shared: 1/2, 1/6, 1/12 … for the operations as they were met. */
  const ofEach = (judge: (subject: Subject, operation: string | null, part: number) => Fault[]): Fault[] => [
    ...judge(all, null, 1 / 2),
    ...[...operations].flatMap(([operation, subject], index) =>
      judge(subject, operation, 1 / (2 * (index + 1) * (index + 2))),
    ),
  ];

  return {
    add({ operations: seen, cold }) {
      const together = emptyPair();
      for (const [operation, pair] of seen) {
        const subject = operations.get(operation) ?? createSubject(limits);
        operations.set(operation, subject);
        subject.add(pair, cold);
        addPair(together, pair);
      }
      all.add(together, cold);
      rate.add(rateYields(together.canary, limits.maxErrorRate));
    },
    totals: () => all.total,
    operations: () => new Map([...operations].map(([operation, { total }]) => [operation, total])),
    faults() {
      const faults: Fault[] = [];
      const own = errorRate(all.total.canary);
      if (isSure(rate, RISKS.errorRate) && own > limits.maxErrorRate)
        faults.push({ what: 'errorRate', operation: null, canary: own, stable: null });
      return [...faults, ...ofEach((subject, ...of) => subject.faults(...of))];
    },
    doubts: () => ofEach((subject, ...of) => subject.doubts(...of)),
  };
}

const isSure = (evidence: Evidence, risk: number): boolean => evidence.highest() >= -Math.log(risk);

interface Subject {
  readonly total: Pair;
  add(pair: Pair, cold: boolean): void;
  /** `part`: of each risk. */
  faults(operation: string | null, part: number): Fault[];
  doubts(operation: string | null, part: number): Fault[];
}

function createSubject(limits: CanaryLimits): Subject {
  const total = emptyPair();
  /** Of windows that may be judged by their latency. */
  const warm = emptyPair();
  const errors = splitEvidence();
  const clientErrors = splitEvidence();
  /** That the canary is slow more often than the others, and more often than one request in twenty. */
  const slow = splitEvidence();
  const slowOften = rateEvidence();
  let waiting = emptyPair();
  let waitingWarm = emptyPair();

  function judgeAnswers({ canary, stable }: Pair): void {
    const requests = { canary: canary.requests, stable: stable.requests };
    errors.add(splitYields({ ...requests, canaryHits: canary.errors, stableHits: stable.errors }));
    clientErrors.add(splitYields({ ...requests, canaryHits: canary.clientErrors, stableHits: stable.clientErrors }));
  }

  /** Beyond chance, and by more than is allowed. */
  const isIncrease = (evidence: Evidence, risk: number, rates: { canary: number; stable: number }): boolean =>
    isSure(evidence, risk) && rates.canary > rates.stable * (1 + limits.maxErrorIncrease);

  /** What counts as slow is settled by windows that came before, so that this one cannot bear on it. */
  function judgeLatency({ canary, stable }: Pair): void {
    const p95 = percentileStep(warm.stable.latencies, 0.95);
    if (p95 !== undefined) {
      const border = p95 + stepOf(1 + limits.maxP95Increase);
      const split = {
        canary: countLatencies(canary.latencies),
        stable: countLatencies(stable.latencies),
        canaryHits: countAbove(canary.latencies, border),
        stableHits: countAbove(stable.latencies, border),
      };
      slow.add(splitYields(split));
      slowOften.add(rateYields({ requests: split.canary, errors: split.canaryHits }, 0.05));
    }
    addPair(warm, { canary, stable });
  }

  return {
    total,
    add(pair, cold) {
      addPair(total, pair);
      addPair(waiting, pair);
      if (isEnough(waiting)) {
        judgeAnswers(waiting);
        waiting = emptyPair();
      }
      if (cold) return;
      addPair(waitingWarm, pair);
      if (isEnough(waitingWarm)) {
        judgeLatency(waitingWarm);
        waitingWarm = emptyPair();
      }
    },
    faults(operation, part) {
      const faults: Fault[] = [];
      const rates = { canary: errorRate(total.canary), stable: errorRate(total.stable) };
      if (isIncrease(errors, RISKS.errorIncrease * part, rates))
        faults.push({ what: 'errorIncrease', operation, ...rates });
      const p95 = { canary: p95Of(warm.canary), stable: p95Of(warm.stable) };
      if ([slow, slowOften].every((evidence) => isSure(evidence, RISKS.p95Increase * part)))
        faults.push({ what: 'p95Increase', operation, ...p95 });
      return faults;
    },
    doubts(operation, part) {
      const rates = { canary: clientErrorRate(total.canary), stable: clientErrorRate(total.stable) };
      const doubted = isIncrease(clientErrors, RISKS.clientErrorIncrease * part, rates);
      return doubted ? [{ what: 'clientErrorIncrease', operation, ...rates }] : [];
    },
  };
}

const isEnough = ({ canary, stable }: Pair): boolean => canary.requests >= FEWEST && stable.requests >= FEWEST;

const p95Of = ({ latencies }: Sample): number => percentile(latencies, 0.95) ?? 0;
