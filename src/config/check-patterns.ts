/** Checks of what only a pattern may say of its stages, and of what it may not say. Pure. */
import { LOCAL_STAGE } from './config.ts';
import type { Path, Problem } from './problem.ts';
import type { RawConfig, RawStage } from './raw-config.ts';
import type { Source } from './source.ts';
import { canBeExtended, exampleOf, isPattern, stageSection } from './stage-patterns.ts';
import { suggest } from './suggest.ts';

/** Of one entry of `stages`. */
export function patternProblems(raw: RawConfig, stage: string, source: Source): Problem[] {
  const problems: Problem[] = [];
  const own = raw.stages?.[stage] ?? {};
  const report = (path: Path, message: string, fix: string) =>
    problems.push(source.problem(['stages', stage, ...path], message, fix, { key: path.length === 0 }));
  if (isPattern(stage)) checkPattern(raw, stage, own, report);
  else checkPlain(stage, own, report);
  return problems;
}

type Told = (path: Path, message: string, fix: string) => void;

function checkPlain(stage: string, own: RawStage, report: Told): void {
  const why = `only a pattern, which has a * in its name, makes stages that come and go, and ${stage} is one stage`;
  for (const setting of ['extends', 'expires'] as const) {
    if (own[setting] === undefined) continue;
    report([setting], `stages.${stage} has ${setting}: ${why}.`, 'Remove it, or give it to a pattern such as pr-*.');
  }
  if (typeof own.tables === 'string')
    report(['tables'], `stages.${stage}.tables is "${own.tables}": ${why}.`, 'Use a section with the tables by name.');
}

function checkPattern(raw: RawConfig, pattern: string, own: RawStage, report: Told): void {
  if (pattern === '*')
    report(
      [],
      'stages.* would take every name that is typed wrong for a preview.',
      'Begin or end it with something, e.g. pr-*.',
    );
  checkExtends(raw, pattern, own, report);
  if (own.protected === true) {
    const message = `stages.${pattern} is protected, and previews go with their tables when they are over (\`apikit prune\`).`;
    report(['protected'], message, 'Remove it, or declare the one stage that is to be protected by its own name.');
  }
  for (const section of ['tables', 'userPools'] as const) {
    const entries = own[section];
    if (typeof entries !== 'object') continue;
    for (const [name, { deletionProtection }] of Object.entries(entries)) {
      if (deletionProtection !== true) continue;
      const message = `stages.${pattern}.${section}.${name} has deletionProtection, and a preview goes with all that it has.`;
      report([section, name, 'deletionProtection'], message, 'Remove it.');
    }
  }
  checkImports(raw, pattern, own, report);
}

function checkExtends({ stages }: RawConfig, pattern: string, { extends: extended }: RawStage, report: Told): void {
  if (extended === undefined || canBeExtended(stages, extended)) return;
  const named = Object.keys(stages ?? {}).filter((name) => canBeExtended(stages, name));
  const near = suggest(extended, named);
  const known =
    named.length > 0
      ? `Name one of: ${named.join(', ')}.`
      : 'Remove it: then the settings of the project are those of the previews.';
  const fix = near === undefined ? known : `Did you mean ${near}?`;
  const what = `stages.${pattern}.extends is "${extended}"`;
  if (extended === pattern) report(['extends'], `${what}, which is the pattern itself.`, fix);
  else if (isPattern(extended)) report(['extends'], `${what}, which is another pattern, and no stage.`, fix);
  else if (extended === LOCAL_STAGE)
    report(['extends'], `${what}, which is the embedded cloud, and no stage on AWS.`, fix);
  else report(['extends'], `${what}, and there is no such stage.`, fix);
}

/** Somebody else's table is shared with previews only where that was said of them. */
function checkImports(raw: RawConfig, pattern: string, own: RawStage, report: Told): void {
  const said = own.tables;
  if (typeof said === 'string') return;
  const { tables: extended } = stageSection(raw.stages, pattern);
  const tables = { ...raw.tables, ...(typeof extended === 'object' && extended) };
  for (const name of Object.keys(tables)) {
    const imported = tables[name]?.import ?? raw.tables?.[name]?.import;
    if (imported === undefined || said?.[name]?.import !== undefined) continue;
    report(
      said === undefined ? [] : ['tables'],
      `tables.${name} is imported (${imported}), so previews such as ${exampleOf(pattern)} would write to the data of others.`,
      `Add tables: empty (or seed) to stages.${pattern}, and each preview has tables of its own; or name the table that they may share: tables: { ${name}: { import: … } }.`,
    );
  }
}
