/**
 * Everything about a contract that API Gateway would refuse, drop or misread, found before anything is sent (A6, first
 * form). Pure and total: it takes any document and never throws.
 */
import type { Problem } from '../config/problem.ts';
import { sortProblems } from '../config/problem.ts';
import type { Source } from '../config/source.ts';
import { isObject, type Json, objectOf } from './json.ts';
import { lintExtensions } from './lint-extensions.ts';
import { lintOperations } from './lint-operations.ts';
import { lintPaths } from './lint-paths.ts';
import { lintSchemas } from './lint-schemas.ts';
import { operationsOf } from './operations.ts';
import { lintReferences } from './references.ts';
import type { Report } from './report.ts';

export function lint(source: Source): Problem[] {
  const problems: Problem[] = [...source.problems];
  const report: Report = (path, message, fix, options) => problems.push(source.problem(path, message, fix, options));
  if (source.data !== undefined) lintDocument(source.data, report);
  return sortProblems(problems);
}

function lintDocument(data: unknown, report: Report): void {
  if (!isObject(data)) {
    report([], 'This is no OpenAPI document.', 'Begin with openapi: 3.0.3, info: and paths:.');
    return;
  }
  if (!lintVersion(data, report)) return;
  if (!isObject(data.info)) report([], 'The document has no info.', 'Add info: with title: and version:.');
  if (operationsOf(data).length === 0) {
    report(
      data.paths === undefined ? [] : ['paths'],
      'The document has no operations.',
      'Add paths: with one, e.g. /health: get:.',
      {
        key: true,
      },
    );
  }
  lintExtensions(data, report);
  lintReferences(data, report);
  lintPaths(data, report);
  lintOperations(data, report);
  lintSchemas(data, report);
}

/** Only OpenAPI 3.0 goes on: what the other versions mean by the same words differs. */
function lintVersion(data: Json, report: Report): boolean {
  const version = String(data.openapi ?? '');
  if (/^3\.0(\.\d+)?$/.test(version)) return true;
  if (data.swagger !== undefined) {
    report(
      ['swagger'],
      'The document is Swagger 2.0, which apikit does not support yet.',
      'Convert it to OpenAPI 3.0.',
    );
  } else if (/^3\./.test(version)) {
    report(
      ['openapi'],
      `API Gateway does not take OpenAPI ${version}.`,
      'Use 3.0.3; write nullable: true for type: null.',
    );
  } else {
    const where = objectOf(data).openapi === undefined ? [] : ['openapi'];
    report(where, 'The document does not say which OpenAPI it is.', 'Begin with openapi: 3.0.3.');
  }
  return false;
}
