/** A kept reading of a contract is the same as a new one. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepReadings } from '../../src/contract/keep-readings.ts';
import { parseContract } from '../../src/contract/load-contract.ts';
import type { Opened, OpenFile } from '../../src/contract/read/open-file.ts';
import { keepIn } from '../../src/files/kept-results.ts';
import { tempDir } from '../helpers/cli.ts';

const CONTRACT = `
openapi: 3.0.3
info: { title: Notes, version: '1' }
paths:
  /notes:
    post:
      operationId: addNote
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: './note.yaml' }
      responses:
        '200': { description: OK }
`;

const NOTE = 'type: object\nproperties: { text: { type: string, nullable: true } }\n';

function world(files: Record<string, string>) {
  const asked: string[] = [];
  const open: OpenFile = (name): Opened => {
    asked.push(name);
    const text = files[name];
    return text === undefined ? { rule: 'ref-file', why: `The file ${name} does not exist.` } : { text };
  };
  return { asked, files, open, read: keepReadings(keepIn(join(tempDir(), 'kept'), 'a program')) };
}

const plain = ({ problem: _, ...contract }: Awaited<ReturnType<ReturnType<typeof keepReadings>>>) => contract;

test('returns what was read, with the places of problems', async () => {
  const { open, read, asked } = world({ 'note.yaml': NOTE });
  const expected = parseContract(CONTRACT, 'openapi.yaml', open);
  asked.length = 0;
  for (const _ of ['read', 'kept']) {
    const contract = await read(CONTRACT, 'openapi.yaml', open);
    expect(plain(contract)).toEqual(plain(expected));
    const at = ['paths', '/notes', 'post', 'responses', '200'];
    expect(contract.problem('operation-id', at, 'x')).toEqual(expected.problem('operation-id', at, 'x'));
    const inside = ['components', 'schemas', 'note', 'properties', 'text'];
    expect(contract.problem('schema-type', inside, 'x')).toMatchObject({ file: 'note.yaml', line: 2 });
  }
  // The second time, the other file is only compared.
  expect(asked).toEqual(['note.yaml', 'note.yaml']);
});

test('reads again if the contract or one of its other files has another text', async () => {
  const { open, read, files } = world({ 'note.yaml': NOTE });
  await read(CONTRACT, 'openapi.yaml', open);
  files['note.yaml'] = NOTE.replace('object', 'array\nitems: { type: string }');
  const changed = await read(CONTRACT, 'openapi.yaml', open);
  expect(plain(changed)).toEqual(plain(parseContract(CONTRACT, 'openapi.yaml', open)));
  expect(JSON.stringify(changed.document)).toContain('"array"');
  const other = CONTRACT.replace('Notes', 'Other notes');
  expect((await read(other, 'openapi.yaml', open)).document).toMatchObject({ info: { title: 'Other notes' } });
});

test('refuses a contract each time', async () => {
  const { open, read, files } = world({ 'note.yaml': NOTE });
  await read(CONTRACT, 'openapi.yaml', open);
  delete files['note.yaml'];
  for (let run = 0; run < 2; run += 1)
    await expect(read(CONTRACT, 'openapi.yaml', open)).rejects.toMatchObject({ code: 'InvalidContract' });
});
