/** Accounts and regions in which a project may have previews. */
import { LOCAL_STAGE, type ProjectConfig, type StageConfig } from '../../../config/config.ts';
import { exampleOf } from '../../../config/stage-patterns.ts';

export interface PrunePlace extends Pick<StageConfig, 'region' | 'account' | 'profile'> {
  /** Whether a pattern names it. Elsewhere there may be previews that were deployed when a pattern still did. */
  readonly ofPattern: boolean;
}

/** Each once, those of patterns first. */
export function prunePlaces(project: ProjectConfig): PrunePlace[] {
  const ofPatterns = project.patterns.map((pattern) => project.anyStage(exampleOf(pattern)));
  const ofStages = project.stages.map((stage) => project.stage(stage));
  const declared = [...ofPatterns, ...ofStages];
  const all = declared.length > 0 ? declared : [project.anyStage(LOCAL_STAGE)];
  const places = new Map<string, PrunePlace>();
  for (const { region, account, profile, preview } of all) {
    const key = JSON.stringify([region, account, profile]);
    if (places.has(key)) continue;
    const place = { region, ...(account !== undefined && { account }), ...(profile !== undefined && { profile }) };
    places.set(key, { ...place, ofPattern: preview !== undefined });
  }
  return [...places.values()];
}
