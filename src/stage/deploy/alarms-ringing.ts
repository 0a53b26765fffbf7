/** The alarms of a stage that are in ALARM: one read, and none if the stage has no alarms. */
import type { StageConfig } from '../../config/config.ts';
import { observe } from '../../engine/observe.ts';
import { knownStage } from '../desired/desired-stage.ts';
import { createRun, type RunParts } from '../stage-run.ts';

/** Returns the IDs: `alarm/api-5xx-rate`. */
export async function alarmsRinging(config: StageConfig, parts: RunParts): Promise<string[]> {
  const alarms = knownStage(config, parts.facts).filter(({ kind }) => kind === 'alarm');
  // The watch reads the alarms repeatedly, so these reads are not shown as progress.
  const run = createRun(new Map(), { ...parts, report: () => {} });
  const { observed } = await observe(alarms, run, new Map());
  return alarms.flatMap(({ id }) => {
    const alarm = observed.get(id);
    return alarm?.owned && alarm.state === 'ALARM' ? [id] : [];
  });
}
