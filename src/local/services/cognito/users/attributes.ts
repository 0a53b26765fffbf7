/** Attributes of users: the rules of the pool's schema and sign-in options. */
import { AwsError } from '../../../cloud/aws-error.ts';
import type { OperationContext } from '../../../cloud/operation.ts';
import type { AttributeType } from '../../../models/cognito-idp.ts';
import { ofPool, type SchemaAttribute, type User, type UserPool, users } from '../../../state/user-pools.ts';
import { invalidParameter } from '../errors.ts';

/** Throws InvalidParameterException. `changing` is true for an existing user, whose immutable attributes stay. */
export function attributesFrom(
  pool: UserPool,
  given: readonly AttributeType[],
  changing = false,
): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null);
  for (const { Name, Value = '' } of given) {
    const schema = pool.schema.find((attribute) => attribute.Name === Name);
    if (!schema) throw notInSchema(`${Name}: Attribute does not exist in the schema.`);
    if (Name === 'sub' || (changing && !schema.Mutable)) {
      throw invalidParameter(`user.${Name}: Attribute cannot be updated.`);
    }
    // Any case is accepted, as in moto's tests with `email_verified`, which are run on AWS.
    const value = schema.AttributeDataType === 'Boolean' ? Value.toLowerCase() : Value;
    checkValue(schema, value);
    attributes[Name] = value;
  }
  return attributes;
}

/** Throws InvalidParameterException. */
export function requireAttributes(pool: UserPool, attributes: User['attributes']): void {
  const missing = pool.schema.find(
    ({ Name, Required }) => Required && Name !== 'sub' && attributes[Name] === undefined,
  );
  if (missing) throw notInSchema(`${missing.Name}: The attribute is required`);
}

function checkValue({ Name, AttributeDataType, ...schema }: SchemaAttribute, value: string): void {
  if (Name === 'email' && !/^[^\s@]+@[^\s@]+$/.test(value)) throw invalidParameter('Invalid email address format.');
  if (Name === 'phone_number' && !/^\+\d{2,15}$/.test(value)) throw invalidParameter('Invalid phone number format.');
  if (AttributeDataType === 'Boolean' && value !== 'true' && value !== 'false') {
    throw notInSchema(`${Name}: Attribute value must be true or false.`);
  }
  if (AttributeDataType === 'Number') {
    const { MinValue = '-Infinity', MaxValue = 'Infinity' } = schema.NumberAttributeConstraints ?? {};
    if (value.trim() === '' || !(Number(value) >= Number(MinValue) && Number(value) <= Number(MaxValue))) {
      throw notInSchema(`${Name}: Attribute value is not a number within its limits.`);
    }
  }
  const { MinLength = '0', MaxLength = '2048' } = schema.StringAttributeConstraints ?? {};
  if (AttributeDataType === 'String' && (value.length < Number(MinLength) || value.length > Number(MaxLength))) {
    throw notInSchema(`${Name}: String must be between ${MinLength} and ${MaxLength} characters long.`);
  }
}

const notInSchema = (why: string) => invalidParameter(`Attributes did not conform to the schema: ${why}\n`);

/** An address for sign-in belongs to one user. Throws `code`, UsernameExistsException or AliasExistsException. */
export function requireUniqueAliases(
  context: OperationContext,
  pool: UserPool,
  attributes: User['attributes'],
  self: string | undefined,
  code: 'UsernameExistsException' | 'AliasExistsException',
): void {
  const { UsernameAttributes = [], AliasAttributes = [] } = pool.fixed;
  const aliases = [
    ...UsernameAttributes,
    ...AliasAttributes.filter((name) => attributes[`${name}_verified`] === 'true'),
  ];
  for (const name of aliases) {
    const value = attributes[name];
    if (value === undefined) continue;
    const taken = ofPool(users(context), pool.id).some(
      (user) => user.username !== self && user.attributes[name]?.toLowerCase() === value.toLowerCase(),
    );
    if (taken) throw new AwsError(code, `An account with the given ${name} already exists.`);
  }
}

/** Returns the attributes in wire format, `sub` first. */
export const attributeList = ({ sub, attributes }: User): AttributeType[] => [
  { Name: 'sub', Value: sub },
  ...Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
];
