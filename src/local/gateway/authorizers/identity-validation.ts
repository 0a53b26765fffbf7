/** `identityValidationExpression`: the whole text must match. Java's inline flags at the start are understood. */
import { boundedRegExp } from '../../../regexp/bounded-regexp.ts';

/** Without an expression everything matches. One that cannot be read, which no deployment has, lets nobody in. */
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
