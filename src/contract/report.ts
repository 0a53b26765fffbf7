/** How the checks of a contract say what they find. */
import type { Path } from '../config/problem.ts';
import type { ProblemOptions } from '../config/source.ts';

/** Takes one problem of the document at `path`. */
export type Report = (path: Path, message: string, fix: string, options?: ProblemOptions) => void;
