/** How provisioned concurrency leaves. */
import type { ProvisionedConcurrencyShape } from '../../kinds/provisioned-concurrency/provisioned-concurrency.ts';
import type { Leaving } from '../leaving.ts';
import { terraformName } from '../names-in-templates.ts';

export const provisionedConcurrency: Leaving<ProvisionedConcurrencyShape> = {
  cloudFormation: ({ resource: { name, properties } }) => [
    {
      what: `the provisioned concurrency of ${name}, version ${properties.version}`,
      why: 'In CloudFormation it is a property of the version, and a version that is imported keeps its own.',
      instead: `It stays. For the next version, set ProvisionedConcurrencyConfig to ${properties.executions}.`,
    },
  ],

  terraform: ({ resource: { id, name, properties } }) => [
    {
      type: 'aws_lambda_provisioned_concurrency_config',
      name: terraformName(id),
      body: {
        function_name: name,
        qualifier: properties.version,
        provisioned_concurrent_executions: properties.executions,
      },
      importId: `${name},${properties.version}`,
    },
  ],
};
