/**
 * Scalable targets as they are stored, with their policies and scheduled actions. Only the provisioned concurrency of
 * Lambda functions can be a target here.
 */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import type { CloudBase, Scope } from '../../cloud/cloud.ts';
import { pagesOf } from '../../cloud/page.ts';
import type { TargetTrackingScalingPolicyConfiguration } from '../../models/application-autoscaling.ts';
import type { Collection } from '../../storage/store.ts';

export const NAMESPACE = 'lambda';
export const DIMENSION = 'lambda:function:ProvisionedConcurrency';

interface StoredPolicy {
  readonly name: string;
  readonly arn: string;
  readonly configuration: TargetTrackingScalingPolicyConfiguration;
  /** epoch milliseconds */
  readonly createdAt: number;
}

export interface StoredAction {
  readonly name: string;
  readonly arn: string;
  readonly schedule: string;
  readonly timezone?: string;
  readonly min?: number;
  readonly max?: number;
  /** epoch milliseconds */
  readonly createdAt: number;
}

/** Collection `application-autoscaling.targets`, by resource ID: `function:orders:7`. */
export interface StoredTarget {
  readonly resourceId: string;
  readonly arn: string;
  readonly min: number;
  readonly max: number;
  readonly policies: readonly StoredPolicy[];
  readonly actions: readonly StoredAction[];
  readonly tags: Readonly<Record<string, string>>;
  /** epoch milliseconds */
  readonly createdAt: number;
  /** The time until which scheduled actions are done, in epoch milliseconds. */
  readonly lookedAt: number;
  /** The time of the last change of the capacity by the policy, in epoch milliseconds. */
  readonly scaledAt?: number;
}

export const ROLE_SERVICE = 'lambda.application-autoscaling.amazonaws.com';

/** The ARN of the service-linked role, which AWS creates with the first target. */
export const serviceRoleArn = (account: string): string =>
  `arn:aws:iam::${account}:role/aws-service-role/${ROLE_SERVICE}/AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency`;

export const targetsOf = (cloud: CloudBase, scope: Scope): Collection<StoredTarget> =>
  cloud.collection(scope, 'application-autoscaling.targets');

export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

const unsupported = (): AwsError => invalid('Unsupported service namespace, resource type or scalable dimension');

/** Splits `function:orders:7` into the function and its version or alias. Throws ValidationException. */
export function functionOf(resourceId: string): { readonly name: string; readonly qualifier: string } {
  const [, name, qualifier] = /^function:([\w-]+):([\w-]+)$/.exec(resourceId) ?? [];
  if (name === undefined || qualifier === undefined) throw unsupported();
  return { name, qualifier };
}

interface Place {
  readonly ServiceNamespace: string;
  readonly ScalableDimension?: string;
}

/** Throws NotImplemented for the targets of other services. */
export function checkPlace(operation: string, { ServiceNamespace, ScalableDimension = DIMENSION }: Place): void {
  if (ServiceNamespace !== NAMESPACE) {
    throw notImplemented(`Application Auto Scaling ${operation} of the namespace ${ServiceNamespace}`);
  }
  if (ScalableDimension !== DIMENSION) throw unsupported();
}

/** Throws ValidationException. */
export function checkRange(min: number | undefined, max: number | undefined): void {
  if (min !== undefined && max !== undefined && min > max) {
    throw invalid('Maximum capacity cannot be less than minimum capacity');
  }
}

/** Throws ObjectNotFoundException in AWS's words, which differ between operations. */
export function findTarget(cloud: CloudBase, scope: Scope, resourceId: string, word = 'registered'): StoredTarget {
  const found = targetsOf(cloud, scope).get(resourceId);
  if (found) return found;
  throw notFound(`No scalable target ${word} for ${placeText(resourceId)}`);
}

export const placeText = (resourceId: string): string =>
  `service namespace: ${NAMESPACE}, resource ID: ${resourceId}, scalable dimension: ${DIMENSION}`;

export const notFound = (message: string): AwsError => new AwsError('ObjectNotFoundException', message);

export const page = pagesOf(() => new AwsError('InvalidNextTokenException', 'The next token is invalid.'));
