/**
 * Actions and resources of SQS (Service Authorization Reference, "Amazon SQS"). A batch needs the permission of its
 * single call.
 */
import { type PermissionsOf, regionalArn, textOf } from '../../authorization/permission.ts';
import { tagKeys, withTagging } from '../../authorization/tag-keys.ts';
import { compilePolicy } from '../../policy/compile-policy.ts';
import { nameInUrl } from '../../services/sqs/find-queue.ts';
import { queuesOf } from '../../state/queues/model.ts';

export const sqsPermissions: PermissionsOf = (operation, input, context) => {
  const action = `sqs:${operation.replace(/Batch$/, '')}`;
  if (operation === 'ListQueues') return [{ action, resource: regionalArn('sqs', context, '*') }];
  const name = textOf(input.QueueName) || nameInUrl(textOf(input.QueueUrl), context);
  if (name === undefined) return [];
  const resource = regionalArn('sqs', context, name);
  if (operation === 'CreateQueue') return withTagging(input, { action, resource }, 'sqs:TagQueue');
  const queue = queuesOf(context.cloud, context).get(name);
  const policy = queue?.attributes.Policy;
  const resourcePolicy = policy && { resourcePolicy: compilePolicy(policy) };
  return [{ action, resource, keys: () => tagKeys(input, queue?.tags), ...resourcePolicy }];
};
