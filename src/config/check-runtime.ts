/** Checks the runtime of the function. Pure. */
import type { StageConfig } from './config.ts';
import { CURRENT_RUNTIMES, RUNTIMES } from './runtimes.ts';
import type { ReportProblem } from './stage-report.ts';
import { suggest } from './suggest.ts';

export function checkRuntime({ function: { runtime, entry } }: StageConfig, report: ReportProblem): void {
  const path = ['function', 'runtime'];
  const known = RUNTIMES.find(({ id }) => id === runtime);
  const current = `Use one of: ${CURRENT_RUNTIMES.join(', ')}.`;
  if (!known) {
    const near = suggest(runtime, CURRENT_RUNTIMES);
    report(
      path,
      `function.runtime ${runtime} is not one that apikit supports.`,
      near ? `Did you mean ${near}?` : current,
    );
  } else if (known.verdict === 'refuse') {
    report(
      path,
      `AWS deprecated function.runtime ${runtime} on ${known.deprecated} and rejects new functions with it.`,
      current,
    );
  } else if (known.verdict === 'warn') {
    const why = known.deprecated ? `was deprecated by AWS on ${known.deprecated}` : 'is a preview';
    report(path, `function.runtime ${runtime} ${why}.`, current, { severity: 'warning' });
  }
  const language = entry.endsWith('.py') ? 'python' : 'nodejs';
  if (known && !runtime.startsWith(language)) {
    report(path, `function.runtime ${runtime} cannot run ${entry}.`, `Use a ${language} runtime or another entry.`);
  }
}
