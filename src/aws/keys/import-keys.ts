/**
 * Keys from a file: some hundred with each ImportApiKeys, then the marks of the stage on each. All of it may be done again: a value
 * that is known belongs to its key, and a key that has its marks is left as it is.
 */
import { type APIGatewayClient, GetApiKeysCommand, ImportApiKeysCommand } from '@aws-sdk/client-api-gateway';
import { fewAtOnce } from '../../few-at-once.ts';
import type { Tags } from '../../naming/tags.ts';
import { APP_TAG, PLAN_TAG, STAGE_TAG } from '../../naming/tags.ts';
import { owns } from '../ownership/ownership.ts';
import { type KeyPlace, markKey } from './change-key.ts';
import { csvOf, type KeyRow } from './key-file.ts';
import { type StageKey, stageKey } from './stage-key.ts';

export interface KnownKey extends StageKey {
  /** `items-api/prod`; absent: it carries no marks. */
  readonly owner?: string;
}

export interface Known {
  readonly byValue: ReadonlyMap<string, KnownKey>;
  /** Names that other keys of the stage have. */
  readonly names: ReadonlySet<string>;
  /** All keys of the account and region. */
  readonly count: number;
}

/** Which of these values AWS has already: a call for each 500 keys. Other values are forgotten at once. `tags`: of the stage. */
export async function knownKeys(client: APIGatewayClient, values: ReadonlySet<string>, tags: Tags): Promise<Known> {
  const byValue = new Map<string, KnownKey>();
  const names = new Set<string>();
  let count = 0;
  let position: string | undefined;
  do {
    const page = await client.send(
      new GetApiKeysCommand({ limit: 500, includeValues: true, ...(position && { position }) }),
    );
    for (const { value = '', ...found } of page.items ?? []) {
      count += 1;
      const key = stageKey(found);
      if (!values.has(value)) {
        if (owns(tags, key.tags)) names.add(key.name);
        continue;
      }
      const app = key.tags[APP_TAG];
      byValue.set(value, { ...key, ...(app !== undefined && { owner: `${app}/${key.tags[STAGE_TAG]}` }) });
    }
    position = page.position;
  } while (position);
  return { byValue, names, count };
}

/** A row with the plan of the stage that it goes into, as apikit.yaml calls it. */
export interface PlannedRow extends KeyRow {
  readonly plan: string;
}

export interface ImportOptions {
  /** Of the stage. */
  readonly tags: Tags;
  readonly known: Known;
  readonly signal: AbortSignal;
  /** Called after each step, with how many keys are done. */
  onProgress(done: number): void;
}

/** Rows of one ImportApiKeys. AWS publishes no limit: a body of this many is a tenth of a megabyte. */
const AT_ONCE = 500;
/** Marks that are under way at once: AWS allows ten calls a second. */
const MARKS_AT_ONCE = 5;

/** What AWS warned of. */
export async function importKeys(
  place: KeyPlace,
  rows: readonly PlannedRow[],
  { tags, known, signal, onProgress }: ImportOptions,
): Promise<string[]> {
  const warnings: string[] = [];
  const marked = new Map([...known.byValue.values()].map((key) => [key.id, key]));
  let done = 0;
  for (const plan of new Set(rows.map((row) => row.plan))) {
    const ofPlan = rows.filter((row) => row.plan === plan);
    const marks = { ...tags, [PLAN_TAG]: plan };
    for (let from = 0; from < ofPlan.length; from += AT_ONCE) {
      signal.throwIfAborted();
      const body = new TextEncoder().encode(csvOf(ofPlan.slice(from, from + AT_ONCE)));
      const answer = await place.client.send(new ImportApiKeysCommand({ format: 'csv', body, failOnWarnings: false }));
      warnings.push(...(answer.warnings ?? []));
      await fewAtOnce(MARKS_AT_ONCE, answer.ids ?? [], async (id) => {
        signal.throwIfAborted();
        const had = marked.get(id);
        if (!had || !owns(tags, had.tags) || had.plan !== plan) await markKey(place, id, marks);
        done += 1;
        onProgress(done);
      });
    }
  }
  return warnings;
}
