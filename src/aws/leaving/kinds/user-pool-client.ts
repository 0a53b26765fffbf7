/** How the client of a user pool leaves. Its secret stays in Cognito. */

import { clientInput } from '../../kinds/user-pool/user-pool-settings.ts';
import type { UserPoolClientShape } from '../../kinds/user-pool-client/shape.ts';
import { block, type Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const userPoolClient: Leaving<UserPoolClientShape> = {
  cloudFormation({ resource: { id, name, properties }, attributes }) {
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::Cognito::UserPoolClient',
        properties: { ...clientInput(name, properties) },
        identifier: { UserPoolId: properties.pool, ClientId: attributes.id },
      },
    ];
  },

  terraform({ resource: { id, name, properties }, attributes }) {
    const input = clientInput(name, properties);
    return [
      {
        type: 'aws_cognito_user_pool_client',
        name: terraformName(id),
        body: {
          name,
          user_pool_id: properties.pool,
          generate_secret: input.GenerateSecret,
          explicit_auth_flows: input.ExplicitAuthFlows,
          access_token_validity: input.AccessTokenValidity,
          id_token_validity: input.IdTokenValidity,
          refresh_token_validity: input.RefreshTokenValidity,
          token_validity_units: block({ access_token: 'minutes', id_token: 'minutes', refresh_token: 'days' }),
          prevent_user_existence_errors: input.PreventUserExistenceErrors,
          enable_token_revocation: input.EnableTokenRevocation,
          allowed_oauth_flows_user_pool_client: input.AllowedOAuthFlowsUserPoolClient,
          allowed_oauth_flows: input.AllowedOAuthFlows,
          allowed_oauth_scopes: input.AllowedOAuthScopes,
        },
        importId: `${properties.pool}/${attributes.id}`,
      },
    ];
  },
};
