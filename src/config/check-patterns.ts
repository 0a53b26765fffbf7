/** Checks the settings that only a pattern may have, and those that it may not have. Pure. */
import { LOCAL_STAGE } from './config.ts';
import type { Path, Problem } from './problem.ts';
import type { RawConfig, RawStage } from './raw-config.ts';
import type { Source } from './source.ts';
import { canBeExtended, exampleOf, isPattern, stageSection } from './stage-patterns.ts';
import { suggest } from './suggest.ts';

/** Returns the problems of one entry of `stages`. */
export function patternProblems(raw: RawConfig, stage: string, source: Source): Problem[] {
  const problems: Problem[] = [];
  const own = raw.stages?.[stage] ?? {};
  const report = (path: Path, message: string, fix: string) =>
    problems.push(source.problem(['stages', stage, ...path], message, fix, { key: path.length === 0 }));
  if (isPattern(stage)) checkPattern(raw, stage, own, report);
  else checkPlain(stage, own, report);
  return problems;
}

type ReportPatternProblem = (path: Path, message: string, fix: string) => void;

function checkPlain(stage: string, own: RawStage, report: ReportPatternProblem): void {
  const why = `only a pattern, which has a * in its name, stands for preview stages, but ${stage} is a single stage`;
  for (const setting of ['extends', 'expires'] as const) {
    if (own[setting] === undefined) continue;
    report([setting], `stages.${stage} has ${setting}: ${why}.`, 'Remove it, or give it to a pattern such as pr-*.');
  }
  if (typeof own.tables === 'string')
    report(['tables'], `stages.${stage}.tables is "${own.tables}": ${why}.`, 'Use a section with the tables by name.');
}

function checkPattern(raw: RawConfig, pattern: string, own: RawStage, report: ReportPatternProblem): void {
  if (pattern === '*')
    report([], 'stages.* would match every mistyped stage name.', 'Add a prefix or a suffix, e.g. pr-*.');
  checkExtends(raw, pattern, own, report);
  if (own.protected === true) {
    const message = `stages.${pattern} is protected, but \`apikit prune\` deletes previews with their tables when they expire.`;
    report(['protected'], message, 'Remove it, or declare the stage to protect by its own name.');
  }
  for (const section of ['tables', 'userPools'] as const) {
    const entries = own[section];
    if (typeof entries !== 'object') continue;
    for (const [name, { deletionProtection }] of Object.entries(entries)) {
      if (deletionProtection !== true) continue;
      const message = `stages.${pattern}.${section}.${name} has deletionProtection, but a preview is deleted with all its resources.`;
      report([section, name, 'deletionProtection'], message, 'Remove it.');
    }
  }
  checkImports(raw, pattern, own, report);
}

function checkExtends(
  { stages }: RawConfig,
  pattern: string,
  { extends: extended }: RawStage,
  report: ReportPatternProblem,
): void {
  if (extended === undefined || canBeExtended(stages, extended)) return;
  const named = Object.keys(stages ?? {}).filter((name) => canBeExtended(stages, name));
  const near = suggest(extended, named);
  const known =
    named.length > 0
      ? `Name one of: ${named.join(', ')}.`
      : 'Remove it: the previews then have the settings of the project.';
  const fix = near === undefined ? known : `Did you mean ${near}?`;
  const what = `stages.${pattern}.extends is "${extended}"`;
  if (extended === pattern) report(['extends'], `${what}, which is the pattern itself.`, fix);
  else if (isPattern(extended)) report(['extends'], `${what}, which is another pattern, not a stage.`, fix);
  else if (extended === LOCAL_STAGE)
    report(['extends'], `${what}, which is the embedded cloud, not a stage on AWS.`, fix);
  else report(['extends'], `${what}, but no such stage exists.`, fix);
}

/** Previews share an imported table only if the pattern says so. */
function checkImports(raw: RawConfig, pattern: string, own: RawStage, report: ReportPatternProblem): void {
  const ownTables = own.tables;
  if (typeof ownTables === 'string') return;
  const { tables: extended } = stageSection(raw.stages, pattern);
  const tables = { ...raw.tables, ...(typeof extended === 'object' && extended) };
  for (const name of Object.keys(tables)) {
    const imported = tables[name]?.import ?? raw.tables?.[name]?.import;
    if (imported === undefined || ownTables?.[name]?.import !== undefined) continue;
    report(
      ownTables === undefined ? [] : ['tables'],
      `tables.${name} is imported (${imported}), so previews such as ${exampleOf(pattern)} would write to data outside the app.`,
      `Add tables: empty (or seed) to stages.${pattern}, so that each preview has its own tables; or name the table that they may share: tables: { ${name}: { import: … } }.`,
    );
  }
}
