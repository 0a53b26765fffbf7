/**
 * Actions and resources of DynamoDB Streams, which are DynamoDB's (Service Authorization Reference, "Amazon DynamoDB").
 */
import { type PermissionsOf, regionalArn, textOf } from '../../authorization/permission.ts';

export const dynamodbstreamsPermissions: PermissionsOf = (operation, input, context) => {
  const action = `dynamodb:${operation}`;
  // An iterator begins with the ARN of its stream.
  const [arn = ''] = textOf(input.StreamArn ?? input.ShardIterator).split('|');
  const ofTable = regionalArn('dynamodb', context, `table/${textOf(input.TableName) || '*'}/stream/*`);
  return [{ action, resource: operation === 'ListStreams' ? ofTable : arn }];
};
