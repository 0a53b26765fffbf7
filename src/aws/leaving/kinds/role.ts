/** How an IAM role leaves, with its inline policies. */
import type { RoleShape } from '../../kinds/role/shape.ts';
import { toTagList } from '../../ownership/ownership.ts';
import { json, type Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const role: Leaving<RoleShape> = {
  cloudFormation({ resource: { id, name, properties }, attributes }) {
    const { trustPolicy, policies, path, permissionsBoundary, tags } = properties;
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::IAM::Role',
        properties: {
          RoleName: name,
          ...(path !== undefined && { Path: path }),
          ...(permissionsBoundary && { PermissionsBoundary: permissionsBoundary }),
          AssumeRolePolicyDocument: trustPolicy,
          Policies: Object.entries(policies).map(([PolicyName, PolicyDocument]) => ({ PolicyName, PolicyDocument })),
          Tags: toTagList(tags),
        },
        identifier: { RoleName: name },
        values: { Arn: attributes.arn },
      },
    ];
  },

  terraform({ resource: { id, name, properties }, attributes }) {
    const { trustPolicy, policies, path, permissionsBoundary, tags } = properties;
    const resourceName = terraformName(id);
    return [
      {
        type: 'aws_iam_role',
        name: resourceName,
        body: {
          name,
          ...(path !== undefined && { path }),
          ...(permissionsBoundary && { permissions_boundary: permissionsBoundary }),
          assume_role_policy: json(trustPolicy),
          tags,
        },
        importId: name,
        values: { arn: attributes.arn },
      },
      ...Object.entries(policies).map(([policy, document]) => ({
        type: 'aws_iam_role_policy',
        name: terraformName(id, policy),
        body: { name: policy, role: name, policy: json(document) },
        importId: `${name}:${policy}`,
      })),
    ];
  },
};
