/** A stage that apikit.yaml no longer has, or has in another region. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Project, startSmallProject } from '../helpers/project.ts';

let project: Project;
beforeAll(async () => {
  project = await startSmallProject();
  project.edit('apikit.yaml', (text) => text.replace('  dev: {}', '  dev: {}\n  pr-17: {}'));
  await project.json(['deploy', '--stage', 'pr-17', '--yes']);
});
afterAll(() => project.close());

interface Told {
  warnings: string[];
}

it('a former stage in another region is reported before it is created again, and can be destroyed there', async () => {
  project.edit('apikit.yaml', (text) => text.replace('region: us-east-1', 'region: eu-west-1'));
  const { warnings } = await project.json<Told>(['plan', '--stage', 'pr-17']);
  expect(warnings).toEqual([
    'items-api/pr-17 is in us-east-1 already. This deploy creates it a second time in eu-west-1, with another URL, empty tables and no API keys, and does not touch the existing one. To keep the existing one, set region: us-east-1 in apikit.yaml again; to move, copy the data, and then run `apikit destroy --stage pr-17 --region us-east-1`.',
  ]);
  // A plan of another stage of the project does not mention it.
  expect((await project.json<Told>(['plan', '--stage', 'dev'])).warnings).toEqual([]);
  project.edit('apikit.yaml', (text) => text.replace('region: eu-west-1', 'region: us-east-1'));
  expect((await project.json<Told>(['plan', '--stage', 'pr-17'])).warnings).toEqual([]);
});

it('a former stage is destroyed by its name, which has to be confirmed', async () => {
  project.edit('apikit.yaml', (text) => text.replace('  pr-17: {}\n', ''));
  const status = await project.apikit(['status', '--stage', 'pr-17']);
  expect(status.code).toBe(2);
  const asked = status.stderr.replaceAll(/\s+/g, ' ');
  expect(asked).toContain('`apikit destroy --stage pr-17` removes a stage that was deployed and is no longer in');
  const unconfirmed = await project.apikit(['destroy', '--stage', 'pr-17', '--yes']);
  expect(unconfirmed.code).toBe(2);
  expect(unconfirmed.stderr).toContain('pass --confirm pr-17');
  const removed = await project.json<{ removed: string[]; left: object[] }>([
    ...['destroy', '--stage', 'pr-17', '--confirm', 'pr-17', '--delete-data'],
  ]);
  expect(removed.left).toEqual([]);
  expect(removed.removed).toEqual(expect.arrayContaining(['api', 'function', 'role', 'table/items']));
});

it('a stage that never existed is an error that lists the existing stages', async () => {
  const { code, stderr } = await project.apikit(['destroy', '--stage', 'prodd', '--confirm', 'prodd']);
  expect(code).toBe(2);
  const told = stderr.replaceAll(/\s+/g, ' ');
  expect(told).toContain(
    'There is no stage prodd in apikit.yaml, which has dev, prod, local, and no resource of it in',
  );
  expect(told).toContain('Did you mean --stage prod?');
  expect((await project.apikit(['destroy', '--stage', 'a b', '--confirm', 'a b'])).code).toBe(2);
});
