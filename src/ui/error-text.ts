/** An error for people: what happened and why, then what to do next. Pure. */
import type { ApikitError } from '../errors.ts';
import { SYMBOL, type Theme } from './theme.ts';
import { wrap } from './wrap.ts';

export function errorText(
  error: Pick<ApikitError, 'message'> & { hint?: string | undefined },
  theme: Theme,
  width: number,
): string[] {
  const [first = '', ...rest] = wrap(`${SYMBOL.failed} ${error.message}`, width);
  const hint = error.hint ? wrap(`${SYMBOL.next} ${error.hint}`, width) : [];
  return [first.replace(SYMBOL.failed, theme.bad(SYMBOL.failed)), ...rest, ...hint.map((line) => theme.dim(line))];
}

/** An error for scripts: `error` of the `--json` document, and the members of the `error` event (docs/json.md). */
export function errorDocument(error: ApikitError): object {
  const { code, message, hint } = error;
  const problems = 'problems' in error && { problems: error.problems };
  const report = 'report' in error && typeof error.report === 'object' && error.report;
  return { code, message, ...(hint && { hint }), ...problems, ...report };
}
