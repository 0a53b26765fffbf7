/** Checks the file of a function beside the API's own one: a consumer, or a task of a state machine. Pure. */

import type { StageConfig } from './config.ts';
import { leavesProject } from './leaves-project.ts';
import type { Path } from './problem.ts';
import type { ReportProblem } from './stage-report.ts';

interface FunctionFile {
  readonly file: string;
  /** The path of the setting. */
  readonly path: Path;
  /** `consumer` */
  readonly what: string;
  /** Why the API's handler cannot be the function: `Lambda would call it with messages instead of requests`. */
  readonly because: string;
}

export function checkFunctionFile(
  { file, path, what, because }: FunctionFile,
  { entry }: StageConfig['function'],
  report: ReportProblem,
): void {
  const title = path.join('.');
  if (leavesProject(file)) {
    report(path, `${title} ${file} is outside the project's folder.`, 'Move it into the project.');
  } else if (file === entry) {
    report(path, `${title} is the API's own handler: ${because}.`, `Give the ${what} its own file.`);
  }
}
