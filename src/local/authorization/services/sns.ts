/** Actions and resources of SNS (Service Authorization Reference, "Amazon SNS"), whose messages write it in capitals. */
import { type PermissionsOf, regionalArn, textOf } from '../permission.ts';

export const snsPermissions: PermissionsOf = (operation, input, context) => {
  const action = `SNS:${operation}`;
  const named = textOf(input.TopicArn ?? input.TargetArn ?? input.ResourceArn);
  if (named !== '') return [{ action, resource: named }];
  if (operation === 'CreateTopic') return [{ action, resource: regionalArn('sns', context, textOf(input.Name)) }];
  const subscription = textOf(input.SubscriptionArn);
  return [
    { action, resource: subscription === '' ? regionalArn('sns', context, '*') : subscription.replace(/:[^:]*$/, '') },
  ];
};
