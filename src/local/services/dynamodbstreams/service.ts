/** DynamoDB Streams: the changes of tables with a stream during the last day (AWS JSON 1.0). */
import type { ServiceDefinition } from '../../cloud/operation.ts';
import { describeStream, getRecords, getShardIterator, listStreams } from './operations.ts';

export const service: ServiceDefinition = {
  id: 'dynamodbstreams',
  signingNames: ['dynamodb'],
  protocols: [{ type: 'json', target: 'DynamoDBStreams_20120810', version: '1.0', hasChecksum: true }],
  constraintError: 'ValidationException',
  operations: [listStreams, describeStream, getShardIterator, getRecords],
};
