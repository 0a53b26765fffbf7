/**
 * Describes a schema violation in the words of API Gateway's validator (the Java library json-schema-validator):
 * `object has missing required properties (["name"])`. For other keywords the text is ajv's.
 */
import type { ErrorObject } from 'ajv-draft-04';

/**
 * The maximum length of all violations together, in characters. The text goes into headers, which clients and proxies
 * accept up to about 8 KB, and a small body can break the schema a thousand times. AWS's own limit is not known.
 */
const MAX_TEXT = 4_000;

/** Returns `[one, another]`; if there are too many, it says how many are left: `[one, another, and 998 more]`. */
export function describeViolations(errors: readonly ErrorObject[], root: unknown): string {
  const texts: string[] = [];
  let length = 0;
  for (const error of errors) {
    const text = describeViolation(error, root);
    length += text.length + 2;
    if (length > MAX_TEXT) break;
    texts.push(text);
  }
  const left = errors.length - texts.length;
  return `[${[...texts, ...(left > 0 ? [`and ${left} more`] : [])].join(', ')}]`;
}

function describeViolation({ keyword, params, message, instancePath }: ErrorObject, root: unknown): string {
  const value = () => excerpt(JSON.stringify(valueAt(root, instancePath)));
  switch (keyword) {
    case 'required':
      return `object has missing required properties (["${params.missingProperty}"])`;
    case 'additionalProperties':
      return `object instance has properties which are not allowed by the schema: [${excerpt(JSON.stringify(params.additionalProperty))}]`;
    case 'type':
      return `instance type (${typeOf(valueAt(root, instancePath))}) does not match any allowed primitive type (allowed: ${JSON.stringify([params.type].flat())})`;
    case 'enum':
      return `instance value (${value()}) not found in enum (possible values: ${JSON.stringify(params.allowedValues)})`;
    case 'pattern':
      return `ECMA 262 regex ${JSON.stringify(params.pattern)} does not match input string ${value()}`;
    case 'minLength':
      return `string ${value()} is too short (length: ${lengthOf(valueAt(root, instancePath))}, required minimum: ${params.limit})`;
    case 'maxLength':
      return `string ${value()} is too long (length: ${lengthOf(valueAt(root, instancePath))}, maximum allowed: ${params.limit})`;
    default:
      return `${instancePath} ${message ?? keyword}`.trim();
  }
}

function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const part of pointer.split('/').slice(1)) {
    value = (value as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** Longer values are cut, because the text goes into headers and logs, and clients choose the length of a value. */
const MAX_EXCERPT = 200;

const excerpt = (text: string): string => (text.length > MAX_EXCERPT ? `${text.slice(0, MAX_EXCERPT)}…` : text);

const lengthOf = (value: unknown) => (typeof value === 'string' ? [...value].length : 0);
