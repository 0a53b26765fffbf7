/**
 * IAM's state and its wire formats. Everything is in the account's `global` region. Other services read these
 * collections (who may assume a role, what a function may do); only this folder writes them.
 */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import type { Role as RoleOnWire } from '../../models/iam.ts';
import type { Collection } from '../../storage/store.ts';

/** Collection `iam.roles`, keyed by role name. Documents are JSON text, unencoded; times are epoch milliseconds. */
export interface Role {
  readonly roleName: string;
  readonly roleId: string;
  readonly arn: string;
  readonly path: string;
  readonly assumeRolePolicyDocument: string;
  readonly description?: string;
  /** seconds */
  readonly maxSessionDuration: number;
  readonly createDate: number;
  readonly tags: readonly Tag[];
  /** The ARN of a managed policy. */
  readonly permissionsBoundary?: string;
  /** by policy name */
  readonly inlinePolicies: Readonly<Record<string, string>>;
  /** ARNs of managed policies, in the order of attachment. */
  readonly attachedPolicies: readonly string[];
}

/**
 * Collection `iam.policies`, keyed by ARN: the account's own managed policies (AWS's are in `aws-managed-policies.ts`).
 */
export interface ManagedPolicy {
  readonly policyName: string;
  readonly policyId: string;
  readonly arn: string;
  readonly path: string;
  readonly description?: string;
  readonly createDate: number;
  readonly updateDate: number;
  readonly defaultVersionId: string;
  /** The number of the next version. */
  readonly nextVersion: number;
  /** Versions by ID (`v1`), in the order of creation. */
  readonly versions: Readonly<Record<string, { readonly document: string; readonly createDate: number }>>;
  readonly tags: readonly Tag[];
}

export const rolesOf = (context: OperationContext): Collection<Role> => context.globalCollection<Role>('iam.roles');

export const policiesOf = (context: OperationContext): Collection<ManagedPolicy> =>
  context.globalCollection<ManagedPolicy>('iam.policies');

/**
 * Starts the delay until a change of a role is visible to other services (docs/aws/iam.md); by default there is no
 * delay. `before` is the role whose policies apply until then.
 */
export function delayVisibility(
  context: OperationContext,
  change: 'role' | 'roleMade' | 'rolePolicies',
  before: Role,
): void {
  const global = { account: context.account, region: 'global' };
  context.cloud.transitions.begin(global, change, before.roleName, change === 'rolePolicies' ? before : undefined);
}

/** Returns the role for a change of its policies. Throws NoSuchEntity, for a while also for a new role. */
export function findRoleToChange(context: OperationContext, roleName: string): Role {
  const role = findRole(context, roleName);
  const global = { account: context.account, region: 'global' };
  if (context.cloud.transitions.pending(global, 'roleMade', role.roleName)) throw noSuchRole(roleName);
  return role;
}

/** Throws NoSuchEntity. */
export function findRole(context: OperationContext, roleName: string): Role {
  const role = roleNamed(context, roleName);
  if (!role) throw noSuchRole(roleName);
  return role;
}

/** "Names are not distinguished by case" (botocore's model, CreateRole), so any case finds the role. */
export const roleNamed = (context: OperationContext, roleName: string): Role | undefined =>
  rolesOf(context).get(roleName) ??
  rolesOf(context)
    .values()
    .find((role) => isSameName(role.roleName, roleName));

/** Whether two names of roles or policies are the same for IAM. */
export const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const noSuchRole = (roleName: string) => noSuchEntity(`The role with name ${roleName} cannot be found.`);

export const noSuchEntity = (message: string): AwsError => new AwsError('NoSuchEntity', message);
export const alreadyExists = (message: string): AwsError => new AwsError('EntityAlreadyExists', message);
export const deleteConflict = (message: string): AwsError => new AwsError('DeleteConflict', message);
export const limitExceeded = (message: string): AwsError => new AwsError('LimitExceeded', message);

/** The form of GetRole; lists have neither tags nor boundary. IAM returns documents percent-encoded (RFC 3986). */
export function roleOnWire(role: Role, detail: 'full' | 'listed' = 'full'): RoleOnWire {
  const boundary = role.permissionsBoundary;
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: role.arn,
    CreateDate: new Date(role.createDate),
    AssumeRolePolicyDocument: encodeDocument(role.assumeRolePolicyDocument),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    ...(detail === 'full' && {
      Tags: role.tags.length > 0 ? role.tags : undefined,
      PermissionsBoundary:
        boundary === undefined ? undefined : { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary },
      RoleLastUsed: {},
    }),
  };
}

export function encodeDocument(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
