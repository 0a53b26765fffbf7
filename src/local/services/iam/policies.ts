/** The account's managed policies: CreatePolicy, GetPolicy, ListPolicies, DeletePolicy. */
import { AwsError } from '../../cloud/aws-error.ts';
import { refuseMembers } from '../../cloud/constraints.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { attachmentCount, awsManagedPolicies, findPolicy } from '../../state/identity/attachable-policies.ts';
import {
  alreadyExists,
  deleteConflict,
  isSameName,
  limitExceeded,
  type ManagedPolicy,
  noSuchEntity,
  policiesOf,
} from '../../state/identity/model.ts';
import { page, readTags } from './checks.ts';
import { operation } from './operation.ts';
import { checkManagedPolicy } from './policy-document.ts';

/** The maximum characters of a managed policy without white space (docs/aws/quotas.md). */
const POLICY_QUOTA = 6_144;

export const createPolicy = operation('CreatePolicy', (input, context) => {
  checkManagedDocument(input.PolicyDocument);
  const tags = readTags(input.Tags);
  const path = input.Path ?? '/';
  const arn = `arn:aws:iam::${context.account}:policy${path}${input.PolicyName}`;
  if (
    policiesOf(context)
      .values()
      .some(({ policyName }) => isSameName(policyName, input.PolicyName))
  ) {
    throw alreadyExists(`A policy called ${input.PolicyName} already exists. Duplicate names are not allowed.`);
  }
  const now = context.cloud.clock.now();
  const policy: ManagedPolicy = {
    policyName: input.PolicyName,
    policyId: `ANPA${context.cloud.ids.upper(17)}`,
    arn,
    path,
    description: input.Description,
    createDate: now,
    updateDate: now,
    defaultVersionId: 'v1',
    nextVersion: 2,
    versions: { v1: { document: input.PolicyDocument, createDate: now } },
    tags,
  };
  policiesOf(context).put(arn, policy);
  return { Policy: { ...policyOnWire(policy, context), ...(tags.length > 0 && { Tags: tags }) } };
});

export const getPolicy = operation('GetPolicy', (input, context) => {
  const policy = existingPolicy(context, input.PolicyArn);
  return {
    Policy: {
      ...policyOnWire(policy, context),
      Description: policy.description,
      Tags: policy.tags,
    },
  };
});

export const listPolicies = operation('ListPolicies', (input, context) => {
  refuseMembers('IAM ListPolicies', input, ['PolicyUsageFilter']);
  const own = input.Scope === 'AWS' ? [] : policiesOf(context).values();
  const aws = input.Scope === 'Local' ? [] : awsManagedPolicies();
  const matching = [...own, ...aws]
    .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
    .filter(({ arn }) => !input.OnlyAttached || attachmentCount(context, arn) > 0);
  const { items, rest } = page(matching, input);
  return { Policies: items.map((policy) => policyOnWire(policy, context)), ...rest };
});

export const deletePolicy = operation('DeletePolicy', (input, context) => {
  const policy = ownPolicy(context, input.PolicyArn);
  if (attachmentCount(context, policy.arn) > 0) {
    throw deleteConflict('Cannot delete a policy attached to entities.');
  }
  if (Object.keys(policy.versions).length > 1) {
    throw deleteConflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
  }
  policiesOf(context).delete(policy.arn);
});

/** Throws MalformedPolicyDocument or LimitExceeded. */
export function checkManagedDocument(document: string): void {
  checkManagedPolicy(document);
  if (document.replace(/\s/g, '').length > POLICY_QUOTA) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${POLICY_QUOTA}`);
  }
}

/** Throws NoSuchEntity. */
export function existingPolicy(context: OperationContext, arn: string): ManagedPolicy {
  const policy = findPolicy(context, arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** Returns a policy that can be changed; throws NoSuchEntity or, for AWS's policies, AccessDenied. */
export function ownPolicy(context: OperationContext, arn: string): ManagedPolicy {
  existingPolicy(context, arn);
  const policy = policiesOf(context).get(arn);
  if (!policy)
    throw new AwsError('AccessDenied', `Policy ${arn} is managed by AWS and cannot be changed.`, { status: 403 });
  return policy;
}

function policyOnWire(policy: ManagedPolicy, context: OperationContext) {
  return {
    PolicyName: policy.policyName,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attachmentCount(context, policy.arn),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date(policy.createDate),
    UpdateDate: new Date(policy.updateDate),
  };
}
