/**
 * Kind `role`: what the function may do. Only the inline policies that are wanted are looked at; what others attach to the
 * role is theirs until the role is removed. IAM is eventually consistent: whoever uses the role waits, not this.
 */
import {
  CreateRoleCommand,
  type CreateRoleCommandInput,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  type Role,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { FieldChange, Kind, Observed, Resource } from '../engine/resource.ts';
import { ApikitError } from '../errors.ts';
import type { RolePlacement, RoleProperties } from '../stack/properties.ts';
import { diffFields } from './field-diff.ts';
import type { KindDependencies } from './kind-dependencies.ts';
import { fromTagList, owns, tagChanges, toTagList } from './ownership.ts';
import { parsePolicy, policyChanges, samePolicy } from './policy-document.ts';
import { ifThere, isAwsError } from './sdk-error.ts';

/** What a role was read to be: a policy that is missing is absent from `policies`. */
type ObservedRole = Partial<RoleProperties>;

export function roleKind({ clients }: KindDependencies): Kind {
  async function read(resource: Resource): Promise<Observed | undefined> {
    const client = await clients.iam();
    const role = (await ifThere(client.send(new GetRoleCommand({ RoleName: resource.name }))))?.Role;
    if (!role) return undefined;
    const names = Object.keys((resource.properties as unknown as RoleProperties).policies);
    const policies = await Promise.all(
      names.map(async (PolicyName) => {
        const answer = await ifThere(client.send(new GetRolePolicyCommand({ RoleName: resource.name, PolicyName })));
        return [PolicyName, parsePolicy(answer?.PolicyDocument)] as const;
      }),
    );
    return observedAs(resource, role, {
      trustPolicy: parsePolicy(role.AssumeRolePolicyDocument) as object,
      path: role.Path ?? '/',
      permissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? false,
      policies: Object.fromEntries(policies.filter(([, document]) => document !== undefined)) as Record<string, object>,
      tags: fromTagList(role.Tags),
    });
  }

  async function ensure(client: IAMClient, resource: Resource): Promise<Observed> {
    const { trustPolicy, path, permissionsBoundary, tags } = resource.properties as unknown as RoleProperties;
    const command = new CreateRoleCommand({
      RoleName: resource.name,
      ...placementInput({ path, permissionsBoundary }),
      AssumeRolePolicyDocument: JSON.stringify(trustPolicy),
      Tags: toTagList(tags),
    });
    try {
      const { Role } = await client.send(command);
      return observedAs(resource, Role as Role, { trustPolicy, path, permissionsBoundary, tags });
    } catch (error) {
      if (!isAwsError(error, 'EntityAlreadyExistsException', 'EntityAlreadyExists')) throw error;
      const found = await read(resource);
      if (!found?.owned) throw madeByOthers(resource.name);
      return found;
    }
  }

  async function sync(client: IAMClient, { name, properties }: Resource, observed: ObservedRole): Promise<void> {
    const { trustPolicy, permissionsBoundary, policies, tags } = properties as unknown as RoleProperties;
    if (!samePolicy(trustPolicy, observed.trustPolicy)) {
      const PolicyDocument = JSON.stringify(trustPolicy);
      await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument }));
    }
    // Before the policies: what a boundary keeps out is not to be allowed for a moment.
    if (permissionsBoundary && permissionsBoundary !== observed.permissionsBoundary) {
      const PermissionsBoundary = permissionsBoundary;
      await client.send(new PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary }));
    } else if (permissionsBoundary === false && observed.permissionsBoundary) {
      await ifThere(client.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: name })));
    }
    for (const [PolicyName, document] of Object.entries(policies)) {
      if (samePolicy(document, observed.policies?.[PolicyName])) continue;
      const PolicyDocument = JSON.stringify(document);
      await client.send(new PutRolePolicyCommand({ RoleName: name, PolicyName, PolicyDocument }));
    }
    const { set, remove } = tagChanges(tags, observed.tags ?? {});
    if (Object.keys(set).length > 0) await client.send(new TagRoleCommand({ RoleName: name, Tags: toTagList(set) }));
    if (remove.length > 0) await client.send(new UntagRoleCommand({ RoleName: name, TagKeys: remove }));
  }

  /**
   * IAM deletes no role that still has policies (`DeleteConflict`, aws-facts §8), whoever put them there. Each call is told
   * by itself that there is nothing to delete: after a lost answer that is about the policy, not about the role.
   */
  async function removeRole(client: IAMClient, RoleName: string): Promise<void> {
    const inline = await ifThere(client.send(new ListRolePoliciesCommand({ RoleName })));
    for (const PolicyName of inline?.PolicyNames ?? []) {
      await ifThere(client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
    }
    const attached = await ifThere(client.send(new ListAttachedRolePoliciesCommand({ RoleName })));
    for (const { PolicyArn } of attached?.AttachedPolicies ?? []) {
      await ifThere(client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })));
    }
    await ifThere(client.send(new DeleteRoleCommand({ RoleName })));
  }

  return {
    kind: 'role',
    actions: [
      'iam:GetRole',
      'iam:ListRoles',
      'iam:GetRolePolicy',
      'iam:CreateRole',
      'iam:UpdateAssumeRolePolicy',
      'iam:PutRolePolicy',
      'iam:PutRolePermissionsBoundary',
      'iam:DeleteRolePermissionsBoundary',
      'iam:TagRole',
      'iam:UntagRole',
      'iam:ListRolePolicies',
      'iam:ListAttachedRolePolicies',
      'iam:DeleteRolePolicy',
      'iam:DetachRolePolicy',
      'iam:DeleteRole',
    ],
    read,
    diff: (desired, observed) => diffRole(desired.properties as unknown as RoleProperties, observed.properties),
    async apply(resource, observed) {
      const client = await clients.iam();
      const present = observed ?? (await ensure(client, resource));
      await sync(client, resource, present.properties);
      return { ...present, properties: resource.properties, owned: true };
    },
    async remove(resource) {
      await removeRole(await clients.iam(), resource.name);
    },
  };
}

function diffRole(desired: RoleProperties, observed: ObservedRole): FieldChange[] {
  return [
    ...policyChanges('trustPolicy', observed.trustPolicy, desired.trustPolicy),
    ...Object.entries(desired.policies).flatMap(([name, to]) =>
      policyChanges(`policies.${name}`, observed.policies?.[name], to),
    ),
    ...pathChanges(desired, observed),
    ...(desired.permissionsBoundary === undefined
      ? []
      : diffFields(
          { permissionsBoundary: desired.permissionsBoundary },
          { permissionsBoundary: observed.permissionsBoundary ?? false },
        )),
    ...diffFields({ tags: desired.tags }, { tags: observed.tags }),
  ];
}

/** IAM has no call that moves a role, and another role of the same name cannot be beside it. */
function pathChanges({ path: to = '/' }: RoleProperties, { path: from = '/' }: ObservedRole): FieldChange[] {
  if (from === to) return [];
  const instead = `IAM cannot move a role to another path. Write function.role.path: ${from} again, or destroy the stage and deploy it anew.`;
  return [{ path: 'path', from, to, replace: true, instead }];
}

/** What CreateRole takes of it. */
export function placementInput({
  path,
  permissionsBoundary,
}: RolePlacement): Pick<CreateRoleCommandInput, 'Path' | 'PermissionsBoundary'> {
  return {
    ...(path !== undefined && { Path: path }),
    ...(permissionsBoundary && { PermissionsBoundary: permissionsBoundary }),
  };
}

function observedAs(resource: Resource, role: Role, properties: ObservedRole): Observed {
  const { tags } = resource.properties as unknown as RoleProperties;
  return {
    attributes: { arn: role.Arn, name: role.RoleName },
    properties: { ...properties },
    owned: owns(tags, properties.tags ?? {}),
  };
}

function madeByOthers(name: string): ApikitError {
  return new ApikitError('NotOurs', `A role named ${name} was made by someone else in this moment.`, {
    hint: 'Choose another app name in apikit.yaml, or take the role over with --adopt.',
  });
}
