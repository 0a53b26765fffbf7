/** IAM: roles, their policies, and managed policies (Query protocol, global). */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import * as attached from './attached-policies.ts';
import * as policies from './policies.ts';
import * as versions from './policy-versions.ts';
import * as inline from './role-policies.ts';
import * as tags from './role-tags.ts';
import * as roles from './roles.ts';

export const service: ServiceDefinition = {
  id: 'iam',
  signingNames: ['iam'],
  protocols: [{ type: 'query', apiVersion: '2010-05-08', namespace: 'https://iam.amazonaws.com/doc/2010-05-08/' }],
  constraintError: 'ValidationError',
  operations: [
    roles.createRole,
    roles.getRole,
    roles.listRoles,
    roles.updateRole,
    roles.updateAssumeRolePolicy,
    roles.deleteRole,
    tags.tagRole,
    tags.untagRole,
    tags.listRoleTags,
    inline.putRolePolicy,
    inline.getRolePolicy,
    inline.listRolePolicies,
    inline.deleteRolePolicy,
    attached.attachRolePolicy,
    attached.detachRolePolicy,
    attached.listAttachedRolePolicies,
    attached.putRolePermissionsBoundary,
    attached.deleteRolePermissionsBoundary,
    attached.listInstanceProfilesForRole,
    policies.createPolicy,
    policies.getPolicy,
    policies.listPolicies,
    policies.deletePolicy,
    versions.createPolicyVersion,
    versions.getPolicyVersion,
    versions.listPolicyVersions,
    versions.setDefaultPolicyVersion,
    versions.deletePolicyVersion,
  ],
};
