/**
 * The form in which every import describes a project of another tool: the resources of SAM, with their values resolved
 * and with the place of each value in the user's files. `import sam` reads it from a template, and the other imports
 * translate their files to it. Types only.
 */
import type { Path } from '../../config/problem.ts';
import type { Json } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';

export interface TemplateResource {
  /** The logical ID. */
  readonly id: string;
  readonly type: string;
  /** A value that is known only in the account is absent. */
  readonly properties: Json;
  /** `template.yaml:12`, of the resource or of one of its properties. */
  place(...path: Path): string;
}

/** A value that the files alone do not tell. */
export interface Unresolved {
  readonly place: string;
  /** A sentence that names the expression, such as `Ref Bucket`. */
  readonly why: string;
}

export interface Template {
  readonly resources: readonly TemplateResource[];
  readonly description: string | undefined;
  readonly unresolved: readonly Unresolved[];
  /** Where the user gives the import a value that it cannot know: a part of a sentence. */
  readonly givenBy: string;
  /** The parts of the files for which SAM has no word. */
  readonly findings: readonly Finding[];
  /** Settings of `apikit.yaml` for which SAM has no word. */
  readonly settings: object;
  /** Packages of Python that the code needs, and that the tool itself has brought. */
  readonly requires: readonly string[];
  /** Whether a file beside the template, relative to its folder, is not part of the code. */
  leavesOut(path: string): boolean;
}
