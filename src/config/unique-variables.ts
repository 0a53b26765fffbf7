/** Checks that the names of a section of apikit.yaml have different variables in the handler. Pure. */
import type { ReportProblem } from './stage-report.ts';

interface Section {
  readonly section: string;
  /** The beginning of the message: `State machines`. */
  readonly plural: string;
  readonly variableOf: (name: string) => string;
}

/** Returns a check for each name of the section. It reports a name whose variable an earlier name has. */
export function uniqueVariables(
  { section, plural, variableOf }: Section,
  report: ReportProblem,
): (name: string) => void {
  const names = new Map<string, string>();
  return (name) => {
    const variable = variableOf(name);
    const other = names.get(variable);
    if (other !== undefined) {
      const message = `${plural} ${other} and ${name} would both have the variable ${variable} in the handler.`;
      report([section, name], message, 'Rename one of them.');
    }
    names.set(variable, name);
  };
}
