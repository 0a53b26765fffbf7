/** The actions that the live release was deployed with and that its role no longer allows. Reads only. */
import { lostActions } from '../../../aws/iam/lost-actions.ts';
import type { StageConfig } from '../../../config/config.ts';
import { roleName } from '../../../naming/names.ts';
import { keptReleasesOf } from '../../releases/kept-releases.ts';
import type { RunParts } from '../../stage-run.ts';

/** Also empty if there is no record of the release. */
export async function lostRights(
  config: StageConfig,
  release: string,
  { clients, clock, signal }: Pick<RunParts, 'clients' | 'clock' | 'signal'>,
): Promise<string[]> {
  const silent = () => undefined;
  const { releases } = await keptReleasesOf({ clients, config, clock, signal, note: silent, warn: silent });
  const kept = releases.get(release);
  return kept ? await lostActions(await clients.iam(), roleName(config), kept.policies) : [];
}
