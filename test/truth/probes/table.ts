import {
  CreateTableCommand,
  DescribeTableCommand,
  ListTagsOfResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { errorName } from '../../../src/aws/sdk/errors/sdk-error.ts';
import { tableArn } from '../../../src/naming/arns.ts';
import { EXPIRES_TAG } from '../marks.ts';
import { outcome } from '../outcome.ts';
import type { Probe } from '../probe.ts';
import type { World } from '../world.ts';

const CONTENDERS = 20;

/** Creates a table and reads its tags at once. `active` resolves when the table can be used. */
const newTable = (world: World) =>
  world.once('table', async () => {
    const client = await world.clients.dynamodb();
    const TableName = world.name('table');
    world.made('table', TableName);
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        Tags: Object.entries(world.tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    const ResourceArn = tableArn(world.target, TableName);
    const tags = await client.send(new ListTagsOfResourceCommand({ ResourceArn })).then(
      ({ Tags = [] }) => Tags.some(({ Key }) => Key === EXPIRES_TAG),
      (error: unknown) => errorName(error),
    );
    await world.eventually('see the table active', 180, async () => {
      const { Table } = await client.send(new DescribeTableCommand({ TableName }));
      return Table?.TableStatus === 'ACTIVE' ? true : undefined;
    });
    return { name: TableName, tags };
  });

export const tableTags: Probe = {
  id: 'table-tags',
  title: 'The tags of a table that CreateTable has just created are listed at once.',
  expected: { tagged: true },
  async run(world) {
    return { tagged: (await newTable(world)).tags };
  },
};

export const conditionalWrite: Probe = {
  id: 'conditional-write',
  title:
    'Only one of several simultaneous conditional writes to one item succeeds, also in a table that has just become active.',
  expected: { succeeded: 1, refused: CONTENDERS - 1 },
  async run(world) {
    const { name: TableName } = await newTable(world);
    const client = await world.clients.dynamodb();
    const said = await Promise.all(
      Array.from({ length: CONTENDERS }, (_, index) =>
        outcome(
          client.send(
            new UpdateItemCommand({
              TableName,
              Key: { id: { S: 'lock' } },
              UpdateExpression: 'SET taken = :by',
              ConditionExpression: 'attribute_not_exists(taken)',
              ExpressionAttributeValues: { ':by': { S: String(index) } },
            }),
          ),
          'ConditionalCheckFailedException',
        ),
      ),
    );
    const succeeded = said.filter((one) => one === 'accepted').length;
    return { succeeded, refused: said.length - succeeded };
  },
};

const BORNE = ['ContinuousBackupsUnavailableException', 'ResourceInUseException', 'LimitExceededException'];
const NOT_BORNE = ['TableNotFoundException', 'InternalServerError', 'ValidationException'];

export const recoveryAtOnce: Probe = {
  id: 'recovery-at-once',
  title: 'Point-in-time recovery of a new table is accepted, or refused for a while with an error that apikit retries.',
  expected: { borne: true },
  async run(world) {
    const { name: TableName } = await newTable(world);
    const client = await world.clients.dynamodb();
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    const answer = await outcome(
      client.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification })),
      ...BORNE,
      ...NOT_BORNE,
    );
    return { borne: answer === 'accepted' || BORNE.includes(answer) };
  },
};
