/** Finds the causes of a symptom. Confirmed causes come first. */
import type { Cause, CauseVerdict, Situation } from './cause.ts';
import { CAUSES, OF_REQUESTS } from './causes/index.ts';
import { type Failure, UnreadableFact } from './evidence.ts';
import type { Symptom } from './symptom.ts';

export interface Diagnosis {
  readonly cause: string;
  readonly verdict: 'so' | 'possible';
  readonly says: string;
  /** The observed facts, or the missing fact without which the cause is uncertain. */
  readonly because?: string;
  readonly fix: string;
  readonly next: string;
  /** How often the access log of the last hour has this failure, if the log shows it. */
  readonly seen?: Pick<Failure, 'count' | 'at' | 'requestId'>;
}

export interface Diagnoses {
  readonly causes: readonly Diagnosis[];
  readonly ruledOut: readonly { readonly cause: string; readonly because: string }[];
}

/**
 * In characters. Anyone can cause megabytes of text in a log or a response, and the regular expressions read all of it.
 */
const LONGEST = 20_000;

/** Returns `undefined` if no cause matches the symptom. */
export async function diagnose({ symptom, stage }: Situation): Promise<Diagnoses | undefined> {
  const scene = { symptom: { ...symptom, text: symptom.text.slice(0, LONGEST) }, stage };
  const levels = levelsFor(scene.symptom);
  if (levels.length === 0) return undefined;
  const failures = scene.symptom.exchange || scene.symptom.request ? [] : await failuresOf(scene);
  const judged: { cause: Cause; verdict: CauseVerdict }[] = [];
  for (const causes of levels) {
    judged.push(...(await Promise.all(causes.map(async (cause) => ({ cause, verdict: await judge(cause, scene) })))));
    // If the checks rule out all causes that match best, the text was misleading.
    if (judged.some(({ verdict }) => verdict.is !== 'not')) break;
  }
  const ruledOut = judged.flatMap(({ cause, verdict }) =>
    verdict.is === 'not' ? [{ cause: cause.id, because: verdict.because }] : [],
  );
  const left = judged.flatMap(({ cause, verdict }) => (verdict.is === 'not' ? [] : [{ cause, verdict }]));
  // A single request has a single cause: if it is confirmed, the other causes do not matter.
  const certain = scene.symptom.requestId === undefined ? [] : left.filter(({ verdict }) => verdict.is === 'so');
  const causes = (certain.length > 0 ? certain : left).map(({ cause, verdict }): Diagnosis => {
    const seen = seenAs(cause, scene.symptom, failures);
    const { is, because, fix = cause.fix, next = cause.next(scene.stage.stage) } = verdict;
    return {
      cause: cause.id,
      verdict: is,
      says: cause.says,
      ...(because !== undefined && { because }),
      fix,
      next,
      ...(seen && { seen }),
    };
  });
  return { causes: causes.sort(byLikelihood), ruledOut };
}

/** The causes that match best, in the order of the list. */
export const candidatesFor = (symptom: Symptom): readonly Cause[] => levelsFor(symptom)[0] ?? [];

/**
 * The matching causes, in groups that match equally well, the best group first. A text is a stronger sign than a
 * gateway response type, which is stronger than a status that many causes share.
 */
function levelsFor(symptom: Symptom): (readonly Cause[])[] {
  const levels = new Map<number, Cause[]>();
  for (const cause of symptom.request ? OF_REQUESTS : CAUSES) {
    const fit = scoreOf(cause, symptom);
    if (fit > 0) levels.set(fit, [...(levels.get(fit) ?? []), cause]);
  }
  return [...levels].sort(([a], [b]) => b - a).map(([, causes]) => causes);
}

const TYPES = new Set(CAUSES.flatMap(({ signs }) => signs.types ?? []));

/** The weight of each sign is larger than the sum of all less precise signs. */
function scoreOf({ signs }: Cause, { text, type: said, statuses, exchange }: Symptom): number {
  // A type that no cause names counts as no type.
  const type = said !== undefined && TYPES.has(said) ? said : undefined;
  if (exchange) return signs.crossOrigin ? 1 : 0;
  const precise = signs.text?.test(text) ? 8 : 0;
  // If the type is known and belongs to another cause, a text that many causes share has no meaning.
  if (type !== undefined && signs.types && !signs.types.includes(type)) return precise;
  const common = signs.words?.test(text) ? 4 : 0;
  const typed = type !== undefined && signs.types ? 2 : 0;
  const answered = signs.statuses?.some((status) => statuses.includes(status)) ? 1 : 0;
  return precise + common + typed + (type !== undefined && typed === 0 && precise === 0 ? 0 : answered);
}

async function judge(cause: Cause, scene: Situation): Promise<CauseVerdict> {
  if (!cause.check) return { is: cause.signs.text?.test(scene.symptom.text) ? 'so' : 'possible' };
  try {
    return await cause.check(scene);
  } catch (error) {
    if (error instanceof UnreadableFact) return { is: 'possible', because: error.message };
    throw error;
  }
}

async function failuresOf({ stage }: Situation): Promise<readonly Failure[]> {
  try {
    return await stage.failures();
  } catch (error) {
    if (error instanceof UnreadableFact) return [];
    throw error;
  }
}

function seenAs({ signs }: Cause, { statuses }: Symptom, failures: readonly Failure[]): Diagnosis['seen'] {
  const same = failures.filter(
    ({ type, status }) =>
      type !== undefined && signs.types?.includes(type) && (statuses.length === 0 || statuses.includes(status)),
  );
  const [latest] = [...same].sort((a, b) => (a.at < b.at ? 1 : -1));
  return (
    latest && { count: same.reduce((sum, { count }) => sum + count, 0), at: latest.at, requestId: latest.requestId }
  );
}

/** `sort` is stable: equal causes keep the order of the list. */
function byLikelihood(a: Diagnosis, b: Diagnosis): number {
  if (a.verdict !== b.verdict) return a.verdict === 'so' ? -1 : 1;
  return (b.seen?.count ?? 0) - (a.seen?.count ?? 0);
}
