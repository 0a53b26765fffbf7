/** The release that a stage serves, from the record of its deployment. Pure. */
import { type HistoryEntry, isHistory, releaseOf } from '../../aws/releases/release-record.ts';
import { attributesOf, type Observation } from '../../engine/observe.ts';

type Attributes = ReadonlyMap<string, Readonly<Record<string, unknown>> | undefined>;

/** Returns `undefined` if the stage does not exist, or if apikit did not create its deployment. */
export function liveEntry(attributes: Attributes): HistoryEntry | undefined {
  return releaseOf(historyIn(attributes), attributes.get('stage')?.deploymentId);
}

/** The IDs of all releases that exist while this one is created. */
export function releasesBeside(release: string, observation: Observation): string[] {
  return [release, ...historyIn(attributesOf(observation)).map(({ record }) => record.release)];
}

/** The releases that exist, newest first. */
export function historyIn(attributes: Attributes): readonly HistoryEntry[] {
  const history = attributes.get('release')?.history;
  return isHistory(history) ? history : [];
}
