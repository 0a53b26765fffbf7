/**
 * Checks an event pattern as EventBridge does (docs/aws/events.md): each field has a structure or a list, and a list
 * has values and known operators (event-operators.ts). Pure.
 */
import { isStructure, OPERATORS } from './event-operators.ts';
import type { ReportProblem } from './stage-report.ts';
import { suggest } from './suggest.ts';

/** The limit for the pattern as JSON, by AWS's model, and the default of the quota for it. */
const MOST = 4096;
const QUOTA = 2048;

export function checkEventPattern(pattern: object, path: readonly string[], report: ReportProblem): void {
  const { length } = JSON.stringify(pattern);
  const title = `${path.join('.')} has ${length} characters as JSON`;
  if (length > MOST) report(path, `${title}, and EventBridge allows ${MOST}.`, 'Split it into several rules.');
  else if (length > QUOTA) {
    const message = `${title}. The default of the quota "Event pattern size" of EventBridge is ${QUOTA}.`;
    const fix = 'Split it into several rules, or ask AWS for a higher quota in the console of Service Quotas.';
    report(path, message, fix, { severity: 'warning' });
  }
  checkFields(pattern, path, report);
}

function checkFields(pattern: object, path: readonly string[], report: ReportProblem): void {
  for (const [name, value] of Object.entries(pattern) as [string, unknown][]) {
    const at = [...path, name];
    if (Array.isArray(value)) checkList(name, value, at, report);
    else if (isStructure(value)) checkStructure(value, at, report);
    else {
      const message = `${at.join('.')} is ${JSON.stringify(value)}, but EventBridge compares with a list.`;
      report(at, message, `Write [${JSON.stringify(value)}].`);
    }
  }
}

function checkStructure(part: object, at: readonly string[], report: ReportProblem): void {
  if (Object.keys(part).length === 0) {
    report(at, `${at.join('.')} is empty, and EventBridge allows no empty structures.`, 'Add a field, or remove it.');
  }
  checkFields(part, at, report);
}

function checkList(name: string, values: readonly unknown[], at: readonly string[], report: ReportProblem): void {
  if (values.length === 0) {
    report(at, `${at.join('.')} is empty, so no event could match.`, 'Add the values to match, or remove it.');
  }
  if (name === '$or' && values.length > 1 && values.every(isStructure)) {
    for (const each of values) checkStructure(each, at, report);
    return;
  }
  for (const each of values) {
    if (Array.isArray(each)) {
      const message = `${at.join('.')} has the list ${JSON.stringify(each)} within its list.`;
      report(at, message, 'Write its values into the list of the field.');
    } else if (isStructure(each)) checkOperator(each, at, report);
  }
}

function checkOperator(each: object, at: readonly string[], report: ReportProblem): void {
  const [[operator = '', value] = [], ...more] = Object.entries(each) as [string, unknown][];
  const check = more.length === 0 ? OPERATORS.get(operator) : undefined;
  const title = `${at.join('.')} has ${JSON.stringify(each)}`;
  if (!check) {
    const names = [...OPERATORS.keys()];
    const near = more.length === 0 ? suggest(operator, names) : undefined;
    const fix = near ? `Did you mean ${near}?` : `Write one of ${names.join(', ')}.`;
    report(at, `${title}, which is not one operator of EventBridge.`, fix);
    return;
  }
  const needed = check(value);
  if (needed) report(at, `${title}, which EventBridge rejects.`, `${operator} needs ${needed}.`);
}
