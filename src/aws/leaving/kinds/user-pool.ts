/** How a user pool leaves, with its groups and resource servers. Its users stay in it. */

import type { UserPoolShape } from '../../kinds/user-pool/shape.ts';
import { serverName } from '../../kinds/user-pool/user-pool.ts';
import { poolInput } from '../../kinds/user-pool/user-pool-settings.ts';
import { block, type Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const userPool: Leaving<UserPoolShape> = {
  cloudFormation({ resource: { id, name, properties }, attributes }) {
    const { PoolName, ...settings } = poolInput(name, properties);
    const UserPoolId = attributes.id;
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::Cognito::UserPool',
        properties: { UserPoolName: PoolName, ...settings },
        identifier: { UserPoolId },
        values: { Ref: UserPoolId, Arn: attributes.arn },
      },
      ...properties.groups.map((GroupName) => ({
        logicalId: logicalId(id, 'group', GroupName),
        type: 'AWS::Cognito::UserPoolGroup',
        properties: { UserPoolId, GroupName },
        identifier: { UserPoolId, GroupName },
      })),
      ...Object.entries(properties.scopes).map(([Identifier, scopes]) => ({
        logicalId: logicalId(id, 'server', Identifier),
        type: 'AWS::Cognito::UserPoolResourceServer',
        properties: {
          UserPoolId,
          Identifier,
          Name: serverName(Identifier),
          Scopes: scopes.map((scope) => ({ ScopeName: scope, ScopeDescription: scope })),
        },
        identifier: { UserPoolId, Identifier },
      })),
    ];
  },

  terraform({ resource: { id, name, properties }, attributes }) {
    const { passwordPolicy: policy, groups, scopes, selfSignUp, deletionProtection, tags } = properties;
    const { UsernameAttributes = [] } = poolInput(name, properties);
    return [
      {
        type: 'aws_cognito_user_pool',
        name: terraformName(id),
        body: {
          name,
          ...(UsernameAttributes.length > 0 && {
            username_attributes: UsernameAttributes,
            auto_verified_attributes: UsernameAttributes,
          }),
          username_configuration: block({ case_sensitive: false }),
          password_policy: block({
            minimum_length: policy.length,
            require_lowercase: policy.lowercase,
            require_uppercase: policy.uppercase,
            require_numbers: policy.numbers,
            require_symbols: policy.symbols,
            temporary_password_validity_days: policy.temporaryDays,
          }),
          admin_create_user_config: block({ allow_admin_create_user_only: !selfSignUp }),
          deletion_protection: deletionProtection ? 'ACTIVE' : 'INACTIVE',
          tags,
        },
        importId: attributes.id,
        holdsData: true,
        values: { id: attributes.id, arn: attributes.arn },
      },
      ...groups.map((group) => ({
        type: 'aws_cognito_user_group',
        name: terraformName(id, group),
        body: { name: group, user_pool_id: attributes.id },
        importId: `${attributes.id}/${group}`,
      })),
      ...Object.entries(scopes).map(([identifier, names]) => ({
        type: 'aws_cognito_resource_server',
        name: terraformName(id, identifier),
        body: {
          identifier,
          name: serverName(identifier),
          user_pool_id: attributes.id,
          scope: block(...names.map((scope) => ({ scope_name: scope, scope_description: scope }))),
        },
        importId: `${attributes.id}|${identifier}`,
      })),
    ];
  },
};
