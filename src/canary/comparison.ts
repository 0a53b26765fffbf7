/**
 * Compares a canary with the stable release, one window of time after the other, for all operations together and for
 * each operation. If the canary is not worse, the comparison calls it worse in at most one of 100 canaries, however
 * long it is watched and however many operations there are. Pure.
 */
import { type Evidence, rateEvidence, rateYields, splitEvidence, splitYields } from './evidence.ts';
import { countAbove, countLatencies, percentile, percentileStep, stepOf } from './latencies.ts';
import type { CanaryLimits } from './limits.ts';
import { addPair, clientErrorRate, emptyPair, errorRate, type ReleasePair, type Sample } from './sample.ts';

/** A certain or possible fault of a canary. */
export interface Fault {
  readonly what: 'errorRate' | 'errorIncrease' | 'p95Increase' | 'clientErrorIncrease';
  /** For example `GET /items/{id}`; `null` means all operations together. */
  readonly operation: string | null;
  /** A share of requests (0 to 1) or a latency in ms. */
  readonly canary: number;
  /** `null` if the canary is not compared with the stable release. */
  readonly stable: number | null;
}

/** The requests of some seconds, by operation (`GET /items/{id}`). */
export interface Window {
  readonly operations: ReadonlyMap<string, ReleasePair>;
  /** The functions of a new share start cold, so their latency is not judged. */
  readonly cold: boolean;
}

export interface Comparison {
  add(window: Window): void;
  /** The totals of all operations together. */
  totals(): ReleasePair;
  operations(): ReadonlyMap<string, ReleasePair>;
  /** Faults of all operations together come first. An empty list means that there is no fault. */
  faults(): Fault[];
  /** The canary rejects more requests than the stable release. This may be intended, so a person must decide. */
  doubts(): Fault[];
}

/** The chances of a false alarm. Together they are one in 100, and one unfounded doubt in 200 comes on top. */
const RISKS = { errorRate: 0.003, errorIncrease: 0.004, p95Increase: 0.003, clientErrorIncrease: 0.005 } as const;
/** The number of requests that each side needs in a window. Windows with fewer requests are merged. */
const FEWEST = 5;

export function createComparison(limits: CanaryLimits): Comparison {
  const rate = rateEvidence();
  const all = createSubject(limits);
  const operations = new Map<string, Subject>();
  /**
   * All operations together get half of the risk. The operations share the rest in the order in which they appear: 1/2,
   * 1/6, 1/12 … of it.
   */
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
  readonly total: ReleasePair;
  add(pair: ReleasePair, cold: boolean): void;
  /** `part` is the share of each risk that this subject gets. */
  faults(operation: string | null, part: number): Fault[];
  doubts(operation: string | null, part: number): Fault[];
}

function createSubject(limits: CanaryLimits): Subject {
  const total = emptyPair();
  /** The requests of windows whose latency may be judged. */
  const warm = emptyPair();
  const errors = splitEvidence();
  const clientErrors = splitEvidence();
  /**
   * `slow`: the canary is slow more often than the stable release. `slowOften`: it is slow for more than 5 % of its
   * requests.
   */
  const slow = splitEvidence();
  const slowOften = rateEvidence();
  let waiting = emptyPair();
  let waitingWarm = emptyPair();

  function judgeAnswers({ canary, stable }: ReleasePair): void {
    const requests = { canary: canary.requests, stable: stable.requests };
    errors.add(splitYields({ ...requests, canaryHits: canary.errors, stableHits: stable.errors }));
    clientErrors.add(splitYields({ ...requests, canaryHits: canary.clientErrors, stableHits: stable.clientErrors }));
  }

  /** The increase is more than chance and more than the limit allows. */
  const isIncrease = (evidence: Evidence, risk: number, rates: { canary: number; stable: number }): boolean =>
    isSure(evidence, risk) && rates.canary > rates.stable * (1 + limits.maxErrorIncrease);

  /** Earlier windows define the border of slow requests, so that the current window cannot influence it. */
  function judgeLatency({ canary, stable }: ReleasePair): void {
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

const isEnough = ({ canary, stable }: ReleasePair): boolean => canary.requests >= FEWEST && stable.requests >= FEWEST;

const p95Of = ({ latencies }: Sample): number => percentile(latencies, 0.95) ?? 0;
