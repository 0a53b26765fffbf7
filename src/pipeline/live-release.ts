/** The release that a stage serves, from the record of the deployment that it points at. Pure. */
import { type HistoryEntry, isHistory } from '../aws/release-record.ts';

type Attributes = ReadonlyMap<string, Readonly<Record<string, unknown>> | undefined>;

/** `undefined`: there is no stage, or it serves a deployment that apikit did not make. */
export function liveEntry(attributes: Attributes): HistoryEntry | undefined {
  const live = attributes.get('stage')?.deploymentId;
  const history = attributes.get('release')?.history;
  return isHistory(history) ? history.find(({ deploymentId }) => deploymentId === live) : undefined;
}
