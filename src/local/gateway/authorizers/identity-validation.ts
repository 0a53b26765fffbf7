/**
 * `identityValidationExpression`: the expression must match the whole text. Java's inline flags at the start are
 * supported.
 */
import { boundedRegExp } from '../../../regexp/bounded-regexp.ts';

/** Without an expression everything matches. An invalid expression, which no deployment has, matches nothing. */
export function compileValidation(expression: string | undefined): (text: string) => boolean {
  if (expression === undefined) return () => true;
  try {
    const [, flags = '', source = expression] = /^\(\?([ims]+)\)(.*)$/s.exec(expression) ?? [];
    const regexp = boundedRegExp(`^(?:${source})$`, flags);
    return (text) => regexp.test(text);
  } catch {
    return () => false;
  }
}
