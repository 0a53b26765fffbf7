/** Checks an imported resource: apikit does not change it, so the stage has no settings for it. Pure. */
import type { Path } from './problem.ts';
import type { ReportProblem } from './stage-report.ts';

/** `settings` are those that only the owner of `what` may change, and `written` has what the file says. */
export function checkOwnerSettings<Setting extends string>(
  { path, what, settings }: { readonly path: Path; readonly what: string; readonly settings: readonly Setting[] },
  written: Readonly<Partial<Record<Setting, unknown>>>,
  report: ReportProblem,
): void {
  for (const setting of settings) {
    if (written[setting] === undefined) continue;
    report(
      [...path, setting],
      `${path.join('.')} is imported, so apikit does not change it, but ${setting} would change it.`,
      `Leave out ${setting}, or leave out import: so that the stage has its own ${what}.`,
    );
  }
}
