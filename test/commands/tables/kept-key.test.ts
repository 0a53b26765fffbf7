import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Project, startProject } from '../../helpers/project.ts';

let project: Project;
const KEY = 'arn:aws:kms:us-east-1:000000000000:key/1234abcd';
const stage = ['--stage', 'local'];

/** Writes the tables of the stage local, with this text after the key of the first one. */
const withTable = (rest: string) =>
  project.edit('apikit.yaml', (text) => `${text.replace(/\ntables:.*/s, '')}\ntables: { notes: { key: id${rest} } }\n`);
const warnings = async (command: string) => (await project.json<{ warnings: string[] }>([command, ...stage])).warnings;

beforeAll(async () => {
  project = await startProject(['--template', 'hello']);
  withTable(`, kmsKey: "${KEY}"`);
  await project.json(['deploy', ...stage]);
}, 60_000);
afterAll(() => project.close());

it('a key that apikit.yaml no longer names stays with its table, and plan and deploy mention it until it is settled', async () => {
  withTable('');
  const told = expect.stringMatching(
    /^Table hello-local-notes|^Table .*-local-notes stays encrypted with arn:aws:kms:/,
  );
  expect(await warnings('plan')).toEqual([told]);
  expect(await warnings('deploy')).toEqual([told]);
  const { stdout, stderr } = await project.apikit(['plan', ...stage]);
  expect(stderr).toContain(`Write kmsKey: ${KEY} under tables.notes to confirm it, or encryption: false there`);
  expect(stdout).toContain('Nothing to do');

  withTable(', encryption: false');
  expect(await warnings('deploy')).toEqual([]);
  // From here on DynamoDB uses the key that AWS manages, which has an ARN as well.
  withTable('');
  expect(await warnings('deploy')).toEqual([]);
  expect(await warnings('plan')).toEqual([]);
});
