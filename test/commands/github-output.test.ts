/** `--output github` of `openapi lint`, `validate`, `plan` and `test`, in a job of GitHub Actions. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { annotationLine } from '../../src/ui/github-annotations.ts';
import { type Project, startSmallProject } from '../helpers/project.ts';

describe('an annotation', () => {
  it('escapes data and properties as the toolkit of GitHub does', () => {
    const annotation = { severity: 'error', message: '50%\r\nof a,b: c', title: 'a,b: 1%' } as const;
    expect(annotationLine(annotation)).toBe('::error title=a%2Cb%3A 1%25::50%25%0D%0Aof a,b: c');
  });

  it('has file, line and column, and no properties without them', () => {
    const place = { file: 'a b.yaml', line: 3, column: 7 };
    expect(annotationLine({ severity: 'warning', message: 'x', ...place })).toBe(
      '::warning file=a b.yaml,line=3,col=7::x',
    );
    expect(annotationLine({ severity: 'info', message: 'x' })).toBe('::notice::x');
  });
});

describe('in a job of GitHub Actions', () => {
  let project: Project;
  let summary: string;
  /** The project is a folder of the repository. */
  let folder: string;
  const run = (argv: string[]) =>
    project.apikit(argv, { env: { GITHUB_WORKSPACE: dirname(project.dir), GITHUB_STEP_SUMMARY: summary } });
  const summed = () => readFileSync(summary, 'utf8');

  beforeAll(async () => {
    project = await startSmallProject();
    folder = basename(project.dir);
    summary = join(dirname(project.dir), 'summary.md');
  });
  beforeEach(() => writeFileSync(summary, ''));
  afterAll(() => project?.close());

  it('lint shows each problem beside its line', async () => {
    const before = project.read('openapi.yaml');
    project.edit('openapi.yaml', (text) => text.replace('operationId: sayHello', 'operationId: getHealth'));
    const { code, stdout } = await run(['openapi', 'lint', '--output', 'github']);
    project.edit('openapi.yaml', () => before);
    expect(code).toBe(2);
    expect(stdout).toMatch(
      new RegExp(`^::error file=${folder}/openapi.yaml,line=\\d+,col=\\d+,title=[a-z-]+::.+`, 'm'),
    );
    expect(summed()).toMatch(/^### apikit openapi lint: openapi\.yaml\n\n- error: `items-api\/openapi\.yaml:\d+` /);
  });

  it('validate shows the problems of apikit.yaml before the error', async () => {
    const before = project.read('apikit.yaml');
    project.edit('apikit.yaml', (text) => text.replace(/memory: \d+/, 'memory: 1'));
    const { code, stdout, stderr } = await run(['validate', '--output', 'github']);
    project.edit('apikit.yaml', () => before);
    expect(code).toBe(2);
    expect(stdout).toMatch(
      new RegExp(`^::error file=${folder}/apikit.yaml,line=\\d+,col=\\d+,title=apikit::function\\.memory`, 'm'),
    );
    expect(stderr).toContain('apikit.yaml has one problem');
    expect(summed()).toContain('### apikit validate\n\n- error: ');
  });

  it('validate adds to the summary that nothing is wrong', async () => {
    expect((await run(['validate', '--output', 'github'])).code).toBe(0);
    expect(summed()).toBe('### apikit validate: items-api\n\nNo problems.\n\n');
  });

  it('plan adds the changes to the summary', async () => {
    const { code, stdout } = await run(['plan', '--stage', 'dev', '--output', 'github']);
    expect(code).toBe(0);
    expect(stdout).toContain('function');
    expect(summed()).toMatch(/^### Plan of `items-api\/dev`\n\nA deploy makes \d+ changes:/);
  });

  it('test shows each failure at its operation', async () => {
    // The contract declares members that the response does not have.
    project.answer('getHealth');
    await project.json(['deploy', '--stage', 'dev', '--yes']);
    const { value: key } = await project.json<{ value: string }>(['keys', 'create', 'tests', '--stage', 'dev']);
    const argv = ['test', '--stage', 'dev', '--operation', 'getHealth', '--key', key, '--output', 'github'];
    const { code, stdout } = await run(argv);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      new RegExp(`^::error file=${folder}/openapi.yaml,line=\\d+,col=\\d+,title=getHealth::getHealth .*%0A`, 'm'),
    );
    expect(summed()).toMatch(/^### Contract tests of items-api\/dev: \d+ passed, [1-9]\d* failed/);
  });

  it('is refused together with --json', async () => {
    const { code, stderr } = await run(['validate', '--output', 'github', '--json']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be used together') });
  });

  it('is not needed for a summary: without GITHUB_STEP_SUMMARY none is written', async () => {
    const { code } = await project.apikit(['validate', '--output', 'github'], { env: { GITHUB_STEP_SUMMARY: '' } });
    expect({ code, text: summed() }).toEqual({ code: 0, text: '' });
  });
});
