/** `tables export` and `tables import`: NDJSON from a table and into one, interrupted and continued. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DeleteItemCommand, GetItemCommand, PutItemCommand, TagResourceCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Project, startSmallProject } from '../../helpers/project.ts';
import { clientsOf } from '../../helpers/project-clients.ts';
import { terminal } from '../../helpers/terminal.ts';

interface Imported {
  written: number;
  same: number;
  different: number;
  lines: number;
}

const TableName = 'items-api-dev-items';
const STAGE = ['--stage', 'dev'];
const line = (id: string, more = '') => `{"Item":{"id":{"S":"${id}"}${more}}}`;
const lines = (count: number) => Array.from({ length: count }, (_, at) => line(`item-${at}`, `,"at":{"N":"${at}"}`));

let project: Project;
beforeAll(async () => {
  project = await startSmallProject(['--stages', 'dev,prod'], { adversity: {} });
  project.edit('apikit.yaml', (text) => text.replace(/^tables:\n/m, 'tables:\n  other: { key: id }\n'));
  await project.json(['deploy', ...STAGE, '--yes']);
});
afterAll(() => project.close());

const client = async () => await clientsOf(project).dynamodb();
const feed = (text: string) => ({ stdin: Object.assign(Readable.from([text]), { isTTY: false }) });
const exported = async (table = 'items') => {
  const { code, stdout, stderr } = await project.apikit(['tables', 'export', table, ...STAGE]);
  if (code !== 0) throw new Error(stderr);
  return stdout.split('\n').filter(Boolean).sort();
};
const importing = (text: string, flags: readonly string[] = []) =>
  project.apikit(['tables', 'import', 'items', ...STAGE, '--json', ...flags], feed(text));

beforeEach(async () => {
  const dynamodb = await client();
  for (const table of ['items', 'other'])
    for (const one of await exported(table))
      await dynamodb.send(
        new DeleteItemCommand({ TableName: `items-api-dev-${table}`, Key: { id: JSON.parse(one).Item.id } }),
      );
});

it('exported items can be imported into another table, and a second import does no harm', async () => {
  const all = lines(120);
  const first = await importing(all.join('\n'));
  expect(first.json()).toMatchObject({ name: TableName, lines: 120, written: 120, same: 0, different: 0 });
  expect(await exported()).toEqual([...all].sort());
  const again = await importing(`\ufeff${all.join('\r\n')}\r\n`);
  expect(again.json()).toMatchObject({ written: 0, same: 120, different: 0 });
  const file = join(project.dir, 'items.ndjson');
  const toFile = await project.json(['tables', 'export', 'items', 'items.ndjson', ...STAGE]);
  expect(toFile).toMatchObject({ table: 'items', file: 'items.ndjson', items: 120 });
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(await project.json(['tables', 'import', 'other', 'items.ndjson', ...STAGE])).toMatchObject({ written: 120 });
  expect(await exported('other')).toEqual([...all].sort());
  const taken = await project.apikit(['tables', 'export', 'items', 'items.ndjson', ...STAGE]);
  expect(taken).toMatchObject({ code: 2 });
  expect(taken.stderr).toMatch(/items\.ndjson already exists, and an export overwrites no file/);
});

it('an import keeps and counts existing items; --overwrite asks and replaces them', async () => {
  const dynamodb = await client();
  await dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: 'a' }, paid: { N: '7' } } }));
  const text = [line('a', ',"paid":{"N":"8"}'), line('b'), line('b', ',"late":{"BOOL":true}')].join('\n');
  expect((await importing(text)).json<Imported>()).toMatchObject({ written: 1, same: 0, different: 2 });
  const told = await project.apikit(['tables', 'import', 'items', ...STAGE], feed(text));
  expect(told.stderr).toMatch(/2 items with the same key and other values already existed, and stay as they are/);
  const unasked = await importing(text, ['--overwrite']);
  expect(unasked).toMatchObject({ code: 2 });
  expect(unasked.json<{ error: { message: string } }>().error.message).toMatch(
    /and overwriting existing items needs a confirm/,
  );
  expect((await importing(text, ['--overwrite', '--yes'])).json()).toMatchObject({ written: 3 });
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { id: { S: 'a' } } }));
  expect(Item?.paid?.N).toBe('8');
  expect(await exported()).toContain(line('b', ',"late":{"BOOL":true}'));
});

it('an import asks before it overwrites items, and accepts no as an answer', async () => {
  const dynamodb = await client();
  await dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: 'a' } } }));
  writeFileSync(join(project.dir, 'over.ndjson'), line('a', ',"new":{"BOOL":true}'));
  const asked = (answer: string) =>
    project.apikit(['tables', 'import', 'items', 'over.ndjson', '--overwrite', ...STAGE], {
      ...terminal([[/Import into table items-api-dev-items and overwrite existing items/, answer]]),
    });
  expect((await asked('n\n')).code).toBe(3);
  expect(await exported()).toEqual([line('a')]);
  expect((await asked('y\n')).code).toBe(0);
  expect(await exported()).toEqual([expect.stringContaining('"new"')]);
});

it('invalid lines of a file are reported all at once, with their numbers, before any write', async () => {
  writeFileSync(
    join(project.dir, 'bad.ndjson'),
    [
      line('a'),
      '{',
      '',
      '{"Item":{"id":{"N":"1"}}}',
      '{"Item":{"paid":{"N":"1"}}}',
      line('big', `,"t":{"S":"${'x'.repeat(410_000)}"}`),
    ].join('\n'),
  );
  const { code, stderr } = await project.apikit(['tables', 'import', 'items', 'bad.ndjson', ...STAGE]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/bad\.ndjson:2: It is not JSON/);
  expect(stderr).toMatch(/bad\.ndjson:4: id is a key of the table, with the type S \(text\); here it has the type N/);
  expect(stderr).toMatch(/bad\.ndjson:5: It has no id, which is a key of the table/);
  expect(stderr).toMatch(/bad\.ndjson:6: It has 4\d+ bytes, and DynamoDB accepts 409600/);
  expect(await exported()).toEqual([]);
});

it('text in another encoding is reported with its line, and not imported', async () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  writeFileSync(
    join(project.dir, 'latin1.ndjson'),
    Buffer.concat([bytes(`${line('ascii')}\n`), Buffer.from(`${line('größer')}\n`), bytes(`${line('Müller')}\n\n`)]),
  );
  const { code, stderr } = await project.apikit(['tables', 'import', 'items', 'latin1.ndjson', ...STAGE]);
  expect(code).toBe(2);
  expect(stderr.match(/latin1\.ndjson:\d+: .*/g)).toEqual([
    'latin1.ndjson:3: This is not UTF-8. Save the file in that encoding.',
  ]);
  expect(await exported()).toEqual([]);
});

it('an invalid line of standard input is reported with the number of written items and how to continue', async () => {
  const all = lines(150);
  all[120] = 'nonsense';
  const { code, stderr } = await project.apikit(['tables', 'import', 'items', ...STAGE], feed(all.join('\n')));
  expect(code).toBe(2);
  expect(stderr).toMatch(/stopped: line 121 cannot be written\. It is not JSON/);
  expect(stderr).toMatch(/120 items of the first 120 lines were written/);
  expect(stderr).toContain(`apikit tables import ${TableName} --from-line 121 --stage dev`);
  all[120] = line('mended');
  const rest = await importing(all.join('\n'), ['--from-line', '121']);
  expect(rest.json()).toMatchObject({ written: 30, lines: 150 });
});

it('an import survives throttles, lost responses and service errors', async () => {
  const all = lines(60);
  const rules = (list: object[]) => project.cloud.adversity!.set({ rules: list as never });
  rules([
    { operation: 'dynamodb.PutItem', nth: 3, times: 4, fault: 'throttle' },
    { operation: 'dynamodb.PutItem', nth: 20, times: 2, fault: 'dropAnswer' },
    {
      operation: 'dynamodb.PutItem',
      nth: 30,
      times: 2,
      fault: { error: { code: 'InternalServerError', message: 'x', status: 500 } },
    },
  ]);
  const result = (await importing(all.join('\n'))).json<Imported>();
  rules([]);
  // If a response was lost, nobody can tell which run wrote the items: they exist, as they should.
  expect(result.written + result.same).toBe(60);
  expect(result.different).toBe(0);
  expect(await exported()).toEqual([...all].sort());
});

it('an import from a silent pipe ends on Ctrl-C', async () => {
  const interruption = new AbortController();
  const texts = [`${line('said')}\n`];
  const stdin = Object.assign(
    new Readable({
      read() {
        const text = texts.shift();
        if (text === undefined) interruption.abort();
        else this.push(text);
      },
    }),
    { isTTY: false },
  );
  const argv = ['tables', 'import', 'items', ...STAGE];
  const { code, stderr } = await project.apikit(argv, { stdin, signal: interruption.signal });
  expect(code).toBe(130);
  expect(stderr).toMatch(/The import into table \S+ stopped: it was interrupted\./);
});

it('an interrupted export continues after its last complete line', async () => {
  const all = lines(40);
  await importing(all.join('\n'));
  const run = (flags: readonly string[] = []) =>
    project.apikit(['tables', 'export', 'items', 'cut.ndjson', ...STAGE, '--rate', '10', ...flags]);
  const interruption = new AbortController();
  let slept = 0;
  const clock = {
    now: Date.now,
    sleep: async () => {
      slept += 1;
      if (slept === 2) interruption.abort();
    },
  };
  const cut = await project.apikit(['tables', 'export', 'items', 'cut.ndjson', ...STAGE, '--rate', '10'], {
    signal: interruption.signal,
    clock,
  });
  expect(cut.code).toBe(130);
  expect(cut.stderr).toContain(`apikit tables export ${TableName} cut.ndjson --continue --stage dev`);
  const file = join(project.dir, 'cut.ndjson');
  const whole = readFileSync(file, 'utf8').split('\n').filter(Boolean).length;
  expect(whole).toBeGreaterThan(0);
  expect(whole).toBeLessThan(40);
  writeFileSync(file, '{"Item":{"id":{"S":"half', { flag: 'a' });
  expect((await run()).code).toBe(2);
  const rest = await project.json<{ items: number }>([
    'tables',
    'export',
    'items',
    'cut.ndjson',
    '--continue',
    ...STAGE,
  ]);
  expect(rest.items).toBe(40 - whole);
  expect(readFileSync(file, 'utf8').split('\n').filter(Boolean).sort()).toEqual([...all].sort());
});

it('an export neither continues nor truncates a file that no export has written', async () => {
  await importing(line('a'));
  const file = join(project.dir, 'notes.ndjson');
  for (const text of ['mine', 'mine\n', '\n\n', '{"id":"a"}']) {
    writeFileSync(file, text);
    const { code } = await project.apikit(['tables', 'export', 'items', 'notes.ndjson', '--continue', ...STAGE]);
    expect({ code, text: readFileSync(file, 'utf8') }).toEqual({ code: 2, text });
  }
  for (const text of ['', '{"Item":{"id":{"S":"cut', '{"It']) {
    writeFileSync(file, text);
    await project.json(['tables', 'export', 'items', 'notes.ndjson', '--continue', ...STAGE]);
    expect(readFileSync(file, 'utf8')).toBe(`${line('a')}\n`);
  }
});

it('an import keeps to the given rate', async () => {
  await importing(lines(50).join('\n'));
  let slept = 0;
  const clock = {
    now: () => slept,
    sleep: async (ms: number) => {
      slept += ms;
    },
  };
  const { code, stdout } = await project.apikit(['tables', 'export', 'items', ...STAGE, '--rate', '10'], { clock });
  expect(code).toBe(0);
  expect(stdout.split('\n').filter(Boolean)).toHaveLength(50);
  expect(slept).toBeGreaterThanOrEqual(4000);
});

it('a protected stage, an unknown table, a missing table and a table of others are reported', async () => {
  const run = (argv: readonly string[]) => project.apikit(['tables', ...argv], feed(line('a')));
  const unknown = await run(['export', 'itmes', ...STAGE]);
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringMatching(/no table "itmes" .* it has other, items/) });
  expect(unknown.stderr).toContain('Did you mean items?');
  const missing = await run(['export', 'items', '--stage', 'prod']);
  expect(missing).toMatchObject({ code: 1 });
  expect(missing.stderr).toMatch(/Table items-api-prod-items does not exist[\s\S]*apikit deploy --stage prod/);
  const toFile = await run(['export', 'items', 'missing.ndjson', '--stage', 'prod']);
  expect({ code: toFile.code, made: existsSync(join(project.dir, 'missing.ndjson')) }).toEqual({
    code: 1,
    made: false,
  });
  const noFile = await run(['import', 'items', 'nowhere.ndjson', ...STAGE]);
  expect(noFile).toMatchObject({ code: 2, stderr: expect.stringMatching(/There is no file nowhere\.ndjson/) });
  const folder = await run(['import', 'items', 'src', ...STAGE]);
  expect(folder).toMatchObject({ code: 2, stderr: expect.stringMatching(/src is not a file with lines/) });
  const unasked = await run(['import', 'items', '--stage', 'prod']);
  expect(unasked).toMatchObject({ code: 2, stderr: expect.stringMatching(/It is protected: pass --yes/) });
  const both = await run(['export', 'items', ...STAGE, '--json']);
  expect(both.code).toBe(2);
  expect(existsSync(join(project.dir, 'none.ndjson'))).toBe(false);
  const none = await run(['export', 'items', 'none.ndjson', '--continue', ...STAGE]);
  expect(none).toMatchObject({ code: 2, stderr: expect.stringMatching(/There is no none\.ndjson to continue/) });
  const dynamodb = await client();
  const ResourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/items-api-dev-other';
  await dynamodb.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'apikit:app', Value: 'shop' }] }));
  const foreign = await run(['import', 'other', ...STAGE]);
  expect(foreign).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/so it belongs to somebody else\. Nothing was written/),
  });
});
