/**
 * Actions and resources of SNS (Service Authorization Reference, "Amazon SNS"). AWS's messages write the prefix in
 * capitals.
 */
import { fixedKeys, type PermissionsOf, regionalArn, textOf } from '../../authorization/permission.ts';
import { withTagging } from '../../authorization/tag-keys.ts';

export const snsPermissions: PermissionsOf = (operation, input, context) => {
  const action = `SNS:${operation}`;
  const named = textOf(input.TopicArn ?? input.TargetArn ?? input.ResourceArn);
  const keys = fixedKeys({
    'sns:protocol': textOf(input.Protocol) || undefined,
    'sns:endpoint': textOf(input.Endpoint) || undefined,
  });
  if (named !== '') return [{ action, resource: named, keys }];
  if (operation === 'CreateTopic') {
    const resource = regionalArn('sns', context, textOf(input.Name));
    return withTagging(input, { action, resource }, 'SNS:TagResource');
  }
  if (operation === 'Unsubscribe' || operation === 'ListTopics') return [{ action, resource: '*' }];
  const subscription = textOf(input.SubscriptionArn);
  return [
    { action, resource: subscription === '' ? regionalArn('sns', context, '*') : subscription.replace(/:[^:]*$/, '') },
  ];
};
