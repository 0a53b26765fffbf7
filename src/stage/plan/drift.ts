/**
 * What of a stage is not as apikit.yaml says, field by field, without the handler's source. What only the source can tell —
 * the handler's name, the actions that its role needs, the contract — is left to `plan`; the code is compared with what
 * the releases were made of. Pure.
 */
import type { HistoryEntry } from '../../aws/releases/release-record.ts';
import { attributesOf, type Observation } from '../../engine/observe.ts';
import { lookupIn, resolveResource } from '../../engine/resolve.ts';
import { type FieldChange, isRef, type Kind, type Resource } from '../../engine/resource.ts';
import { historyIn, liveEntry } from '../releases/live-release.ts';
import { keepingKeys } from './kept-keys.ts';

export interface Drift {
  readonly resource: string;
  readonly path: string;
  /** What it is. */
  readonly from: unknown;
  /** What a deploy would put back. */
  readonly to: unknown;
}

/** `resources` as `knownStage` makes them. What does not exist, or is not ours, is no drift. */
export function driftOf(
  resources: readonly Resource[],
  observation: Observation,
  kinds: ReadonlyMap<string, Kind>,
): Drift[] {
  const attributes = attributesOf(observation);
  const live = liveEntry(attributes);
  const codes = new Set<unknown>(historyIn(attributes).map(({ record }) => record.code));
  return keepingKeys(resources, observation).resources.flatMap((resource) => {
    const found = observation.observed.get(resource.id);
    if (!found?.owned || resource.upkeep || resource.id === 'release') return [];
    const fields = kinds.get(resource.kind)?.diff(resolveResource(resource, lookupIn(attributes)), found) ?? [];
    return fields
      .flatMap((field) => comparable(resource.id, field, live, codes))
      .map(({ path, from, to }) => ({ resource: resource.id, path, from, to }));
  });
}

/** What apikit finds out by bundling the handler. */
const SOURCE_ONLY = ['function handler', 'role policies.function.Tables'];

function comparable(
  id: string,
  field: FieldChange,
  live: HistoryEntry | undefined,
  codes: ReadonlySet<unknown>,
): FieldChange[] {
  const where = `${id} ${field.path}`;
  // The code of a stream's consumer is of no release, and nothing but its source tells what it should be.
  if (/^consumer\/[^ ]+ (handler|codeSha256)$|^role\/[^ ]+ policies\.function\.Tables$/.test(where)) return [];
  if (isRef(field.to) || SOURCE_ONLY.includes(where)) return [];
  // What was uploaded last is the code of a canary, or of a release that was rolled back.
  if (where === 'function codeSha256')
    return live === undefined || codes.has(field.from) ? [] : [{ ...field, to: live.record.code }];
  // Any of our releases may be the live one; only a deployment that is none of them was put there by hand.
  if (where === 'stage deployment') return live === undefined ? [field] : [];
  return [field];
}
