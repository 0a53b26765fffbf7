/**
 * The settings of a stage that differ from apikit.yaml, field by field, without the handler's source. Only `plan`
 * compares what needs the source: the handler's name, the actions of its role, and the contract. The code is compared
 * with the code of the releases. Pure.
 */
import type { HistoryEntry } from '../../aws/releases/release-record.ts';
import { attributesOf, type Observation } from '../../engine/observe.ts';
import { lookupIn, resolveResource } from '../../engine/resolve.ts';
import { type FieldChange, isRef, type Kind, type Resource } from '../../engine/resource.ts';
import { RELEASE_VARIABLE } from '../../naming/release-marks.ts';
import { PROVISIONED } from '../../stack/optional-resources.ts';
import { historyIn, liveEntry } from '../releases/live-release.ts';
import { keepingKeys } from './kept-keys.ts';
import { keepingNetwork } from './kept-network.ts';

export interface Drift {
  readonly resource: string;
  readonly path: string;
  /** The value that the stage has. */
  readonly from: unknown;
  /** The value that a deploy would restore. */
  readonly to: unknown;
}

/** `resources` come from `knownStage`. A resource that does not exist, or is not ours, does not count as drift. */
export function driftOf(
  resources: readonly Resource[],
  observation: Observation,
  kinds: ReadonlyMap<string, Kind>,
): Drift[] {
  const attributes = attributesOf(observation);
  const live = liveEntry(attributes);
  const codes = new Set<unknown>(historyIn(attributes).map(({ record }) => record.code));
  return keepingKeys(keepingNetwork(resources, observation), observation).resources.flatMap((resource) => {
    const found = observation.observed.get(resource.id);
    if (!found?.owned || resource.upkeep || resource.id === 'release') return [];
    const fields = kinds.get(resource.kind)?.diff(resolveResource(resource, lookupIn(attributes)), found) ?? [];
    return fields
      .flatMap((field) => comparable(resource.id, field, live, codes))
      .map(({ path, from, to }) => ({ resource: resource.id, path, from, to }));
  });
}

/** Fields whose values apikit knows only after it bundles the handler. */
const SOURCE_ONLY = ['function handler', `function environment.${RELEASE_VARIABLE}`, 'role policies.function.Tables'];

function comparable(
  id: string,
  field: FieldChange,
  live: HistoryEntry | undefined,
  codes: ReadonlySet<unknown>,
): FieldChange[] {
  const where = `${id} ${field.path}`;
  // The code of a consumer belongs to no release, and only its source says what it should be.
  if (/^consumer\/[^ ]+ (handler|codeSha256)$|^role\/[^ ]+ policies\.function\.Tables$/.test(where)) return [];
  if (isRef(field.to) || SOURCE_ONLY.includes(where)) return [];
  // The function has the code that was uploaded last: that of a canary, or of a release that was rolled back.
  if (where === 'function codeSha256')
    return live === undefined || codes.has(field.from) ? [] : [{ ...field, to: live.record.code }];
  // Any of our releases may be live. Only a deployment that is not a release was set by hand.
  if (where === 'stage deployment') return live === undefined ? [field] : [];
  // The canary has instances, too.
  if (where === `${PROVISIONED} release`)
    return live === undefined || String(field.from).split(', ').includes(live.record.version)
      ? []
      : [{ ...field, to: live.record.version }];
  return [field];
}
