/** Commands that write into a project, by the built program: what is loaded lazily must be in the bundle as it is asked for. */
import { expect, it } from 'vitest';
import { startApikit } from '../helpers/cli-process.ts';
import { scaffold } from '../helpers/project.ts';

it('edit a project, one after the other, and leave it valid', async () => {
  const cwd = await scaffold();
  for (const argv of [
    ['add', 'operation', 'getReport', '--method', 'get', '--path', '/report'],
    ['add', 'resource', 'orders', '--field', 'total:number!'],
    ['add', 'authorizer', 'opaque', '--type', 'token'],
    ['openapi', 'lint'],
    ['openapi', 'docs', '--out', 'docs.html'],
    ['openapi', 'import', 'openapi.yaml', '--into', '--yes'],
    ['validate'],
  ]) {
    const { code, stderr } = await startApikit(argv, { cwd }).finished;
    expect([argv.join(' '), code, code === 0 ? '' : stderr]).toEqual([argv.join(' '), 0, '']);
  }
});
