/** The decisions of an import as lines for people. */
import type { Decision } from '../../../contract/import/settle.ts';
import { SYMBOL, type Theme } from '../../../ui/theme.ts';
import { renderDecision } from './decisions-error.ts';

/** The actual or possible losses of an import, with their places in the document. */
export function decisionLines(decisions: readonly Decision[], theme: Theme): string[] {
  return decisions.map(
    (each) => `${theme.warn(SYMBOL.warning)} ${renderDecision(each)} ${theme.dim(`[${each.rule}]`)}`,
  );
}
