/**
 * Plain substitution of `$context.x`, `$stageVariables.x` and `$method.request.<place>.x` in access logs and gateway
 * responses. This is not Velocity; everything else is text (docs/aws/data-plane.md). A template is compiled once.
 */
import type { Template, ValueSource } from '../invocation.ts';
import { compileValueSource } from './value-source.ts';

const NAME = String.raw`(?:context|stageVariables)(?:\.\w+)+|method\.request\.(?:header|path|querystring)\.[\w-]+`;
const VARIABLE = new RegExp(String.raw`\$(?:(${NAME})|\{(${NAME})\})`, 'g');

/**
 * `missing` is the text of a variable without a value. `written` converts the value of a variable; by default the value
 * is unchanged.
 */
export function compileTemplate(
  text: string,
  missing: string,
  written: (value: string, variable: string) => string = (value) => value,
): Template {
  const parts: (string | ValueSource)[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const variable = (match[1] ?? match[2])!;
    const source = compileValueSource(variable)!;
    parts.push(text.slice(end, match.index), (invocation) => {
      const value = source(invocation);
      return value === undefined ? undefined : written(value, variable);
    });
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return (invocation) => {
    let rendered = '';
    for (const part of parts) rendered += typeof part === 'string' ? part : (part(invocation) ?? missing);
    return rendered;
  };
}
