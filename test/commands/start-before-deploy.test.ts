/** `deploy` starts the handler before it changes anything; `plan` and `validate` run nothing. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Project, startProject } from '../helpers/project.ts';

let project: Project;

beforeAll(async () => {
  project = await startProject(['--template', 'hello']);
});
afterAll(() => project.close());

it('reports an error while the code loads, with its place, and changes nothing', async () => {
  project.edit('src/handler.ts', (text) => `${text}\nconst name: string = ['nowhere'][0]!;\nrequire(name);\n`);
  for (const argv of [['validate'], ['plan', '--stage', 'local'], ['deploy', '--stage', 'local', '--dry-run']]) {
    expect(await project.apikit(argv)).toMatchObject({ code: 0 });
  }
  const { code, stderr } = await project.apikit(['deploy', '--stage', 'local', '--yes']);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /src\/handler\.ts fails while it is loaded: Error: Cannot find module 'nowhere' \(src\/handler\.ts:\d+:\d+\)/,
  );
  expect(await project.json(['status', '--stage', 'local'])).toMatchObject({ url: null });
});
