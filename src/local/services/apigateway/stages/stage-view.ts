/** A stage as it goes over the wire: settings with logging off do not name their level [recorded]. */
import type { Stage } from '../model.ts';

export function stageView(stage: Stage): Record<string, unknown> {
  const { methodSettings, tags, ...rest } = stage;
  const shown = Object.entries(methodSettings).map(([key, { loggingLevel, ...settings }]) => [
    key,
    loggingLevel === 'OFF' ? settings : { loggingLevel, ...settings },
  ]);
  return { ...rest, methodSettings: Object.fromEntries(shown), ...(tags && Object.keys(tags).length > 0 && { tags }) };
}
