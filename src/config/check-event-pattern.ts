/**
 * Checks an event pattern as EventBridge does (docs/aws/events.md): each field has a structure or a list, and a list
 * has values and known operators. What an operator compares is left to EventBridge. Pure.
 */
import type { ReportProblem } from './stage-report.ts';
import { suggest } from './suggest.ts';

/** The operators of EventBridge. */
const OPERATORS = [
  'anything-but',
  'cidr',
  'equals-ignore-case',
  'exists',
  'numeric',
  'prefix',
  'suffix',
  'wildcard',
] as const;

/** The limit for the pattern as JSON, by AWS's model. */
const MOST = 4096;

export function checkEventPattern(pattern: object, path: readonly string[], report: ReportProblem): void {
  const { length } = JSON.stringify(pattern);
  if (length > MOST) {
    const message = `${path.join('.')} has ${length} characters as JSON, and EventBridge allows ${MOST}.`;
    report(path, message, 'Split it into several rules.');
  }
  checkFields(pattern, path, report);
}

function checkFields(pattern: object, path: readonly string[], report: ReportProblem): void {
  for (const [name, value] of Object.entries(pattern) as [string, unknown][]) {
    const at = [...path, name];
    if (Array.isArray(value)) checkList(name, value, at, report);
    else if (isStructure(value)) checkFields(value, at, report);
    else {
      const message = `${at.join('.')} is ${JSON.stringify(value)}, but EventBridge compares with a list.`;
      report(at, message, `Write [${JSON.stringify(value)}].`);
    }
  }
}

function checkList(name: string, values: readonly unknown[], at: readonly string[], report: ReportProblem): void {
  if (values.length === 0) {
    report(at, `${at.join('.')} is empty, so no event could match.`, 'Add the values to match, or remove it.');
  }
  if (name === '$or' && values.length > 1 && values.every(isStructure)) {
    for (const each of values) checkFields(each, at, report);
    return;
  }
  for (const each of values.filter(isStructure)) {
    const [operator, ...more] = Object.keys(each);
    if (operator !== undefined && more.length === 0 && (OPERATORS as readonly string[]).includes(operator)) continue;
    const near = suggest(operator ?? '', OPERATORS);
    const fix = near ? `Did you mean ${near}?` : `Write one of ${OPERATORS.join(', ')}.`;
    report(at, `${at.join('.')} has ${JSON.stringify(each)}, which is not one operator of EventBridge.`, fix);
  }
}

const isStructure = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
