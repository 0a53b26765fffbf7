/**
 * Commands of the built program that write into a project: modules that are loaded lazily must be in the bundle under
 * their names.
 */
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { apikit, tempDir } from '../helpers/cli.ts';
import { startApikit } from '../helpers/cli-process.ts';
import { scaffold, scaffoldSmall } from '../helpers/project.ts';

it('edit a project, one after the other, and keep it valid', async () => {
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

// The build creates the validator in advance (scripts/config-validator.mjs).
it('report the same problems in apikit.yaml as the sources', async () => {
  const cwd = await scaffoldSmall();
  appendFileSync(
    join(cwd, 'apikit.yaml'),
    [
      'memori: 1',
      'logging: LOUD',
      'throttle: { rate: 0, burst: many }',
      'userPools: { "1": {} }',
      'alarms: [1]',
      'waf: { arn: x }',
      '',
    ].join('\n'),
  );
  const { code, stderr } = await apikit(['validate'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('7 problems');
  expect(await startApikit(['validate'], { cwd }).finished).toMatchObject({ code, stderr });
});

it('use what an earlier run has kept, and see every change', async () => {
  const cwd = await scaffold();
  const cache = tempDir();
  const validate = () => startApikit(['validate', '--json'], { cwd, env: { XDG_CACHE_HOME: cache } }).finished;
  const [first, second, third] = [await validate(), await validate(), await validate()];
  expect(first).toMatchObject({ code: 0 });
  expect([second, third]).toEqual([
    { ...first, stderr: '' },
    { ...first, stderr: '' },
  ]);
  expect(readdirSync(join(cache, 'apikit/kept'))).toHaveLength(2);
  appendFileSync(join(cwd, 'src/handler.ts'), "\nimport './missing.ts';\n");
  expect((await validate()).stderr).toContain('./missing.ts');
});
