/**
 * Kind `role`: the permissions of a function. Only the wanted inline policies are read. Policies that others attach
 * stay until the role is removed. IAM is eventually consistent: the users of the role wait, and this kind does not.
 *
 * All releases share one role, so a change of its policies affects the live release. `apply` only adds permissions.
 * `retire` removes what the new release does not need, when it serves.
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
import type { FieldChange, Kind, KindContext, Observed, ResolvedResource, Resource } from '../../../engine/resource.ts';
import { ApikitError } from '../../../errors.ts';
import { boundaryMatches, ownRoles } from '../../arns/own-arns.ts';
import { retryUntilRoleExists } from '../../iam/new-role.ts';
import { LONGEST_POLICIES, parsePolicy, policyChanges, samePolicy } from '../../iam/policy-document.ts';
import { policyUnion } from '../../iam/policy-union.ts';
import { fromTagList, owns, tagChanges, toTagList } from '../../ownership/ownership.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { createdMeanwhile } from '../created-meanwhile.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import type { RolePlacement, RoleProperties, RoleShape } from './shape.ts';

type ObservedRole = RoleShape['found'];

export function roleKind({ clients, clock, rights }: KindDependencies): Kind<RoleShape> {
  async function read(resource: Resource<RoleShape>): Promise<Observed<RoleShape> | undefined> {
    const client = await clients.iam();
    const role = (await undefinedIfNotFound(client.send(new GetRoleCommand({ RoleName: resource.name }))))?.Role;
    if (!role) return undefined;
    const names = Object.keys(resource.properties.policies);
    const policies = await Promise.all(
      names.map(async (PolicyName) => {
        const answer = await undefinedIfNotFound(
          client.send(new GetRolePolicyCommand({ RoleName: resource.name, PolicyName })),
        );
        const document = parsePolicy(answer?.PolicyDocument);
        return document ? [[PolicyName, document] as const] : [];
      }),
    );
    return observedAs(resource, role, {
      trustPolicy: parsePolicy(role.AssumeRolePolicyDocument),
      path: role.Path ?? '/',
      permissionsBoundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? false,
      policies: Object.fromEntries(policies.flat()),
      tags: fromTagList(role.Tags),
    });
  }

  async function ensure(client: IAMClient, resource: Resource<RoleShape>): Promise<Observed<RoleShape>> {
    const { trustPolicy, path, permissionsBoundary, tags } = resource.properties;
    const command = new CreateRoleCommand({
      RoleName: resource.name,
      ...placementInput({ path, permissionsBoundary }),
      AssumeRolePolicyDocument: JSON.stringify(trustPolicy),
      Tags: toTagList(tags),
    });
    try {
      const { Role } = await client.send(command);
      return observedAs(resource, Role, { trustPolicy, path, permissionsBoundary, tags });
    } catch (error) {
      if (!isAwsError(error, 'EntityAlreadyExistsException', 'EntityAlreadyExists')) throw error;
      const found = await read(resource);
      if (!found?.owned) throw createdMeanwhile('role', resource.name);
      return found;
    }
  }

  /** Returns the policies that the role has afterwards: everything that is wanted, and what it allowed before. */
  async function sync(
    client: IAMClient,
    { name, properties }: ResolvedResource<RoleShape>,
    observed: ObservedRole,
    context: KindContext,
  ): Promise<RoleProperties['policies']> {
    const { trustPolicy, permissionsBoundary, policies, tags } = properties;
    if (!samePolicy(trustPolicy, observed.trustPolicy)) {
      const PolicyDocument = JSON.stringify(trustPolicy);
      await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument }));
    }
    // The boundary comes before the policies, so that an action that it excludes is never allowed, not even for a
    // moment.
    if (permissionsBoundary && permissionsBoundary !== observed.permissionsBoundary) {
      const PermissionsBoundary = permissionsBoundary;
      await client.send(new PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary }));
    } else if (permissionsBoundary === false && observed.permissionsBoundary) {
      await undefinedIfNotFound(client.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: name })));
    }
    const widened = widenedPolicies(policies, observed.policies);
    if (JSON.stringify(widened).length > LONGEST_POLICIES) throw rightsTooLong(name);
    await putPolicies(client, name, widened, observed.policies, context);
    const { set, remove } = tagChanges(tags, observed.tags ?? {});
    if (Object.keys(set).length > 0) await client.send(new TagRoleCommand({ RoleName: name, Tags: toTagList(set) }));
    if (remove.length > 0) await client.send(new UntagRoleCommand({ RoleName: name, TagKeys: remove }));
    return widened;
  }

  async function putPolicies(
    client: IAMClient,
    RoleName: string,
    wanted: RoleProperties['policies'],
    had: ObservedRole['policies'],
    context: KindContext,
  ): Promise<void> {
    for (const [PolicyName, document] of Object.entries(wanted)) {
      if (samePolicy(document, had?.[PolicyName])) continue;
      const command = new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(document) });
      await retryUntilRoleExists(RoleName, { clock, context }, () => client.send(command));
      rights?.begun();
    }
  }

  /**
   * IAM does not delete a role that still has policies (`DeleteConflict`, docs/aws/iam.md), whoever added them. Each
   * call handles "not found" by itself: after a lost response, it means the policy and not the role.
   */
  async function removeRole(client: IAMClient, RoleName: string): Promise<void> {
    const inline = await undefinedIfNotFound(client.send(new ListRolePoliciesCommand({ RoleName })));
    for (const PolicyName of inline?.PolicyNames ?? []) {
      await undefinedIfNotFound(client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
    }
    const attached = await undefinedIfNotFound(client.send(new ListAttachedRolePoliciesCommand({ RoleName })));
    for (const { PolicyArn } of attached?.AttachedPolicies ?? []) {
      await undefinedIfNotFound(client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })));
    }
    await undefinedIfNotFound(client.send(new DeleteRoleCommand({ RoleName })));
  }

  return {
    kind: 'role',
    rights: [
      { actions: ['iam:ListRoles'] },
      {
        actions: [
          'iam:GetRole',
          'iam:GetRolePolicy',
          'iam:ListRolePolicies',
          'iam:ListAttachedRolePolicies',
          'iam:TagRole',
          'iam:UntagRole',
          'iam:DeleteRole',
        ],
        on: ownRoles,
      },
      {
        actions: [
          'iam:CreateRole',
          'iam:UpdateAssumeRolePolicy',
          'iam:PutRolePolicy',
          'iam:PutRolePermissionsBoundary',
          'iam:DeleteRolePolicy',
          'iam:DetachRolePolicy',
        ],
        on: ownRoles,
        when: boundaryMatches,
      },
      { actions: ['iam:DeleteRolePermissionsBoundary'], on: ownRoles, unbounded: true },
    ],
    read,
    diff: (desired, observed) => diffRole(desired.properties, observed.properties),
    async apply(resource, observed, context) {
      const client = await clients.iam();
      const present = observed ?? (await ensure(client, resource));
      const policies = await sync(client, resource, present.properties, context);
      return { ...present, properties: { ...resource.properties, policies }, owned: true };
    },
    retire: {
      due(desired, { properties }) {
        const { policies } = desired.properties;
        const has = properties.policies ?? {};
        return Object.entries(policies).some(([name, document]) => !samePolicy(document, has[name]));
      },
      async begin({ name, properties }, applied, context) {
        const { policies } = properties;
        const has = applied.properties.policies;
        await putPolicies(await clients.iam(), name, policies, has, context);
      },
    },
    async remove(resource) {
      await removeRole(await clients.iam(), resource.name);
    },
  };
}

function widenedPolicies(
  wanted: RoleProperties['policies'],
  had: ObservedRole['policies'] = {},
): RoleProperties['policies'] {
  return Object.fromEntries(Object.entries(wanted).map(([name, document]) => [name, policyUnion(document, had[name])]));
}

function diffRole(desired: RoleProperties, observed: ObservedRole): FieldChange[] {
  return [
    ...policyChanges('trustPolicy', observed.trustPolicy, desired.trustPolicy),
    ...Object.entries(desired.policies).flatMap(([name, to]) =>
      policyChanges(`policies.${name}`, observed.policies?.[name], to).map((change) =>
        removesPermission(change) ? { ...change, last: true as const } : change,
      ),
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

/** IAM has no call that moves a role, and a second role cannot have the same name. */
function pathChanges({ path: to = '/' }: RoleProperties, { path: from = '/' }: ObservedRole): FieldChange[] {
  if (from === to) return [];
  const instead = `IAM cannot move a role to another path. Write function.role.path: ${from} again, or destroy the stage and deploy it again.`;
  return [{ path: 'path', from, to, replace: true, instead }];
}

/** The part of the placement that CreateRole accepts. */
export function placementInput({
  path,
  permissionsBoundary,
}: RolePlacement): Pick<CreateRoleCommandInput, 'Path' | 'PermissionsBoundary'> {
  return {
    ...(path !== undefined && { Path: path }),
    ...(permissionsBoundary && { PermissionsBoundary: permissionsBoundary }),
  };
}

/** Whether the change of a statement allows less than before, even if it also allows more. */
function removesPermission({ from, to }: FieldChange): boolean {
  const allowing = (value: unknown) =>
    typeof value === 'object' && value !== null && 'Statement' in value ? value : { Statement: value ?? [] };
  return from !== undefined && !samePolicy(policyUnion(allowing(to), allowing(from)), allowing(to));
}

function rightsTooLong(name: string): ApikitError {
  return new ApikitError(
    'RightsTooLong',
    `While a new release takes over, role ${name} must have the permissions of both releases, and their policies together are longer than the ${LONGEST_POLICIES} characters that IAM allows. Nothing was changed in the role.`,
    { hint: 'Deploy in two steps: first add the new permissions, then remove those that are no longer used.' },
  );
}

function observedAs(
  resource: Resource<RoleShape>,
  role: Partial<Role> | undefined,
  properties: ObservedRole,
): Observed<RoleShape> {
  const { tags } = resource.properties;
  return {
    attributes: { arn: role?.Arn, name: role?.RoleName },
    properties: { ...properties },
    owned: owns(tags, properties.tags ?? {}),
  };
}
