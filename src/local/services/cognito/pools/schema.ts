/** The attributes of a pool's users: the standard ones of OpenID Connect and the pool's own. */
import { checkMembers } from '../../../cloud/constraints.ts';
import type { SchemaAttribute } from '../../../state/user-pools.ts';
import { invalidParameter } from '../errors.ts';

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

/**
 * Returns the pool's schema for a request: changed standard attributes, and new ones, which get the prefix `custom:`.
 */
export function schemaFrom(asked: readonly Partial<SchemaAttribute>[]): SchemaAttribute[] {
  requireNames('schema', asked);
  const schema = [...STANDARD];
  for (const attribute of asked) {
    const known = schema.findIndex(({ Name }) => Name === attribute.Name);
    if (known >= 0) schema[known] = changedStandard(schema[known]!, attribute);
    else schema.push(customAttribute(schema, attribute));
  }
  return schema;
}

/** Throws InvalidParameterException. `member` is the name of the request's member. */
export function requireNames(member: 'schema' | 'customAttributes', asked: readonly Partial<SchemaAttribute>[]): void {
  checkMembers(
    'InvalidParameterException',
    asked.map(({ Name }, index) => [`${member}.${index + 1}.member.name`, Name, { required: true }]),
  );
}

/** The texts here and below are those of moto's tests of CreateUserPool. */
function changedStandard(known: SchemaAttribute, asked: Partial<SchemaAttribute>): SchemaAttribute {
  const changed = { ...known, ...asked };
  if (changed.AttributeDataType !== known.AttributeDataType || changed.DeveloperOnlyAttribute) {
    throw invalidParameter(
      `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${known.Name}`,
    );
  }
  checkLimits(changed);
  return changed;
}

const LONGEST = 2048;

function checkLimits(attribute: SchemaAttribute): void {
  const { Name, NumberAttributeConstraints = {}, StringAttributeConstraints = {} } = attribute;
  const { MinLength, MaxLength } = StringAttributeConstraints;
  const { MinValue, MaxValue } = NumberAttributeConstraints;
  const isNumber = (value: string | undefined) => value === undefined || /^-?\d+$/.test(value);
  if (![MinLength, MaxLength].every(isNumber)) {
    throw invalidParameter(`Invalid StringAttributeConstraints for schema attribute ${Name}`);
  }
  if (![MinValue, MaxValue].every(isNumber)) {
    throw invalidParameter(`Invalid NumberAttributeConstraints for schema attribute ${Name}`);
  }
  if (Number(MinLength ?? 0) > LONGEST || Number(MaxLength ?? 0) > LONGEST) {
    throw invalidParameter(`user.${Name}: String attributes cannot have a length of more than ${LONGEST}`);
  }
  if (Number(MinLength) > Number(MaxLength)) {
    throw invalidParameter(`user.${Name}: Max length cannot be less than min length.`);
  }
  if (Number(MinValue) > Number(MaxValue)) {
    throw invalidParameter(`user.${Name}: Max value cannot be less than min value.`);
  }
}

export function customAttribute(schema: readonly SchemaAttribute[], asked: Partial<SchemaAttribute>): SchemaAttribute {
  if (asked.Required) throw invalidParameter('Required custom attributes are not supported currently.');
  const Name = `${asked.DeveloperOnlyAttribute ? 'dev' : 'custom'}:${asked.Name}`;
  if (schema.some((attribute) => attribute.Name === Name)) {
    throw invalidParameter(`${Name}: Existing attribute already has name ${Name}.`);
  }
  const { AttributeDataType } = asked;
  // Observed: https://github.com/aws-amplify/amplify-cli/issues/9525.
  if (AttributeDataType === undefined) {
    throw invalidParameter('Invalid AttributeDataType input, consider using the provided AttributeDataType enum.');
  }
  const attribute = {
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    ...(AttributeDataType === 'String' && { StringAttributeConstraints: {} }),
    ...(AttributeDataType === 'Number' && { NumberAttributeConstraints: {} }),
    ...asked,
    Name,
    AttributeDataType,
  };
  checkLimits(attribute);
  return attribute;
}
