/** Finds managed policies of AWS and of the account by ARN. */
import type { CloudBase } from '../../cloud/cloud.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { AWS_MANAGED_POLICIES } from './aws-managed-policies.ts';
import { type ManagedPolicy, noSuchEntity, rolesOf } from './model.ts';

/** The creation date of AWS's policies here; no client depends on their real dates. */
const AWS_POLICY_DATE = Date.UTC(2015, 1, 6, 18, 40, 58);

export function findPolicy({ cloud }: OperationContext, arn: string): ManagedPolicy | undefined {
  return managedPolicy(cloud, arn);
}

/** For callers that have no operation context. Returns the same object until the policy changes. */
export function managedPolicy(cloud: CloudBase, arn: string): ManagedPolicy | undefined {
  const global = { account: cloud.options.account, region: 'global' };
  return cloud.collection<ManagedPolicy>(global, 'iam.policies').get(arn) ?? AWS_POLICIES.get(arn);
}

/** Throws NoSuchEntity, as AttachRolePolicy does. */
export function requirePolicy(context: OperationContext, arn: string): ManagedPolicy {
  const policy = findPolicy(context, arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  return policy;
}

export const awsManagedPolicies = (): ManagedPolicy[] => [...AWS_POLICIES.values()];

function readAwsPolicies(): ManagedPolicy[] {
  return Object.entries(AWS_MANAGED_POLICIES).map(([pathAndName, document]) => {
    const slash = pathAndName.lastIndexOf('/') + 1;
    const policyName = pathAndName.slice(slash);
    return {
      policyName,
      policyId: `ANPA${policyName.toUpperCase().padEnd(17, 'A').slice(0, 17)}`,
      arn: `arn:aws:iam::aws:policy/${pathAndName}`,
      path: `/${pathAndName.slice(0, slash)}`,
      createDate: AWS_POLICY_DATE,
      updateDate: AWS_POLICY_DATE,
      defaultVersionId: 'v1',
      nextVersion: 2,
      versions: { v1: { document: JSON.stringify(document), createDate: AWS_POLICY_DATE } },
      tags: [],
    };
  });
}

export function attachmentCount(context: OperationContext, arn: string): number {
  return rolesOf(context)
    .values()
    .filter(({ attachedPolicies }) => attachedPolicies.includes(arn)).length;
}

const AWS_POLICIES: ReadonlyMap<string, ManagedPolicy> = new Map(
  readAwsPolicies().map((policy) => [policy.arn, policy]),
);
