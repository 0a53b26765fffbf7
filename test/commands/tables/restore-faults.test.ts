/** `tables restore` with a fault at every call of DynamoDB: one table for each restore, and the same result. */
import { type DynamoDBClient, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clockAhead } from '../../helpers/clock-ahead.ts';
import { type Project, startSmallProject } from '../../helpers/project.ts';
import { clientsOf } from '../../helpers/project-clients.ts';

const TableName = 'items-api-dev-items';
const STAGE = ['--stage', 'dev'];

let project: Project;
/** The ms by which the cloud's clock is ahead of this machine's. */
let ahead = 0;
let dynamodb: DynamoDBClient;
beforeEach(async () => {
  ahead = 0;
  const clock = clockAhead(() => ahead);
  project = await startSmallProject(['--stages', 'dev'], { adversity: {}, clock });
  project.edit('apikit.yaml', (text) =>
    text.replace(
      '  items: { key: id }\n',
      '  items: { key: id, ttl: ends, deletionProtection: true }\n  off: { key: id, recovery: false }\n',
    ),
  );
  dynamodb = await clientsOf(project).dynamodb();
  await project.json(['deploy', ...STAGE, '--yes']);
});
afterEach(async () => {
  dynamodb.destroy();
  await project.close();
});

/** Returns a second that is over: it contains what was written before, and nothing that follows. */
function aSecond(): string {
  const then = Math.ceil((Date.now() + ahead) / 1000) * 1000;
  ahead += 1100;
  return new Date(then).toISOString().replace('.000Z', 'Z');
}

it.each(['throttle', 'dropAnswer', 'dropRequest', { status: 503 }])(
  'survives %j at every call, and creates one table',
  async (fault) => {
    await dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: 'a' }, paid: { N: '1' } } }));
    const adversity = project.cloud.adversity!;
    const made = async () => {
      const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
      return TableNames.filter((name) => name.startsWith(`${TableName}-`)).length;
    };
    let struck = true;
    for (let nth = 1; struck; nth += 1) {
      const then = aSecond();
      adversity.set({ rules: [{ service: 'dynamodb', nth, fault }] as never });
      const { code, stderr } = await project.apikit(['tables', 'restore', 'items', '--at', then, ...STAGE]);
      struck = adversity.state().rules[0]!.fired > 0;
      adversity.set({ rules: [] });
      expect({ nth, code, stderr: code === 0 ? '' : stderr }).toEqual({ nth, code: 0, stderr: '' });
      expect(await made()).toBe(nth);
    }
  },
);
