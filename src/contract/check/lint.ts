/**
 * Finds everything in a contract that API Gateway would reject, drop or misread, before anything is sent. Pure and
 * total: it accepts any document and never throws. docs/lint-rules.md describes the rules.
 */
import type { Problem } from '../../config/problem.ts';
import { sortProblems } from '../../config/problem.ts';
import type { Json } from '../model/json.ts';
import { operationsOf } from '../model/operations.ts';
import { isSilenced } from '../model/silenced.ts';
import type { ReadContract } from '../read/read-contract.ts';
import type { Version } from '../read/reading.ts';
import type { ReportFinding } from '../rules/report.ts';
import { lintAliases } from './lint-aliases.ts';
import { lintRoot } from './lint-document.ts';
import { lintExtensions } from './lint-extensions.ts';
import { lintForeign } from './lint-foreign.ts';
import { lintIgnore } from './lint-ignore.ts';
import { lintOperations } from './lint-operations.ts';
import { lintPaths } from './lint-paths.ts';
import { lintSchemas } from './lint-schemas.ts';
import { lintTokenSchemes } from './lint-security.ts';
import { lintServices } from './lint-service.ts';
import { lintSettings } from './lint-settings.ts';

export function lint(read: ReadContract): Problem[] {
  const { document, version } = read;
  const problems: Problem[] = [...read.problems];
  if (document === undefined) return sortProblems(problems);
  const report: ReportFinding = (rule, path, message, options) => {
    if (!isSilenced(document, path, rule)) problems.push(read.problem(rule, path, message, options));
  };
  lintDocument(document, version, report);
  return sortProblems(problems);
}

/** Does the same for a normalised document. `version` is the OpenAPI version of its schemas. */
export function lintDocument(document: Json, version: Version, report: ReportFinding): void {
  const operations = operationsOf(document);
  lintRoot(document, operations, report);
  lintIgnore(document, report);
  lintExtensions(document, report);
  lintForeign(document, operations, report);
  lintAliases(document, report);
  lintPaths(document, report);
  lintOperations(document, report);
  lintTokenSchemes(operations, report);
  lintSettings(operations, report);
  lintServices(operations, document, report);
  lintSchemas(document, operations, version, report);
}
