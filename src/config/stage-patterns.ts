/**
 * Preview stages, which `apikit.yaml` declares by a pattern: `pr-*` stands for one stage per pull request. Such a stage
 * has the settings of the pattern, over those of the stage that it extends, over those of the project. Pure.
 */
import { LOCAL_STAGE } from './config.ts';
import { OPTIONAL_SETTINGS } from './optional-settings.ts';
import type { RawStage, RawTable } from './raw-config.ts';

type RawStages = Readonly<Record<string, RawStage | null>> | undefined;

export const isPattern = (name: string): boolean => name.includes('*');

/** Returns a name that matches the pattern. */
export const exampleOf = (pattern: string): string => pattern.replace('*', '1');

/** The star stands for at least one character. */
export function fits(pattern: string, name: string): boolean {
  const [before = '', after = ''] = pattern.split('*');
  return name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
}

/** Returns the most specific of the matching patterns, which are the longest. There may be several of equal length. */
export function patternsFor(patterns: readonly string[], name: string): string[] {
  const fitting = patterns.filter((pattern) => fits(pattern, name));
  const longest = Math.max(...fitting.map(({ length }) => length));
  return fitting.filter(({ length }) => length === longest);
}

/**
 * Returns the names under `stages` that have settings of a stage, in order of priority: the stage itself, or the
 * pattern and the stage that it extends. Returns none for a stage that is not declared, or that several patterns match
 * equally.
 */
export function sectionsOf(stages: RawStages, name: string): string[] {
  const section = Object.hasOwn(stages ?? {}, name) ? name : patternOf(stages, name);
  if (section === undefined) return [];
  const extended = isPattern(section) ? stages?.[section]?.extends : undefined;
  return extended !== undefined && canBeExtended(stages, extended) ? [section, extended] : [section];
}

/**
 * Returns the pattern that a stage matches, or the name itself if it is a pattern. `undefined` if no pattern declares
 * it.
 */
export function patternOf(stages: RawStages, name: string): string | undefined {
  if (isPattern(name)) return name;
  if (name === LOCAL_STAGE || Object.hasOwn(stages ?? {}, name)) return undefined;
  const [pattern, ...others] = patternsFor(Object.keys(stages ?? {}).filter(isPattern), name);
  return others.length === 0 ? pattern : undefined;
}

export function canBeExtended(stages: RawStages, name: string): boolean {
  return Object.hasOwn(stages ?? {}, name) && name !== LOCAL_STAGE && !isPattern(name);
}

/** Returns all settings of a stage in `stages`. */
export function stageSection(stages: RawStages, name: string): RawStage {
  const [own, extended] = sectionsOf(stages, name).map((section) => stages?.[section] ?? {});
  if (own === undefined) return {};
  return extended === undefined ? own : layered(inheritableSettings(extended), own);
}

/**
 * Settings that no preview inherits: protection, a cache, which AWS bills by the hour, used or not, the domain, which
 * leads to one stage only, and the resources that the stage took over.
 */
function inheritableSettings({ protected: _, cache: __, domain: ___, adopts: ____, ...section }: RawStage): RawStage {
  return section;
}

function layered(under: RawStage, over: RawStage): RawStage {
  const { tables, ...rest } = over;
  return layer(withOneHandler(under, over), typeof tables === 'string' ? rest : over, []) as RawStage;
}

/** If the upper section sets `entry` or `handler`, it does not inherit the other one. */
function withOneHandler(under: RawStage, { function: over }: RawStage): RawStage {
  if (!under.function || (over?.entry === undefined && over?.handler === undefined)) return under;
  const { entry: _, handler: __, ...fn } = under.function;
  return { ...under, function: fn };
}

/** Sections whose entries are merged, as a stage's are with the project's. All other values are replaced. */
const LAYERED = new RegExp(
  `^(function(/(environment|secrets|role|logging|bundle(/loaders)?))?|(tables|queues|stateMachines|topics|eventBuses|eventRules|usagePlans|userPools|buckets)(/[^/]+)?|cors|access|throttle|logs|alarms|${OPTIONAL_SETTINGS.join('|')}|canary|variables|tags)?$`,
);

function layer(under: unknown, over: unknown, path: readonly string[]): unknown {
  const isSection = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isSection(under) || !isSection(over) || !LAYERED.test(path.join('/'))) return over;
  const merged: Record<string, unknown> = { ...(under as object) };
  for (const [key, value] of Object.entries(over as object))
    merged[key] = Object.hasOwn(merged, key) ? layer(merged[key], value, [...path, key]) : value;
  return merged;
}

/** A preview's table. It is never the table of the stage that it extends, and does not inherit its protection. */
export function previewTable(table: RawTable, { tables }: RawStage): RawTable {
  const { import: imported, deletionProtection: _, ...own } = table;
  const shares = imported !== undefined && typeof tables !== 'string';
  return { ...own, ...(shares && { import: imported }), deletionProtection: false };
}
