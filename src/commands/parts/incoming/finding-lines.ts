/** The report about an API or a project that comes in from elsewhere, as lines. */
import type { Finding } from '../../../incoming/finding.ts';
import { SYMBOL, type Theme } from '../../../ui/theme.ts';

const HEADS = {
  lost: 'Not in the project; a person has to decide:',
  changes: 'A deploy changes:',
  stays: 'Stays as it is:',
} as const;

export function findingLines(findings: readonly Finding[], theme: Theme): string[] {
  const marks = { lost: theme.bad(SYMBOL.failed), changes: theme.warn(SYMBOL.change), stays: theme.dim(SYMBOL.note) };
  return (['lost', 'changes', 'stays'] as const).flatMap((about) => {
    const own = findings.filter((finding) => finding.about === about);
    if (own.length === 0) return [];
    return [HEADS[about], ...own.map(({ place, says }) => `  ${marks[about]} ${theme.bold(place)}: ${says}`), ''];
  });
}
