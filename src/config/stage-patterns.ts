/**
 * Stages that `apikit.yaml` declares by a pattern: `pr-*` stands for one of each pull request. What such a stage is made of is what
 * the pattern says, over the stage that it extends, over the project. Pure.
 */
import { LOCAL_STAGE } from './config.ts';
import { OPTIONAL_SETTINGS } from './optional-settings.ts';
import type { RawStage, RawTable } from './raw-config.ts';

type RawStages = Readonly<Record<string, RawStage | null>> | undefined;

export const isPattern = (name: string): boolean => name.includes('*');

/** A name that the pattern stands for. */
export const exampleOf = (pattern: string): string => pattern.replace('*', '1');

/** The star stands for one character at least. */
export function fits(pattern: string, name: string): boolean {
  const [before = '', after = ''] = pattern.split('*');
  return name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
}

/** The most specific of the patterns that fit, which are those with the longest text: several where they are equally specific. */
export function patternsFor(patterns: readonly string[], name: string): string[] {
  const fitting = patterns.filter((pattern) => fits(pattern, name));
  const longest = Math.max(...fitting.map(({ length }) => length));
  return fitting.filter(({ length }) => length === longest);
}

/**
 * The names under `stages` where the settings of a stage stand, those that win first: its own; or the pattern's and those of the
 * stage that it extends. None for a stage that is not declared, or that several patterns fit equally.
 */
export function sectionsOf(stages: RawStages, name: string): string[] {
  const section = Object.hasOwn(stages ?? {}, name) ? name : patternOf(stages, name);
  if (section === undefined) return [];
  const extended = isPattern(section) ? stages?.[section]?.extends : undefined;
  return extended !== undefined && canBeExtended(stages, extended) ? [section, extended] : [section];
}

/** The pattern that a stage is made from, or that the name is; `undefined`: it is declared itself, or not at all. */
export function patternOf(stages: RawStages, name: string): string | undefined {
  if (isPattern(name)) return name;
  if (name === LOCAL_STAGE || Object.hasOwn(stages ?? {}, name)) return undefined;
  const [pattern, ...others] = patternsFor(Object.keys(stages ?? {}).filter(isPattern), name);
  return others.length === 0 ? pattern : undefined;
}

export function canBeExtended(stages: RawStages, name: string): boolean {
  return Object.hasOwn(stages ?? {}, name) && name !== LOCAL_STAGE && !isPattern(name);
}

/** All that `stages` says of a stage. */
export function stageSection(stages: RawStages, name: string): RawStage {
  const [own, extended] = sectionsOf(stages, name).map((section) => stages?.[section] ?? {});
  if (own === undefined) return {};
  return extended === undefined ? own : layered(withoutOwnAffairs(extended), own);
}

/** What nobody gets by accident: protection, and a cache, which AWS bills by the hour, used or not. */
function withoutOwnAffairs({ protected: _, cache: __, ...section }: RawStage): RawStage {
  return section;
}

function layered(under: RawStage, over: RawStage): RawStage {
  const { tables, ...rest } = over;
  return layer(withOneHandler(under, over), typeof tables === 'string' ? rest : over, []) as RawStage;
}

/** Whoever names the handler in the one way does not keep what the stage below says in the other. */
function withOneHandler(under: RawStage, { function: over }: RawStage): RawStage {
  if (!under.function || (over?.entry === undefined && over?.handler === undefined)) return under;
  const { entry: _, handler: __, ...fn } = under.function;
  return { ...under, function: fn };
}

/** Sections whose entries are laid over each other, as a stage's are over the project's; everything else is replaced. */
const LAYERED = new RegExp(
  `^(function(/(environment|secrets|role|bundle(/loaders)?))?|(tables|usagePlans|userPools)(/[^/]+)?|cors|throttle|logs|alarms|${OPTIONAL_SETTINGS.join('|')}|canary|variables|tags)?$`,
);

function layer(under: unknown, over: unknown, path: readonly string[]): unknown {
  const isSection = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isSection(under) || !isSection(over) || !LAYERED.test(path.join('/'))) return over;
  const merged: Record<string, unknown> = { ...(under as object) };
  for (const [key, value] of Object.entries(over as object))
    merged[key] = Object.hasOwn(merged, key) ? layer(merged[key], value, [...path, key]) : value;
  return merged;
}

/** A table of a preview: never that of the stage that it extends, nor protected as that one may be. */
export function previewTable(table: RawTable, { tables }: RawStage): RawTable {
  const { import: imported, deletionProtection: _, ...own } = table;
  const shares = imported !== undefined && typeof tables !== 'string';
  return { ...own, ...(shares && { import: imported }), deletionProtection: false };
}
