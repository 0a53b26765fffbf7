/**
 * Imports keys from a file: some hundred with each ImportApiKeys, and then the stage's tags on each. All of it may run
 * again: a value that AWS knows belongs to its key, and a key with its tags is left as it is.
 */
import { type APIGatewayClient, GetApiKeysCommand, ImportApiKeysCommand } from '@aws-sdk/client-api-gateway';
import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import type { Tags } from '../../naming/tags.ts';
import { APP_TAG, PLAN_TAG, STAGE_TAG } from '../../naming/tags.ts';
import { owns } from '../ownership/ownership.ts';
import { type KeyTarget, markKey } from './change-key.ts';
import { csvOf, type KeyRow } from './key-file.ts';
import { type StageKey, stageKey } from './stage-key.ts';

export interface KnownKey extends StageKey {
  /** The owner as `items-api/prod`. Absent if the key has no tags of apikit. */
  readonly owner?: string;
}

export interface KnownKeys {
  readonly byValue: ReadonlyMap<string, KnownKey>;
  /** The names of the stage's other keys. */
  readonly names: ReadonlySet<string>;
  /** The number of keys in the account and region. */
  readonly count: number;
}

/**
 * Finds the values that AWS already has: one call for each 500 keys. Other values are forgotten at once. `tags` are the
 * stage's.
 */
export async function knownKeys(client: APIGatewayClient, values: ReadonlySet<string>, tags: Tags): Promise<KnownKeys> {
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

/** A row with the usage plan for its key, by its name in apikit.yaml. */
export interface PlannedRow extends KeyRow {
  readonly plan: string;
}

export interface ImportOptions {
  /** The stage's tags. */
  readonly tags: Tags;
  readonly known: KnownKeys;
  readonly signal: AbortSignal;
  /** Called after each step, with how many keys are done. */
  onProgress(done: number): void;
}

/** The rows of one ImportApiKeys. AWS publishes no limit. A body with this many has a tenth of a megabyte. */
const AT_ONCE = 500;
/** How many keys are tagged at the same time. AWS allows ten calls for each second. */
const MARKS_AT_ONCE = 5;

/** Returns the warnings of AWS. */
export async function importKeys(
  place: KeyTarget,
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
      await mapWithConcurrency(MARKS_AT_ONCE, answer.ids ?? [], async (id) => {
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
