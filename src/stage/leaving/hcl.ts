/** Writes values in the language of Terraform. Pure. */
import { isBlocks, isFile, isJson, isSecret } from '../../aws/leaving/leaving.ts';

/** An expression that is already in Terraform's language. */
export interface Expression {
  readonly $expression: string;
}

export const expression = (text: string): Expression => ({ $expression: text });

const isExpression = (value: unknown): value is Expression =>
  typeof value === 'object' && value !== null && '$expression' in value;

const INDENT = '  ';

/** Returns the lines of the arguments and the nested blocks of a block. */
export function bodyLines(body: Readonly<Record<string, unknown>>): string[] {
  const known = Object.entries(body).filter(([, value]) => value !== undefined);
  const flat = known.filter(([, value]) => !isBlocks(value)).map(([name, value]) => `${name} = ${hclValue(value)}`);
  const nested = known.flatMap(([name, value]) =>
    isBlocks(value) ? value.$blocks.flatMap((inner) => blockLines(name, inner)) : [],
  );
  return [...flat.flatMap((text) => text.split('\n')), ...nested];
}

/** Returns the lines of a block with this head: `resource "aws_iam_role" "role"`. */
export function blockLines(head: string, body: Readonly<Record<string, unknown>>): string[] {
  const lines = bodyLines(body);
  return lines.length === 0 ? [`${head} {}`] : [`${head} {`, ...indented(lines), '}'];
}

export function hclValue(value: unknown): string {
  if (isExpression(value)) return value.$expression;
  if (isSecret(value)) return `var.${value.$secret}`;
  if (isFile(value)) return `file("\${path.module}/${value.$file}")`;
  if (isJson(value)) return `jsonencode(${hclValue(value.$json)})`;
  if (Array.isArray(value)) return listText(value);
  if (typeof value === 'object' && value !== null) return mapText(value);
  if (typeof value === 'string') return quoted(value);
  return String(value);
}

function listText(values: readonly unknown[]): string {
  const texts = values.filter((value) => value !== undefined).map(hclValue);
  const inLine = `[${texts.join(', ')}]`;
  if (!inLine.includes('\n') && inLine.length <= 80) return inLine;
  return ['[', ...indented(texts.map((text) => `${text},`).flatMap((text) => text.split('\n'))), ']'].join('\n');
}

function mapText(map: object): string {
  const entries = Object.entries(map).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.flatMap(([name, value]) => `${keyText(name)} = ${hclValue(value)}`.split('\n'));
  return ['{', ...indented(lines), '}'].join('\n');
}

/** `for` would begin an expression. */
const keyText = (name: string): string => (/^(?!for$)[A-Za-z_]\w*$/.test(name) ? name : quoted(name));

/** `${` and `%{` would begin a template of Terraform. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, '$&$&');
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => (line === '' ? '' : `${INDENT}${line}`));
