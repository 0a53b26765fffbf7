/**
 * `tables switch`: a stage uses a restored table, keeps using it, and returns; the tables that it left are not changed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clockAhead } from '../../helpers/clock-ahead.ts';
import { type Project, startSmallProject } from '../../helpers/project.ts';
import { clientsOf } from '../../helpers/project-clients.ts';
import { terminal } from '../../helpers/terminal.ts';

interface Switched {
  url: string;
  from: string;
  name: string;
  release: string;
  changed: boolean;
  kept: { name: string; why: string }[];
}

interface Deployed {
  url: string;
  release: string;
  changed: boolean;
  calls: { total: number };
}

const OWN = 'items-api-dev-items';
const ARN = `arn:aws:dynamodb:us-east-1:000000000000:table/${OWN}`;
const STAGE = ['--stage', 'dev'];
const DEPLOY = ['deploy', ...STAGE, '--yes'];

let project: Project;
let dynamodb: DynamoDBClient;
/** The ms by which the cloud's clock is ahead of this machine's. */
let ahead = 0;

beforeEach(async () => {
  ahead = 0;
  const clock = clockAhead(() => ahead);
  project = await startSmallProject(['--stages', 'dev'], { clock });
  project.edit('openapi.yaml', (text) =>
    text.replace(
      /^paths:\n/m,
      "paths:\n  /greet:\n    get:\n      operationId: greet\n      security: []\n      responses:\n        '200': { description: OK }\n",
    ),
  );
  project.answer('greet');
  say('one');
  dynamodb = await clientsOf(project).dynamodb();
});
afterEach(async () => {
  dynamodb.destroy();
  await project.close();
});

/** Writes an operation that returns the table that it uses. */
function say(word: string): void {
  project.edit(
    'src/operations/greet.ts',
    () =>
      `export const greet = async () => ({ status: 200, body: { word: '${word}', table: process.env.TABLE_ITEMS } });\n`,
  );
}

const deploy = () => project.json<Deployed>(DEPLOY);
const heard = async (url: string) => (await (await fetch(`${url}/greet`)).json()) as { word: string; table: string };
const put = (id: string) => dynamodb.send(new PutItemCommand({ TableName: OWN, Item: { id: { S: id } } }));

/** Restores the stage's own table as it is now; returns the name of the new table. */
async function restored(): Promise<string> {
  const then = new Date(Math.ceil((Date.now() + ahead) / 1000) * 1000).toISOString().replace('.000Z', 'Z');
  ahead += 1100;
  const { name } = await project.json<{ name: string }>([
    ...['tables', 'restore', 'items', '--at', then, '--no-compare'],
    ...STAGE,
  ]);
  return name;
}

const switchTo = (name: string) => project.json<Switched>(['tables', 'switch', 'items', '--to', name, ...STAGE]);
const plan = () => project.json<{ changes: unknown[]; kept: { name: string; why: string }[] }>(['plan', ...STAGE]);
const tablesOfStatus = async () => (await project.json<{ tables: unknown[] }>(['status', ...STAGE])).tables;

describe('a table switch', () => {
  it('is one release; plan, deploy and status follow it, and the same command switches back', async () => {
    const { url, release } = await deploy();
    expect(await heard(url)).toEqual({ word: 'one', table: OWN });
    await put('a');
    const name = await restored();
    const there = await switchTo(name);
    expect(there).toMatchObject({ url, from: OWN, name, changed: true });
    expect(there.release).not.toBe(release);
    expect(there.kept).toContainEqual(expect.objectContaining({ name: OWN }));
    expect(await heard(url)).toEqual({ word: 'one', table: name });

    expect(await plan()).toMatchObject({
      changes: [],
      kept: expect.arrayContaining([expect.objectContaining({ name: OWN })]),
    });
    const again = await deploy();
    expect(again).toMatchObject({ changed: false, release: there.release });
    // Three calls for the table that the stage uses beside the one with its own name, and three for the release that
    // uses it.
    expect(again.calls.total).toBeLessThanOrEqual(24);
    expect(await tablesOfStatus()).toEqual([{ table: 'items', serves: name, left: [OWN] }]);
    const status = await project.apikit(['status', ...STAGE, '--exit-code']);
    expect(status.code).toBe(0);
    expect(status.stdout).toContain(`items is served from ${name}, before from ${OWN}`);
    say('two');
    await deploy();
    expect(await heard(url)).toEqual({ word: 'two', table: name });
    // The role has permission for the table that the stage uses, and for no other.
    const iam = await clientsOf(project).iam();
    const role = { RoleName: 'items-api-dev-us-east-1', PolicyName: 'function' };
    const policy = decodeURIComponent((await iam.send(new GetRolePolicyCommand(role))).PolicyDocument!);
    expect(policy).not.toMatch(new RegExp(`table/${OWN}"`));
    expect(await project.json(['tables', 'export', 'items', 'now.ndjson', ...STAGE])).toMatchObject({ name, items: 1 });

    expect(await switchTo(name)).toMatchObject({ changed: false });
    const back = await switchTo(OWN);
    expect(back).toMatchObject({ from: name, name: OWN, changed: true });
    expect(await heard(url)).toEqual({ word: 'two', table: OWN });
    expect(await tablesOfStatus()).toEqual([{ table: 'items', serves: OWN, left: [name] }]);
    expect(await plan()).toMatchObject({
      changes: [],
      kept: expect.arrayContaining([expect.objectContaining({ name })]),
    });
    expect((await deploy()).changed).toBe(false);
  });

  it('cannot be undone by a rollback or a canary: both are rejected with the right command', async () => {
    const first = await deploy();
    const name = await restored();
    await switchTo(name);
    for (const verb of [
      ['rollback', first.release],
      ['canary', 'start', first.release],
    ]) {
      const { code, stderr } = await project.apikit([...verb, ...STAGE]);
      expect(code).toBe(1);
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
        `It uses table ${OWN}, and the stage serves items from ${name} now, which has everything that was written since the switch (to go back to the other table first: apikit tables switch items --to ${OWN} --stage dev)`,
      );
    }
    const { Items: [lock] = [] } = await dynamodb.send(new ScanCommand({ TableName: 'apikit-locks' }));
    const { [`release:${first.release}`]: forgotten, ...Item } = lock!;
    expect(forgotten).toBeDefined();
    await dynamodb.send(new PutItemCommand({ TableName: 'apikit-locks', Item }));
    const unknown = await project.apikit(['rollback', first.release, ...STAGE]);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('There is no record of the table that it uses, and the stage serves items from');
    await switchTo(OWN);
    expect(await project.json(['rollback', first.release, ...STAGE])).toMatchObject({ release: first.release });
  });

  it('changes nothing but the table: a project that differs from the live release is rejected', async () => {
    const { url } = await deploy();
    const name = await restored();
    say('two');
    const other = await project.apikit(['tables', 'switch', 'items', '--to', name, ...STAGE]);
    expect(other).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/The project differs from what items-api\/dev serves/),
    });
    expect(await heard(url)).toEqual({ word: 'one', table: OWN });
    expect(await plan()).not.toMatchObject({ kept: [expect.objectContaining({ name: OWN })] });
  });

  it('shows the plan and asks on a terminal, and accepts no as an answer', async () => {
    const { url } = await deploy();
    const name = await restored();
    const asked = (answer: string) =>
      project.apikit(['tables', 'switch', 'items', '--to', name, ...STAGE], {
        ...terminal([[/Switch items of items-api\/dev to \S+, from items-api-dev-items/, answer]]),
      });
    expect((await asked('n\n')).code).toBe(3);
    expect(await heard(url)).toMatchObject({ table: OWN });
    expect(await tablesOfStatus()).toEqual([]);
    expect((await asked('y\n')).code).toBe(0);
    expect(await heard(url)).toMatchObject({ table: name });
  });

  it('stops if another deploy or switch changed the stage after the plan', async () => {
    const { url } = await deploy();
    const name = await restored();
    const whileAsked = async (others: () => Promise<unknown>) => {
      const screen = terminal([[/Switch items of items-api\/dev to \S+/, async () => others().then(() => 'y\n')]]);
      const { code } = await project.apikit(['tables', 'switch', 'items', '--to', name, ...STAGE], screen);
      return { code, shown: screen.shown() };
    };
    const overtaken = { code: 1, shown: expect.stringContaining('Someone else changed items-api/dev after it was') };
    const deployed = await whileAsked(async () => {
      say('two');
      await deploy();
    });
    expect(deployed).toMatchObject(overtaken);
    expect(await heard(url)).toEqual({ word: 'two', table: OWN });
    expect(await tablesOfStatus()).toEqual([]);
    const other = await restored();
    expect(await whileAsked(() => switchTo(other))).toMatchObject(overtaken);
    expect(await tablesOfStatus()).toEqual([{ table: 'items', serves: other, left: [OWN] }]);
  });

  it('that stopped after its record is reversed by the switch back', async () => {
    const { url } = await deploy();
    const name = await restored();
    const Tags = [
      { Key: 'apikit:served-by', Value: name },
      { Key: 'apikit:served-before', Value: OWN },
    ];
    await dynamodb.send(new TagResourceCommand({ ResourceArn: ARN, Tags }));
    expect(await switchTo(OWN)).toMatchObject({ from: name, name: OWN, changed: true });
    expect((await deploy()).changed).toBe(false);
    expect(await heard(url)).toMatchObject({ table: OWN });
  });

  it('accepts only an existing, restored table of this stage', async () => {
    await deploy();
    const run = (...argv: string[]) => project.apikit(['tables', 'switch', ...argv, ...STAGE]);
    expect((await run('items')).stderr).toMatch(/No table is given[\s\S]*--to items-api-dev-items, or/);
    expect((await run('items', '--to', 'items-api-dev-other')).code).toBe(2);
    const none = await run('items', '--to', `${OWN}-20261129T101500Z`);
    expect(none).toMatchObject({ code: 1, stderr: expect.stringMatching(/does not exist/) });
    const name = await restored();
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    await dynamodb.send(new UntagResourceCommand({ ResourceArn: Table?.TableArn, TagKeys: ['apikit:app'] }));
    expect((await run('items', '--to', name)).stderr).toMatch(/does not have the tags of this stage/);
  });
});

describe('the record of a table switch', () => {
  it('outlives the stage: a new deploy uses the chosen table', async () => {
    await deploy();
    const name = await restored();
    await switchTo(name);
    const destroyed = await project.json<{ kept: { name: string }[]; left: { name: string }[] }>([
      ...['destroy', ...STAGE, '--yes'],
    ]);
    const stays = [...destroyed.kept, ...destroyed.left].map((one) => one.name);
    expect(stays).toEqual(expect.arrayContaining([OWN, name]));
    const { orphans } = await project.json<{ orphans: { name: string }[] }>(['list', ...STAGE]);
    expect(orphans.map((one) => one.name)).toEqual(expect.arrayContaining([OWN, name]));
    const { url } = await deploy();
    expect(await heard(url)).toEqual({ word: 'one', table: name });
    await project.json(['destroy', ...STAGE, '--yes', '--delete-data']);
    for (const TableName of [OWN, name])
      await expect(dynamodb.send(new DescribeTableCommand({ TableName }))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
  });

  it('can be removed with a printed command after the stage was destroyed and its table deleted', async () => {
    await deploy();
    await dynamodb.send(
      new TagResourceCommand({
        ResourceArn: ARN,
        Tags: [{ Key: 'apikit:served-by', Value: `${OWN}-20261129T101500Z` }],
      }),
    );
    await project.json(['destroy', ...STAGE, '--yes']);
    const { code, stderr } = await project.apikit(DEPLOY);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `aws dynamodb untag-resource --resource-arn ${ARN} --tag-keys apikit:served-by --region us-east-1.`,
    );
    await dynamodb.send(new UntagResourceCommand({ ResourceArn: ARN, TagKeys: ['apikit:served-by'] }));
    expect(await heard((await deploy()).url)).toMatchObject({ table: OWN });
  });

  it("follows the function's table if the other table was deleted or lost its tag", async () => {
    const { url } = await deploy();
    const name = await restored();
    await switchTo(name);
    await dynamodb.send(
      new UntagResourceCommand({ ResourceArn: ARN, TagKeys: ['apikit:served-by', 'apikit:served-before'] }),
    );
    expect((await plan()).changes).toEqual([]);
    await dynamodb.send(new DeleteTableCommand({ TableName: OWN }));
    await expect
      .poll(() =>
        dynamodb.send(new DescribeTableCommand({ TableName: OWN })).then(
          () => 'there',
          () => 'gone',
        ),
      )
      .toBe('gone');
    expect(await plan()).toMatchObject({ changes: [] });
    say('two');
    await deploy();
    expect(await heard(url)).toEqual({ word: 'two', table: name });
    expect(await tablesOfStatus()).toEqual([{ table: 'items', serves: name, left: [] }]);
    // The last record is deleted with the function.
    await project.json(['destroy', ...STAGE, '--yes']);
    const { code, stderr } = await project.apikit(DEPLOY);
    expect(code).toBe(1);
    expect(stderr).toContain(`To serve from ${name}, write import: ${name} under tables.items in apikit.yaml.`);
  });

  it('that names a missing table stops a plan before an empty table is created', async () => {
    await deploy();
    const name = await restored();
    await switchTo(name);
    await dynamodb.send(new UpdateTableCommand({ TableName: name, DeletionProtectionEnabled: false }));
    await dynamodb.send(new DeleteTableCommand({ TableName: name }));
    await expect
      .poll(() =>
        dynamodb.send(new DescribeTableCommand({ TableName: name })).then(
          () => 'there',
          () => 'gone',
        ),
      )
      .toBe('gone');
    const { code, stderr } = await project.apikit(['plan', ...STAGE]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /which does not exist any more\. apikit does not create it again, because it would be empty/,
    );
    expect(stderr).toContain(`apikit tables switch items --to ${OWN} --stage dev`);
    expect(await switchTo(OWN)).toMatchObject({ name: OWN, changed: true });
    await dynamodb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: [{ Key: 'apikit:served-by', Value: 'x' }] }));
    expect((await project.apikit(['plan', ...STAGE])).stderr).toMatch(/The tag apikit:served-by of table/);
  });
});

it('a switch moves the consumer of a stream to the other table', async () => {
  project.edit('apikit.yaml', (text) =>
    text.replace('  items: { key: id }\n', '  items: { key: id, stream: { consumer: src/consumer.ts } }\n'),
  );
  writeFileSync(join(project.dir, 'src/consumer.ts'), 'export const handler = async () => undefined;\n');
  await deploy();
  const lambda = await clientsOf(project).lambda();
  const sources = async () => {
    const { EventSourceMappings = [] } = await lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: `${OWN}-stream` }),
    );
    return EventSourceMappings.map(({ EventSourceArn = '' }) => EventSourceArn.split('/')[1]);
  };
  expect(await sources()).toEqual([OWN]);
  const name = await restored();
  await switchTo(name);
  expect(await sources()).toEqual([name]);
  expect((await plan()).changes).toEqual([]);
  await switchTo(OWN);
  expect(await sources()).toEqual([OWN]);
});
