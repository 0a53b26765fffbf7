/**
 * Kind `role`: what the function may do. Only the inline policies that are wanted are looked at; what others attach to the
 * role is theirs until the role is removed. IAM is eventually consistent: whoever uses the role waits, not this.
 */
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  type Role,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { FieldChange, Kind, Observed, Resource } from '../engine/resource.ts';
import { ApikitError } from '../errors.ts';
import type { RoleProperties } from '../stack/properties.ts';
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
      policies: Object.fromEntries(policies.filter(([, document]) => document !== undefined)) as Record<string, object>,
      tags: fromTagList(role.Tags),
    });
  }

  async function ensure(client: IAMClient, resource: Resource): Promise<Observed> {
    const { trustPolicy, tags } = resource.properties as unknown as RoleProperties;
    const command = new CreateRoleCommand({
      RoleName: resource.name,
      AssumeRolePolicyDocument: JSON.stringify(trustPolicy),
      Tags: toTagList(tags),
    });
    try {
      const { Role } = await client.send(command);
      return observedAs(resource, Role as Role, { trustPolicy, tags });
    } catch (error) {
      if (!isAwsError(error, 'EntityAlreadyExistsException', 'EntityAlreadyExists')) throw error;
      const found = await read(resource);
      if (!found?.owned) throw madeByOthers(resource.name);
      return found;
    }
  }

  async function sync(client: IAMClient, { name, properties }: Resource, observed: ObservedRole): Promise<void> {
    const { trustPolicy, policies, tags } = properties as unknown as RoleProperties;
    if (!samePolicy(trustPolicy, observed.trustPolicy)) {
      const PolicyDocument = JSON.stringify(trustPolicy);
      await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument }));
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
    ...diffFields({ tags: desired.tags }, { tags: observed.tags }),
  ];
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
