/** Versions of a managed policy: Create, Get, List, Delete, SetDefault. */
import {
  deleteConflict,
  encodeDocument,
  limitExceeded,
  type ManagedPolicy,
  noSuchEntity,
  policiesOf,
} from '../../state/identity/model.ts';
import { page } from './checks.ts';
import { operation } from './operation.ts';
import { checkManagedDocument, existingPolicy, ownPolicy } from './policies.ts';

const VERSIONS_PER_POLICY = 5;

export const createPolicyVersion = operation('CreatePolicyVersion', (input, context) => {
  const policy = ownPolicy(context, input.PolicyArn);
  checkManagedDocument(input.PolicyDocument);
  if (Object.keys(policy.versions).length >= VERSIONS_PER_POLICY) {
    throw limitExceeded(
      `A managed policy can have up to ${VERSIONS_PER_POLICY} versions. Before you create a new version, you must delete an existing version.`,
    );
  }
  const now = context.cloud.clock.now();
  const id = `v${policy.nextVersion}`;
  const changed: ManagedPolicy = {
    ...policy,
    updateDate: now,
    nextVersion: policy.nextVersion + 1,
    versions: { ...policy.versions, [id]: { document: input.PolicyDocument, createDate: now } },
    ...(input.SetAsDefault && { defaultVersionId: id }),
  };
  policiesOf(context).put(policy.arn, changed);
  return { PolicyVersion: versionOnWire(changed, id, 'listed') };
});

export const getPolicyVersion = operation('GetPolicyVersion', (input, context) => {
  return { PolicyVersion: versionOnWire(existingPolicy(context, input.PolicyArn), input.VersionId, 'full') };
});

export const listPolicyVersions = operation('ListPolicyVersions', (input, context) => {
  const policy = existingPolicy(context, input.PolicyArn);
  const { items, rest } = page(Object.keys(policy.versions).reverse(), input);
  return { Versions: items.map((id) => versionOnWire(policy, id, 'listed')), ...rest };
});

export const setDefaultPolicyVersion = operation('SetDefaultPolicyVersion', (input, context) => {
  const policy = ownPolicy(context, input.PolicyArn);
  versionOnWire(policy, input.VersionId, 'listed');
  policiesOf(context).put(policy.arn, { ...policy, defaultVersionId: input.VersionId });
});

export const deletePolicyVersion = operation('DeletePolicyVersion', (input, context) => {
  const policy = ownPolicy(context, input.PolicyArn);
  versionOnWire(policy, input.VersionId, 'listed');
  if (input.VersionId === policy.defaultVersionId) {
    throw deleteConflict('Cannot delete the default version of a policy.');
  }
  const { [input.VersionId]: _removed, ...versions } = policy.versions;
  policiesOf(context).put(policy.arn, { ...policy, versions });
});

/** Throws NoSuchEntity for an unknown version. */
function versionOnWire(policy: ManagedPolicy, id: string, detail: 'full' | 'listed') {
  const version = policy.versions[id];
  if (!version) {
    throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  }
  return {
    Document: detail === 'full' ? encodeDocument(version.document) : undefined,
    VersionId: id,
    IsDefaultVersion: id === policy.defaultVersionId,
    CreateDate: new Date(version.createDate),
  };
}
