/** The accounts and regions in which a project may have previews. */
import { LOCAL_STAGE, type ProjectConfig, type StageConfig } from '../../../config/config.ts';
import { exampleOf } from '../../../config/stage-patterns.ts';

export interface PruneTarget extends Pick<StageConfig, 'region' | 'account' | 'profile'> {
  /**
   * Whether a pattern names the place. In other places, there may be previews from the time when a pattern named them.
   */
  readonly ofPattern: boolean;
}

/** Returns each place once. Places of patterns come first. */
export function pruneTargets(project: ProjectConfig): PruneTarget[] {
  const ofPatterns = project.patterns.map((pattern) => project.anyStage(exampleOf(pattern)));
  const ofStages = project.stages.map((stage) => project.stage(stage));
  const declared = [...ofPatterns, ...ofStages];
  const all = declared.length > 0 ? declared : [project.anyStage(LOCAL_STAGE)];
  const places = new Map<string, PruneTarget>();
  for (const { region, account, profile, preview } of all) {
    const key = JSON.stringify([region, account, profile]);
    if (places.has(key)) continue;
    const place = { region, ...(account !== undefined && { account }), ...(profile !== undefined && { profile }) };
    places.set(key, { ...place, ofPattern: preview !== undefined });
  }
  return [...places.values()];
}
