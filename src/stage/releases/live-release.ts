/** The release that a stage serves, from the record of the deployment that it points at. Pure. */
import { type HistoryEntry, isHistory, releaseOf } from '../../aws/releases/release-record.ts';
import { attributesOf, type Observation } from '../../engine/observe.ts';

type Attributes = ReadonlyMap<string, Readonly<Record<string, unknown>> | undefined>;

/** `undefined`: there is no stage, or it serves a deployment that apikit did not make. */
export function liveEntry(attributes: Attributes): HistoryEntry | undefined {
  return releaseOf(historyIn(attributes), attributes.get('stage')?.deploymentId);
}

/** Ids of the releases that there are while this one is being made. */
export function releasesBeside(release: string, observation: Observation): string[] {
  return [release, ...historyIn(attributesOf(observation)).map(({ record }) => record.release)];
}

/** The releases that are kept, newest first. */
export function historyIn(attributes: Attributes): readonly HistoryEntry[] {
  const history = attributes.get('release')?.history;
  return isHistory(history) ? history : [];
}
