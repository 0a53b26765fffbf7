/** How the permission of a service to invoke a function leaves. */
import type { InvokePermissionShape } from '../../kinds/invoke-permission/invoke-permission.ts';
import { ACTION } from '../../lambda/invoke-permission.ts';
import type { Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

export const servicePermission: Leaving<InvokePermissionShape> = {
  cloudFormation: ({ resource: { id, name, properties }, attributes: { statement } }) => [
    {
      logicalId: logicalId(id),
      type: 'AWS::Lambda::Permission',
      properties: {
        FunctionName: name,
        Action: ACTION,
        Principal: properties.service,
        SourceArn: properties.source,
      },
      identifier: { FunctionName: name, Id: statement },
    },
  ],

  terraform: ({ resource: { id, name, properties }, attributes: { statement } }) => [
    {
      type: 'aws_lambda_permission',
      name: terraformName(id),
      body: {
        statement_id: statement,
        function_name: name,
        action: ACTION,
        principal: properties.service,
        source_arn: properties.source,
      },
      importId: `${name}/${statement}`,
    },
  ],
};
