/** The settings that ask for a resource. A new one is a file beside this one and a line in the list. Pure. */
import { anomalies } from './anomalies.ts';
import { budget } from './budget.ts';
import type { CheckedStage, OptionalSetting } from './optional-setting.ts';
import type { Schema } from './schema-parts.ts';
import type { ReportProblem } from './stage-report.ts';

const SETTINGS = { budget, anomalies };

type Settings = typeof SETTINGS;
export type RawOptionalSettings = { [S in keyof Settings]?: Parameters<Settings[S]['resolve']>[0] | false };
/** `false`: a deploy deletes the resource if there is one. Absent: it does not look for one. */
export type OptionalSettings = { [S in keyof Settings]?: ReturnType<Settings[S]['resolve']> | false };

const all = Object.entries<OptionalSetting>(SETTINGS);

export const OPTIONAL_SETTINGS: readonly string[] = Object.keys(SETTINGS);

export const optionalSchemas: Readonly<Record<string, Schema>> = Object.fromEntries(
  all.map(([name, { schema }]) => [name, schema]),
);

export function resolveOptionalSettings(project: RawOptionalSettings, stage: RawOptionalSettings): OptionalSettings {
  const sectionsOf: (raw: RawOptionalSettings) => Readonly<Record<string, object | false>> = (raw) => ({ ...raw });
  const [common, own] = [sectionsOf(project), sectionsOf(stage)];
  const resolved = all.flatMap(([name, setting]) => {
    const section = own[name] ?? common[name];
    if (section === undefined) return [];
    return [[name, section && setting.resolve({ ...(common[name] || {}), ...section })] as const];
  });
  return Object.fromEntries(resolved);
}

export function checkOptionalSettings(config: OptionalSettings & CheckedStage, report: ReportProblem): void {
  for (const [name, setting] of all) {
    const section = config[name as keyof Settings];
    if (section) setting.check(section, config, report);
  }
}
