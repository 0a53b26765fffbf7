/**
 * Converts values to text, in Java's format, and to JSON with numbers in Java's format. Throws `VelocityError` beyond
 * the limits.
 */
import { type Budget, checkDepth, MAX_TEXT, spend } from './bounds.ts';
import type { Value } from './values.ts';

/** The cost of a list or map without its content. */
const CONTAINER = 20;

/** Java's `toString()`; null gives an empty text. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  return typeof value === 'object' ? javaText(value, { left: MAX_TEXT }, 0) : scalarText(value);
}

/** Returns compact JSON. */
export function jsonOf(value: Value): string {
  return jsonText(value, { left: MAX_TEXT }, 0);
}

const scalarText = (value: boolean | bigint | number): string =>
  typeof value === 'number' ? doubleText(value) : String(value);

function javaText(value: Value, budget: Budget, depth: number): string {
  checkDepth(depth);
  if (value === null || typeof value !== 'object') {
    const text = value === null ? 'null' : textOf(value);
    spend(budget, text.length + 1);
    return text;
  }
  spend(budget, CONTAINER);
  const inner = (item: Value) => javaText(item, budget, depth + 1);
  const pair = (key: string, item: Value) => {
    spend(budget, key.length + 1);
    return `${key}=${inner(item)}`;
  };
  switch (value.kind) {
    case 'list':
      return value.fromJson ? jsonText(value, budget, depth) : `[${value.items.map(inner).join(', ')}]`;
    case 'map':
      return `{${[...value.entries].map(([key, item]) => pair(key, item)).join(', ')}}`;
    case 'entry':
      return pair(value.key, value.value);
    default:
      return '';
  }
}

function jsonText(value: Value, budget: Budget, depth: number): string {
  checkDepth(depth);
  if (value === null || typeof value !== 'object') {
    const text = jsonScalar(value);
    spend(budget, text.length + 1);
    return text;
  }
  spend(budget, CONTAINER);
  const inner = (item: Value) => jsonText(item, budget, depth + 1);
  const pair = (key: string, item: Value) => {
    spend(budget, key.length + 1);
    return `${JSON.stringify(key)}:${inner(item)}`;
  };
  switch (value.kind) {
    case 'list':
      return `[${value.items.map(inner).join(',')}]`;
    case 'map':
      return `{${[...value.entries].map(([key, item]) => pair(key, item)).join(',')}}`;
    case 'entry':
      return `{${pair(value.key, value.value)}}`;
    default:
      return '""';
  }
}

function jsonScalar(value: null | string | boolean | bigint | number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return 'null';
  return scalarText(value);
}

/** Java's `Double.toString`. */
function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return '-0.0';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e');
    return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}
