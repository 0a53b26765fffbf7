/** The settings that ask for a resource. A new one is a file beside this one and a line in the list. Pure. */
import { anomalies } from './anomalies.ts';
import { budget } from './budget.ts';
import { dashboard } from './dashboard.ts';
import type { CheckedStage, OptionalSetting } from './optional-setting.ts';
import type { Schema } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

const SETTINGS = { dashboard, budget, anomalies };

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
  const resolved = all.flatMap(([name, setting]) => {
    const [under, over] = [saidOf(project, name), saidOf(stage, name)];
    const said = over ?? under;
    if (said === undefined) return [];
    return [[name, said && setting.resolve(typeof said === 'object' ? { ...section(under), ...said } : said)] as const];
  });
  return Object.fromEntries(resolved);
}

function saidOf(raw: RawOptionalSettings, name: string): object | boolean | undefined {
  return raw[name as keyof Settings];
}

const section = (said: object | boolean | undefined): object => (typeof said === 'object' ? said : {});

export function checkOptionalSettings(config: OptionalSettings & CheckedStage, report: ReportProblem): void {
  for (const [name, setting] of all) {
    const said = config[name as keyof Settings];
    if (said) setting.check?.(said, config, report);
  }
}

/** Returns the kinds of the resources that the stage must not have: a deploy deletes one that is there. */
export function unwantedKinds(config: OptionalSettings): string[] {
  return all.flatMap(([name, { kind }]) => (config[name as keyof Settings] === false ? [kind] : []));
}
