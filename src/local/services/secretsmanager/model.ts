/** Secrets Manager's secrets as they are stored: collection `secretsmanager.secrets`, keyed by name. */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { pagesOf } from '../../cloud/page.ts';
import { type Tag, tagsCheckedAs } from '../../cloud/tag-list.ts';
import type { Collection } from '../../storage/store.ts';

export interface SecretVersion {
  readonly id: string;
  /** Stored in plain text: the embedded cloud has no secrets from its own machine. */
  readonly text?: string;
  /** base64 */
  readonly binary?: string;
  readonly stages: readonly string[];
  /** epoch milliseconds */
  readonly createdAt: number;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly keyId?: string;
  readonly tags: readonly Tag[];
  /** Oldest first. */
  readonly versions: readonly SecretVersion[];
  /** epoch milliseconds */
  readonly createdAt: number;
  readonly changedAt: number;
  /** When it is deleted for good; present while the secret is scheduled for deletion. */
  readonly goesAt?: number;
  /** When its deletion was requested. */
  readonly deletedAt?: number;
}

export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';

export const secretsOf = (context: OperationContext): Collection<Secret> =>
  context.collection<Secret>('secretsmanager.secrets');

export const newArn = (name: string, { account, region, cloud }: OperationContext): string =>
  `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${cloud.ids.upper(6)}`;

/**
 * Finds a secret by name, ARN, or ARN without its last six characters. A secret after its recovery window is dropped.
 */
export function findSecret(id: string, context: OperationContext): Secret | undefined {
  const secrets = secretsOf(context);
  const name = nameOf(id);
  const secret =
    name === undefined ? secrets.get(id) : secrets.values().find(({ arn }) => arn === id || arn.slice(0, -7) === id);
  if (secret?.goesAt === undefined || secret.goesAt > context.cloud.clock.now()) return secret;
  secrets.delete(secret.name);
  return undefined;
}

const nameOf = (id: string): string | undefined => /^arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:(.+)$/.exec(id)?.[1];

/** Throws ResourceNotFoundException. */
export function existing(id: string, context: OperationContext): Secret {
  const secret = findSecret(id, context);
  if (!secret) throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  return secret;
}

/** Also throws InvalidRequestException for a secret that is scheduled for deletion. */
export function usable(id: string, context: OperationContext, doing: string): Secret {
  const secret = existing(id, context);
  if (secret.goesAt === undefined) return secret;
  throw invalidRequest(`You can't ${doing} the secret because it was marked for deletion.`);
}

export const invalidRequest = (message: string): AwsError => new AwsError('InvalidRequestException', message);
export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);

export interface ValueInput {
  readonly SecretString?: string;
  readonly SecretBinary?: string;
  readonly ClientRequestToken?: string;
}

const MAX_BYTES = 65_536;

/** Throws InvalidParameterException; returns `undefined` if no value is given. */
export function givenValue({
  SecretString,
  SecretBinary,
}: ValueInput): Pick<SecretVersion, 'text' | 'binary'> | undefined {
  if (SecretString !== undefined && SecretBinary !== undefined) {
    throw invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  const bytes = Buffer.byteLength(SecretString ?? '') + Buffer.byteLength(SecretBinary ?? '', 'base64');
  if (bytes > MAX_BYTES) {
    // The message does not repeat the value, as AWS does not for members that are sensitive in its models.
    const member = SecretString === undefined ? 'secretBinary' : 'secretString';
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BYTES}`,
    );
  }
  if (SecretString !== undefined) return { text: SecretString };
  return SecretBinary === undefined ? undefined : { binary: SecretBinary };
}

/** Returns the version that a request with this token created. Throws ResourceExistsException if its value differs. */
export function versionOfToken(
  { versions, arn }: Secret,
  value: Pick<SecretVersion, 'text' | 'binary'> | undefined,
  token: string | undefined,
): SecretVersion | undefined {
  const known = versions.find(({ id }) => id === token);
  if (known && (known.text !== value?.text || known.binary !== value?.binary)) {
    throw new AwsError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`,
    );
  }
  return known;
}

/**
 * Returns the secret with another version, which has the stages from now on. A repeated request with the SDK's token
 * gives the same version; with another value it is rejected.
 */
export function withVersion(
  secret: Secret,
  value: Pick<SecretVersion, 'text' | 'binary'>,
  { ClientRequestToken, stages = [CURRENT] }: { ClientRequestToken?: string | undefined; stages?: readonly string[] },
  { cloud }: OperationContext,
): { secret: Secret; version: SecretVersion } {
  const known = versionOfToken(secret, value, ClientRequestToken);
  if (known) return { secret, version: known };
  const now = cloud.clock.now();
  const version: SecretVersion = { id: ClientRequestToken ?? cloud.ids.uuid(), ...value, stages, createdAt: now };
  const becomesCurrent = stages.includes(CURRENT);
  const versions = secret.versions.flatMap((one): SecretVersion[] => {
    const wasCurrent = becomesCurrent && one.stages.includes(CURRENT);
    const kept = one.stages.filter((stage) => !stages.includes(stage) && !(becomesCurrent && stage === PREVIOUS));
    const left = wasCurrent ? [...kept, PREVIOUS] : kept;
    // A version without a stage is deprecated, and AWS can delete it at any time.
    return left.length > 0 ? [{ ...one, stages: left }] : [];
  });
  return { secret: { ...secret, versions: [...versions, version], changedAt: now }, version };
}

export const checkTags = tagsCheckedAs('ValidationException');

export const page = pagesOf(() => invalidRequest('Invalid NextToken'));

/** The members that DescribeSecret and ListSecrets share. */
export function secretOnWire(secret: Secret) {
  const { name, arn, description, keyId, tags, createdAt, changedAt, deletedAt } = secret;
  return {
    ARN: arn,
    Name: name,
    Description: description,
    KmsKeyId: keyId,
    CreatedDate: new Date(createdAt),
    LastChangedDate: new Date(changedAt),
    DeletedDate: deletedAt === undefined ? undefined : new Date(deletedAt),
    Tags: tags.length > 0 ? tags : undefined,
  };
}

export const stagesOf = ({ versions }: Secret): Record<string, readonly string[]> =>
  Object.fromEntries(versions.map(({ id, stages }) => [id, stages]));
