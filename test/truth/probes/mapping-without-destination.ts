import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { toTagList } from '../../../src/aws/ownership/ownership.ts';
import { isAwsError } from '../../../src/aws/sdk/errors/sdk-error.ts';
import { queueArn } from '../../../src/naming/arns.ts';
import { echoFunction, roleOf } from '../echo-function.ts';
import type { Probe } from '../probe.ts';
import type { World } from '../world.ts';

export const probe: Probe = {
  id: 'mapping-without-destination',
  title: 'UpdateEventSourceMapping with an empty Destination removes the destination of skipped records.',
  expected: { before: true, after: null },
  async run(world) {
    const { name: FunctionName } = await echoFunction(world);
    const [EventSourceArn, destination] = await Promise.all([newStream(world), newQueue(world)]);
    await permitBoth(world, EventSourceArn, destination);
    const client = await world.clients.lambda();
    const created = await world.eventually('connect the stream to the function', 180, async () => {
      try {
        return await client.send(
          new CreateEventSourceMappingCommand({
            FunctionName,
            EventSourceArn,
            StartingPosition: 'LATEST',
            // It calls the function for nothing.
            Enabled: false,
            DestinationConfig: { OnFailure: { Destination: destination } },
            Tags: { ...world.tags },
          }),
        );
      } catch (error) {
        // Lambda does not see the permissions of the role yet.
        if (isAwsError(error, 'InvalidParameterValueException')) return undefined;
        throw error;
      }
    });
    const UUID = String(created.UUID);
    world.made('event-source', UUID);
    const before = await settled(world, UUID);
    const DestinationConfig = { OnFailure: { Destination: '' } };
    await client.send(new UpdateEventSourceMappingCommand({ UUID, DestinationConfig }));
    const after = await settled(world, UUID);
    return { before: destinationOf(before) === destination, after: destinationOf(after) };
  },
};

const destinationOf = ({ DestinationConfig }: EventSourceMappingConfiguration): string | null =>
  DestinationConfig?.OnFailure?.Destination || null;

/** Lambda changes mappings in the background. */
const settled = (world: World, UUID: string) =>
  world.eventually('see the mapping settled', 120, async () => {
    const found = await (await world.clients.lambda()).send(new GetEventSourceMappingCommand({ UUID }));
    return found.State === 'Disabled' ? found : undefined;
  });

/** Returns the ARN of the stream of a new table. */
async function newStream(world: World): Promise<string> {
  const client = await world.clients.dynamodb();
  const TableName = world.name('streamed');
  world.made('table', TableName);
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      Tags: toTagList({ ...world.tags }),
    }),
  );
  return await world.eventually('see the streamed table active', 180, async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    return Table?.TableStatus === 'ACTIVE' ? Table.LatestStreamArn : undefined;
  });
}

/** Returns the ARN of a new queue. */
async function newQueue(world: World): Promise<string> {
  const QueueName = world.name('skipped');
  const client = await world.clients.sqs();
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, tags: { ...world.tags } }));
  world.made('queue', QueueUrl);
  return queueArn(world.target, QueueName);
}

async function permitBoth(world: World, stream: string, queue: string): Promise<void> {
  await roleOf(world);
  const read = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'];
  const Statement = [
    { Effect: 'Allow', Action: read, Resource: stream.replace(/\/stream\/.*$/, '/stream/*') },
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue },
  ];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  const command = new PutRolePolicyCommand({ RoleName: world.name('role'), PolicyName: 'stream', PolicyDocument });
  await (await world.clients.iam()).send(command);
}
