/** CreateSecret, PutSecretValue, UpdateSecret, GetSecretValue. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import {
  CURRENT,
  checkTags,
  findSecret,
  givenValue,
  invalidParameter,
  invalidRequest,
  newArn,
  type Secret,
  secretsOf,
  usable,
  versionOfToken,
  withVersion,
} from './model.ts';
import { operation } from './operation.ts';

const CREATE_REFUSED = ['AddReplicaRegions', 'ForceOverwriteReplicaSecret', 'Type', 'CrossAccountPrimaryARN'] as const;

export const createSecret = operation('CreateSecret', (input, context) => {
  refuseMembers('Secrets Manager CreateSecret', input, CREATE_REFUSED);
  const { Name, Description, KmsKeyId, ClientRequestToken } = input;
  if (!/^[A-Za-z0-9/_+=.@-]+$/.test(Name)) {
    throw new AwsError(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    );
  }
  const tags = checkTags(input.Tags);
  const value = givenValue(input);
  const present = findSecret(Name, context);
  if (present?.goesAt !== undefined) {
    throw invalidRequest(
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  if (present) {
    const same = versionOfToken(present, value, ClientRequestToken);
    if (same) return { ARN: present.arn, Name, VersionId: same.id };
    throw new AwsError('ResourceExistsException', `The operation failed because the secret ${Name} already exists.`);
  }
  const now = context.cloud.clock.now();
  const made: Secret = {
    name: Name,
    arn: newArn(Name, context),
    description: Description,
    keyId: KmsKeyId,
    tags,
    versions: [],
    createdAt: now,
    changedAt: now,
  };
  const first = value && withVersion(made, value, { ClientRequestToken }, context);
  secretsOf(context).put(Name, first?.secret ?? made);
  return { ARN: made.arn, Name, VersionId: first?.version.id };
});

export const putSecretValue = operation('PutSecretValue', (input, context) => {
  refuseMembers('Secrets Manager PutSecretValue', input, ['RotationToken']);
  const { SecretId, VersionStages, ClientRequestToken } = input;
  const value = givenValue(input);
  if (!value) throw invalidParameter('You must provide either SecretString or SecretBinary.');
  const before = usable(SecretId, context, 'perform this operation on');
  // The first version is the current one, whatever other stages it has.
  const asked = VersionStages ?? [CURRENT];
  const stages = before.versions.length === 0 && !asked.includes(CURRENT) ? [...asked, CURRENT] : asked;
  const { secret, version } = withVersion(before, value, { ClientRequestToken, stages }, context);
  secretsOf(context).put(secret.name, secret);
  return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: version.stages };
});

export const updateSecret = operation('UpdateSecret', (input, context) => {
  refuseMembers('Secrets Manager UpdateSecret', input, ['Type']);
  const { SecretId, Description, KmsKeyId, ClientRequestToken } = input;
  const value = givenValue(input);
  const before = usable(SecretId, context, 'perform this operation on');
  const changed: Secret = {
    ...before,
    description: Description ?? before.description,
    keyId: KmsKeyId ?? before.keyId,
    changedAt: context.cloud.clock.now(),
  };
  const made = value && withVersion(changed, value, { ClientRequestToken }, context);
  secretsOf(context).put(before.name, made?.secret ?? changed);
  return { ARN: before.arn, Name: before.name, VersionId: made?.version.id };
});

export const getSecretValue = operation('GetSecretValue', ({ SecretId, VersionId, VersionStage }, context) => {
  const secret = usable(SecretId, context, 'perform this operation on');
  const stage = VersionStage ?? (VersionId === undefined ? CURRENT : undefined);
  const version = secret.versions.find(
    ({ id, stages }) =>
      (VersionId === undefined || id === VersionId) && (stage === undefined || stages.includes(stage)),
  );
  if (!version) {
    const what = VersionId === undefined ? `staging label: ${stage}` : `VersionId: ${VersionId}`;
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${what}`,
    );
  }
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    SecretString: version.text,
    SecretBinary: version.binary,
    VersionStages: version.stages,
    CreatedDate: new Date(version.createdAt),
  };
});
