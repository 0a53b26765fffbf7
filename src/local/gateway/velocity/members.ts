/** Properties, methods and indexes of values. A missing member is `null`, as API Gateway shows it (recorded). */
import { MAX_DIGITS } from './bounds.ts';
import { ENTRY_METHODS, itemAt, LIST_METHODS, MAP_METHODS } from './collection-methods.ts';
import { equal } from './equal.ts';
import { STRING_METHODS } from './string-methods.ts';
import { isNumber, type Value } from './values.ts';

export function property(value: Value, name: string): Value {
  if (value === null || typeof value !== 'object') {
    return typeof value === 'string' && name === 'empty' ? value === '' : null;
  }
  switch (value.kind) {
    case 'map':
      return value.entries.get(name) ?? (name === 'empty' ? value.entries.size === 0 : null);
    case 'list':
      return name === 'empty' ? value.items.length === 0 : null;
    case 'entry':
      return name === 'key' ? value.key : name === 'value' ? value.value : null;
    case 'host':
      return value.properties.get(name)?.() ?? null;
    default:
      return null;
  }
}

/** Throws `VelocityError` in the cases in which Java throws. */
export function callMethod(value: Value, name: string, args: readonly Value[]): Value {
  if (value === null) return null;
  if (typeof value === 'string') return STRING_METHODS.get(name)?.(value, args) ?? null;
  if (isNumber(value)) return numberMethod(value, name, args);
  if (typeof value === 'boolean') return scalarMethod(value, name, args);
  switch (value.kind) {
    case 'map':
      return MAP_METHODS.get(name)?.(value, args) ?? null;
    case 'list':
      return LIST_METHODS.get(name)?.(value, args) ?? null;
    case 'entry':
      return ENTRY_METHODS.get(name)?.(value, args) ?? null;
    case 'host':
      return value.methods.get(name)?.(args) ?? null;
    default:
      return null;
  }
}

function scalarMethod(value: Value, name: string, [other = null]: readonly Value[]): Value {
  if (name === 'toString') return String(value);
  return name === 'equals' ? typeof value === typeof other && equal(value, other) : null;
}

/** This includes static methods such as `parseInt`, which templates call on any number. */
function numberMethod(value: bigint | number, name: string, args: readonly Value[]): Value {
  const [text] = args;
  switch (name) {
    case 'intValue':
    case 'longValue':
      return typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
    case 'doubleValue':
    case 'floatValue':
      return Number(value);
    case 'parseInt':
    case 'parseLong':
    case 'valueOf':
      return typeof text === 'string' && text.length <= MAX_DIGITS && /^[+-]?\d+$/.test(text) ? BigInt(text) : null;
    case 'parseDouble':
      return typeof text === 'string' && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : null;
    default:
      return scalarMethod(value, name, args);
  }
}

/** Evaluates `$x[…]`. */
export function indexed(value: Value, index: Value): Value {
  if (value === null || typeof value !== 'object') return null;
  if (value.kind === 'list') return typeof index === 'bigint' ? itemAt(value, index) : null;
  return callMethod(value, 'get', [index]);
}
