/**
 * The releases of a stage with a function URL (docs/adr/0026). Each is an alias `release-<id>` of its version, with the
 * record in its description. The alias `live`, which the URL runs, points to the version that serves, and its
 * description has the record of the switch. The version stands for the deployment of a REST API. Pure, except for the
 * switch.
 */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { LIVE_ALIAS } from '../../naming/names.ts';
import { type Alias, putAlias } from '../lambda/aliases.ts';
import { formatReleaseRecord, type HistoryEntry, parseReleaseRecord, type ReleaseRecord } from './release-record.ts';
import { formatSwitchRecord, type SwitchRecord } from './switch-record.ts';

/** Characters of an alias's description (docs/aws/function-urls.md). */
const DESCRIPTION_LIMIT = 256;

const PREFIX = 'release-';

export const releaseAlias = (record: ReleaseRecord): Alias => ({
  name: `${PREFIX}${record.release}`,
  version: record.version,
  description: formatReleaseRecord(record, DESCRIPTION_LIMIT),
});

/** The releases among the aliases of a function, newest first. */
export function releasesIn(aliases: readonly Alias[]): HistoryEntry[] {
  return aliases
    .flatMap(({ name, version, description }): HistoryEntry[] => {
      const record = name.startsWith(PREFIX) ? parseReleaseRecord(description) : undefined;
      return record ? [{ deploymentId: version, createdAt: record.time, record: { ...record, version } }] : [];
    })
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

/** Makes the URL run another version: one write. */
export async function switchUrl(
  client: LambdaClient,
  functionName: string,
  { to, record }: { readonly to: string; readonly record: SwitchRecord },
): Promise<void> {
  const description = formatSwitchRecord(record, DESCRIPTION_LIMIT);
  await putAlias(client, functionName, { name: LIVE_ALIAS, version: to, description });
}
