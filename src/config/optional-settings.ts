/** The settings that ask for a resource. A new one is a file beside this one and a line in the list. Pure. */
import { anomalies } from './anomalies.ts';
import { budget } from './budget.ts';
import { dashboard } from './dashboard.ts';
import type { CheckedStage, OptionalPrice, OptionalSetting } from './optional-setting.ts';
import { provisionedConcurrency } from './provisioned-concurrency.ts';
import type { Schema } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';
import { waf } from './waf.ts';

const SETTINGS = { dashboard, budget, anomalies, provisionedConcurrency, waf };

type Settings = typeof SETTINGS;
export type RawOptionalSettings = { [S in keyof Settings]?: Parameters<Settings[S]['resolve']>[0] | false };
/** With `false`, a deploy deletes the resource if there is one. Without the setting, it does not look for one. */
export type OptionalSettings = { [S in keyof Settings]?: ReturnType<Settings[S]['resolve']> | false };

const all = Object.entries<OptionalSetting>(SETTINGS);

export const OPTIONAL_SETTINGS: readonly string[] = Object.keys(SETTINGS);

export const optionalSchemas: Readonly<Record<string, Schema>> = Object.fromEntries(
  all.map(([name, { schema, examples }]) => [
    name,
    {
      ...schema,
      description: `${schema.description} false deletes it. Default: apikit does not look for one.`,
      examples: [...examples],
    },
  ]),
);

export function resolveOptionalSettings(project: RawOptionalSettings, stage: RawOptionalSettings): OptionalSettings {
  const resolved = all.flatMap(([name, setting]) => {
    const [under, over] = [rawSetting(project, name), rawSetting(stage, name)];
    const value = over ?? under;
    if (value === undefined) return [];
    return [
      [name, value && setting.resolve(typeof value === 'object' ? { ...section(under), ...value } : value)] as const,
    ];
  });
  return Object.fromEntries(resolved);
}

function rawSetting(raw: RawOptionalSettings, name: string): object | string | boolean | undefined {
  return raw[name as keyof Settings];
}

const section = (said: object | string | boolean | undefined): object => (typeof said === 'object' ? said : {});

export function checkOptionalSettings(config: OptionalSettings & CheckedStage, report: ReportProblem): void {
  for (const [name, setting] of all) {
    const value = config[name as keyof Settings];
    if (value) setting.check?.(value, config, report);
  }
}

/** Returns the prices of the resources that the stage asks for, each with its setting. */
export function optionalPrices(config: OptionalSettings): (OptionalPrice & { readonly setting: string })[] {
  return all.flatMap(([setting, { price }]) => {
    const value = config[setting as keyof Settings];
    return value && price ? [{ setting, ...price(value) }] : [];
  });
}

/** Returns a text for each resource that costs something or needs something before it works. */
export function optionalCosts(config: OptionalSettings & { readonly app: string; readonly stage: string }): string[] {
  return all.flatMap(([setting, { price, costNote }]) => {
    const value = config[setting as keyof Settings];
    if (!value) return [];
    const billed = price?.(value);
    const costs = [
      ...(billed ? [`AWS bills the ${billed.resource} with ${priceText(billed)}.`] : []),
      ...(costNote ? [costNote(value, config)] : []),
    ];
    return costs.length === 0 ? [] : [costs.join(' ')];
  });
}

/** For example `3.00 USD a month; the first three of an account are free`. */
function priceText({ usd, atMost, free }: OptionalPrice): string {
  const sum = `${atMost ? 'up to ' : ''}${usd(0).toFixed(2)} USD a month`;
  return free === undefined ? sum : `${sum}; the first ${free} of an account are free`;
}

/** Returns the kinds of the resources that the stage must not have: a deploy deletes one that is there. */
export function unwantedKinds(config: OptionalSettings): string[] {
  return all.flatMap(([name, { kind, furtherKinds = [] }]) =>
    config[name as keyof Settings] === false ? [kind, ...furtherKinds] : [],
  );
}
