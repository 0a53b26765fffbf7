/** Writes schemas as TypeScript types. Total: what a type cannot express is `unknown`. Pure. */
import { isObject, type Json } from '../../contract/model/json.ts';
import { schemaName } from '../../contract/model/references.ts';
import type { TypeNames } from './type-names.ts';

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

export const propertyName = (name: string): string => (IDENTIFIER.test(name) ? name : JSON.stringify(name));

export interface SchemaTypes {
  /** A declaration in the namespace of the schemas. */
  declaration(name: string, schema: unknown): string;
  /** `indent` is the indentation of the line that the type begins on. */
  typeOf(schema: unknown, indent: string): string;
}

export function schemaTypes(names: TypeNames): SchemaTypes {
  return {
    declaration(name, schema) {
      const own = names.of.get(name) ?? name;
      if (names.circular.has(name)) return `type ${own} = unknown;\n`;
      const type = typeOf(schema, '  ', '');
      // Only a plain object can be an interface, whose name appears in errors. Any other type is an alias.
      return isObject(schema) && isPlainObject(schema) ? `interface ${own} ${type}\n` : `type ${own} = ${type};\n`;
    },
    typeOf: (schema, indent) => typeOf(schema, indent, 'Schemas.'),
  };

  /** `within` is the prefix of references to other schemas. In the namespace itself it is empty. */
  function typeOf(schema: unknown, indent: string, within: string): string {
    if (!isObject(schema)) return schema === false ? 'never' : 'unknown';
    const type = bareType(schema, indent, within);
    return schema.nullable === true && type !== 'unknown' ? `${type} | null` : type;
  }

  function bareType(schema: Json, indent: string, within: string): string {
    const { $ref, enum: values, const: only, allOf, oneOf, anyOf, type } = schema;
    if (typeof $ref === 'string') return refName(schema, within);
    if (only !== undefined) return literal(only);
    if (Array.isArray(values)) return [...new Set(values.map(literal))].join(' | ') || 'never';
    if (Array.isArray(allOf) && allOf.length > 0) return joined(allOf, ' & ', indent, within);
    const either = [oneOf, anyOf].find((all) => Array.isArray(all) && all.length > 0);
    if (Array.isArray(either)) return joined(either, ' | ', indent, within);
    if (Array.isArray(type)) {
      const types = type.map((each) => `(${bareType({ ...schema, type: each }, indent, within)})`);
      return types.join(' | ') || 'unknown';
    }
    switch (type) {
      case 'string':
      case 'boolean':
      case 'null':
        return type;
      case 'integer':
      case 'number':
        return 'number';
      case 'array':
        return `(${elementType(schema, indent, within)})[]`;
      default:
        return type === 'object' || (type === undefined && isObject(schema.properties))
          ? objectType(schema, indent, within)
          : 'unknown';
    }
  }

  /** Returns the type of all elements: the first ones may have their own schemas, and the list may end before them. */
  function elementType({ prefixItems, items }: Json, indent: string, within: string): string {
    if (!Array.isArray(prefixItems) || prefixItems.length === 0) return typeOf(items, indent, within);
    return joined(items === false ? prefixItems : [...prefixItems, items], ' | ', indent, within);
  }

  function joined(schemas: unknown[], by: string, indent: string, within: string): string {
    return schemas.map((schema) => `(${typeOf(schema, indent, within)})`).join(by);
  }

  function refName(schema: Json, within: string): string {
    const name = names.of.get(schemaName(schema) ?? '');
    return name === undefined ? 'unknown' : within + name;
  }

  function objectType({ properties, required, additionalProperties }: Json, indent: string, within: string) {
    const inner = `${indent}  `;
    const needed = new Set(Array.isArray(required) ? required : []);
    const lines = Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => {
      const type = typeOf(schema, inner, within);
      return `${comment(schema, inner)}${inner}${propertyName(name)}${needed.has(name) ? '' : '?'}: ${type};\n`;
    });
    if (lines.length > 0) return `{\n${lines.join('')}${indent}}`;
    return `{ [name: string]: ${isObject(additionalProperties) ? typeOf(additionalProperties, indent, within) : 'unknown'} }`;
  }
}

/** Whether the type is written as one pair of braces. */
function isPlainObject({ nullable, properties, type, ...schema }: Json): boolean {
  const others = ['$ref', 'enum', 'const', 'allOf', 'oneOf', 'anyOf'].some((keyword) => schema[keyword] !== undefined);
  return !others && nullable !== true && (type === 'object' || type === undefined) && isObject(properties);
}

/** Returns the literal type of a value of JSON. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, member]) => `${propertyName(name)}: ${literal(member)}`)
    .join('; ')} }`;
}

export function comment(schema: unknown, indent: string): string {
  const description = isObject(schema) ? schema.description : undefined;
  if (typeof description !== 'string' || description === '') return '';
  // TypeScript obeys directives in comments: an unused `@ts-expect-error` would be an error.
  const text = description.replace(/\s+/g, ' ').replaceAll('*/', '*\\/').replaceAll('@ts-', '@ ts-').trim();
  return `${indent}/** ${text} */\n`;
}
