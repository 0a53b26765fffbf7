/** Parameters of SSM's Parameter Store: collection `ssm.parameters`, keyed by name. */
import { AwsError } from '../../cloud/aws-error.ts';
import { checkMembers, type Member } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { pagesOf } from '../../cloud/page.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import type { Collection } from '../../storage/store.ts';

export interface Parameter {
  readonly name: string;
  readonly type: 'String' | 'StringList' | 'SecureString';
  /** Stored in plain text: the embedded cloud has no secrets from its own machine. */
  readonly value: string;
  readonly version: number;
  /** epoch milliseconds */
  readonly modifiedAt: number;
  readonly description?: string;
  readonly allowedPattern?: string;
  readonly keyId?: string;
  readonly tier: 'Standard' | 'Advanced';
  readonly dataType: string;
  readonly tags: readonly Tag[];
  /** Earlier versions, oldest first. */
  readonly earlier?: readonly ParameterVersion[];
}

/** The members that each version has. */
export type ParameterVersion = Omit<Parameter, 'tags' | 'earlier'>;

/** AWS keeps this many versions of a parameter, including the current one; a new version removes the oldest. */
export const KEPT_VERSIONS = 100;

export const parametersOf = (context: OperationContext): Collection<Parameter> =>
  context.collection<Parameter>('ssm.parameters');

/** Throws ValidationException, which names every violated constraint. */
export function check(...members: Member[]): void {
  checkMembers('ValidationException', members);
}

export const parameterNotFound = (name: string): AwsError =>
  new AwsError('ParameterNotFound', `Parameter ${name} not found.`);

export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

/** The error for `/a//b` and `a/b`, as LocalStack's `test_hierarchical_parameter` shows, which was run on AWS. */
export const malformedName = (): AwsError =>
  invalid(
    'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
  );

/** At the root, `x` and `/x` are the same name, as LocalStack's `test_put_parameters` found on AWS. */
export function storedAt(context: OperationContext, name: string): Parameter | undefined {
  const parameters = parametersOf(context);
  if (/^\/?[^/]+$/.test(name)) {
    return parameters.get(name) ?? parameters.get(name.startsWith('/') ? name.slice(1) : `/${name}`);
  }
  return parameters.get(name);
}

/**
 * Finds a parameter by a name or an ARN, with or without `:version`; `undefined` if the parameter or this version of it
 * does not exist. The result has the name of the request.
 */
export function lookUp(context: OperationContext, nameAndVersion: string): Parameter | undefined {
  const isArn = nameAndVersion.startsWith('arn:');
  const [name, version] = nameAndVersion.replace(/^arn:aws:ssm:[^:]*:\d*:parameter/, '').split(':', 2) as [
    string,
    string?,
  ];
  const stored = storedAt(context, name);
  const parameter = stored && { ...stored, name: isArn ? stored.name : name };
  if (version === undefined || Number(version) === parameter?.version) return parameter;
  const earlier = parameter?.earlier?.find((one) => one.version === Number(version));
  return parameter && earlier && { ...earlier, name: parameter.name, tags: parameter.tags };
}

/** A SecureString is returned as cipher text unless the request asks for decryption. */
export function valueOnWire({ type, keyId, value }: ParameterVersion, decrypt: boolean): string {
  return type === 'SecureString' && !decrypt ? Buffer.from(`kms:${keyId}:${value}`).toString('base64') : value;
}

export function parameterOnWire(parameter: Parameter, decrypt: boolean, { account, region }: OperationContext) {
  const { name, type } = parameter;
  return {
    Name: name,
    Type: type,
    Value: valueOnWire(parameter, decrypt),
    Version: parameter.version,
    LastModifiedDate: new Date(parameter.modifiedAt),
    ARN: `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`,
    DataType: parameter.dataType,
  };
}

export const page = pagesOf(() => new AwsError('InvalidNextToken', 'The specified token is not valid.'));
