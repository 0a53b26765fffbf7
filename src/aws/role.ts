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
import { parsePolicy, samePolicy } from './policy-document.ts';
import { isAwsError } from './sdk-error.ts';

/** What a role was read to be: a policy that is missing is absent from `policies`. */
type ObservedRole = Partial<RoleProperties>;

export function roleKind({ clients }: KindDependencies): Kind {
  async function getRole(client: IAMClient, RoleName: string): Promise<Role | undefined> {
    try {
      return (await client.send(new GetRoleCommand({ RoleName }))).Role;
    } catch (error) {
      if (isAwsError(error, 'NoSuchEntityException', 'NoSuchEntity')) return undefined;
      throw error;
    }
  }

  async function getPolicy(client: IAMClient, RoleName: string, PolicyName: string): Promise<unknown> {
    try {
      return parsePolicy((await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument);
    } catch (error) {
      if (isAwsError(error, 'NoSuchEntityException', 'NoSuchEntity')) return undefined;
      throw error;
    }
  }

  async function read(resource: Resource): Promise<Observed | undefined> {
    const client = await clients.iam();
    const role = await getRole(client, resource.name);
    if (!role) return undefined;
    const names = Object.keys((resource.properties as unknown as RoleProperties).policies);
    const policies = await Promise.all(
      names.map(async (name) => [name, await getPolicy(client, resource.name, name)] as const),
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

  /** IAM deletes no role that still has policies (`DeleteConflict`, aws-facts §8), whoever put them there. */
  async function stripPolicies(client: IAMClient, RoleName: string): Promise<void> {
    const { PolicyNames = [] } = await client.send(new ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of PolicyNames) await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    const { AttachedPolicies = [] } = await client.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    for (const { PolicyArn } of AttachedPolicies)
      await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }

  return {
    kind: 'role',
    actions: [
      'iam:GetRole',
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
      const client = await clients.iam();
      try {
        await stripPolicies(client, resource.name);
        await client.send(new DeleteRoleCommand({ RoleName: resource.name }));
      } catch (error) {
        if (!isAwsError(error, 'NoSuchEntityException', 'NoSuchEntity')) throw error;
      }
    },
  };
}

/** Policies are compared, and shown, as whole documents. */
function diffRole(desired: RoleProperties, observed: ObservedRole): FieldChange[] {
  const documents: FieldChange[] = [
    { path: 'trustPolicy', from: observed.trustPolicy, to: desired.trustPolicy },
    ...Object.entries(desired.policies).map(([name, to]) => ({
      path: `policies.${name}`,
      from: observed.policies?.[name],
      to,
    })),
  ];
  return [
    ...documents.filter(({ from, to }) => !samePolicy(from, to)),
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
