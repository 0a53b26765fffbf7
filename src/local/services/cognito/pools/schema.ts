/** The attributes that users of a pool may have: the standard ones of OpenID Connect and the pool's own. */
import { invalidParameter } from '../errors.ts';
import type { SchemaAttribute } from '../model.ts';

const TEXTS = [
  'profile',
  'address',
  'birthdate',
  'gender',
  'preferred_username',
  'website',
  'picture',
  'phone_number',
  'zoneinfo',
  'locale',
  'email',
  'given_name',
  'family_name',
  'middle_name',
  'name',
  'nickname',
];

const standard = (Name: string, more: Partial<SchemaAttribute> = {}): SchemaAttribute => ({
  Name,
  AttributeDataType: 'String',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  StringAttributeConstraints: { MinLength: '0', MaxLength: '2048' },
  ...more,
});

const { StringAttributeConstraints: _, ...untyped } = standard('');

const STANDARD: readonly SchemaAttribute[] = [
  standard('sub', {
    Mutable: false,
    Required: true,
    StringAttributeConstraints: { MinLength: '1', MaxLength: '2048' },
  }),
  ...TEXTS.map((name) =>
    name === 'birthdate'
      ? standard(name, { StringAttributeConstraints: { MinLength: '10', MaxLength: '10' } })
      : standard(name),
  ),
  { ...untyped, Name: 'updated_at', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '0' } },
  { ...untyped, Name: 'email_verified', AttributeDataType: 'Boolean' },
  { ...untyped, Name: 'phone_number_verified', AttributeDataType: 'Boolean' },
];

/** The pool's schema from what was asked for: changed standard attributes, and new ones, which get `custom:`. */
export function schemaFrom(asked: readonly Partial<SchemaAttribute>[]): SchemaAttribute[] {
  const schema = [...STANDARD];
  for (const attribute of asked) {
    if (attribute.Name === undefined) throw invalidParameter('Schema attribute name must be given.');
    const known = schema.findIndex(({ Name }) => Name === attribute.Name);
    if (known >= 0) schema[known] = { ...schema[known]!, ...attribute };
    else schema.push(customAttribute(schema, attribute));
  }
  return schema;
}

export function customAttribute(schema: readonly SchemaAttribute[], asked: Partial<SchemaAttribute>): SchemaAttribute {
  if (!asked.Name) throw invalidParameter('Schema attribute name must be given.');
  if (asked.Required) throw invalidParameter('Required custom attributes are not supported currently.');
  const Name = `${asked.DeveloperOnlyAttribute ? 'dev' : 'custom'}:${asked.Name}`;
  if (schema.some((attribute) => attribute.Name === Name)) {
    throw invalidParameter(`${Name}: Existing attribute already has name ${Name}.`);
  }
  const AttributeDataType = asked.AttributeDataType ?? 'String';
  return {
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    ...(AttributeDataType === 'String' && { StringAttributeConstraints: {} }),
    ...(AttributeDataType === 'Number' && { NumberAttributeConstraints: {} }),
    ...asked,
    Name,
    AttributeDataType,
  };
}
