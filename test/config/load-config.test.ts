import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProject } from '../../src/config/load-config.ts';
import { load, projectFolder, refusal } from './project-folder.ts';

const DESIGN = `
name: items-api
region: eu-west-1
contract: openapi.yaml
function:
  entry: src/handler.ts
  runtime: nodejs24.x
  memory: 512                # MB
  timeout: 10                # seconds
  environment: { GREETING: hello }
tables:
  items: { key: id }
cors:
  origins: [https://app.example.com]
usagePlans:
  basic: { rate: 10, burst: 20, quota: 1000/month }
alarms:
  notify: ops@example.com
tags: { team: api }
stages:
  dev: {}
  preview:
  prod:
    protected: true
    account: "123456789012"
    region: us-east-1
    function: { memory: 1024, environment: { MODE: careful } }
    throttle: { rate: 500, burst: 1000 }
    cors: { origins: [https://www.example.com, https://admin.example.com] }
    tags: { cost: prod }
`;

it('the stage local has the path of the roles, and no permissions boundary of another account', async () => {
  const { stage } = await load(`name: a
region: eu-west-1
function: { role: { path: /t/, permissionsBoundary: "arn:aws:iam::123456789012:policy/b" } }
stages: { dev: {}, bare: { function: { role: { permissionsBoundary: false } } } }
`);
  expect(stage('local').function.role).toEqual({ path: '/t/' });
  expect(stage('bare').function.role).toEqual({ path: '/t/', permissionsBoundary: false });
  expect(stage('dev').function.role?.permissionsBoundary).toBe('arn:aws:iam::123456789012:policy/b');
});

it('refuses an apikit.yaml that is a link to a place outside the repository, unless --config names it', async () => {
  const root = await projectFolder('name: orders\nregion: eu-west-1\n');
  const other = join(await projectFolder('name: others\nregion: eu-west-1\n'), 'private.yaml');
  await rename(join(dirname(other), 'apikit.yaml'), other);
  await rm(join(root, 'apikit.yaml'));
  await symlink(other, join(root, 'apikit.yaml'));
  await expect(loadProject(root)).rejects.toMatchObject({
    code: 'InvalidConfig',
    exitCode: 2,
    message: `${join(root, 'apikit.yaml')} is a link to ${other}, which is neither in the project nor in its repository.`,
  });
  expect((await loadProject(join(root, 'apikit.yaml'))).name).toBe('others');
});

describe('loadProject', () => {
  it('reads a file with all settings', async () => {
    const project = await load(DESIGN);
    expect(project).toMatchObject({ name: 'items-api', stages: ['dev', 'preview', 'prod'], warnings: [] });
    const { contract, ...dev } = project.stage('dev');
    expect(contract).toBe(join(project.root, 'openapi.yaml'));
    expect(dev).toMatchSnapshot();
  });

  it('overrides settings of the project with those of the stage', async () => {
    const prod = (await load(DESIGN)).stage('prod');
    expect(prod).toMatchObject({
      protected: true,
      account: '123456789012',
      region: 'us-east-1',
      function: { memory: 1024, timeout: 10, environment: { GREETING: 'hello', MODE: 'careful' } },
      tables: { items: { deletionProtection: true } },
      throttle: { rate: 500, burst: 1000 },
      cors: { origins: ['https://www.example.com', 'https://admin.example.com'], maxAge: 600 },
      tags: { team: 'api', cost: 'prod' },
    });
  });

  it('keeps releases by their number, their age, or both', async () => {
    const kept = async (project: string, stage = '{}') => {
      const text = `name: a\nregion: eu-west-1\nfunction: ${project}\nstages: { dev: { function: ${stage} } }\n`;
      const { keepReleases, keepReleasesFor } = (await load(text)).stage('dev').function;
      return [keepReleases, keepReleasesFor];
    };
    expect(await kept('{}')).toEqual([5, undefined]);
    expect(await kept('{ keepReleases: 9 }')).toEqual([9, undefined]);
    expect(await kept('{ keepReleases: { age: 30d } }')).toEqual([5, '30d']);
    expect(await kept('{ keepReleases: { count: 2, age: 12h } }')).toEqual([2, '12h']);
    expect(await kept('{ keepReleases: { count: 2, age: 12h } }', '{ keepReleases: 3 }')).toEqual([3, undefined]);
    const wrong = await refusal(
      'name: a\nregion: eu-west-1\nfunction: { keepReleases: 0 }\nstages: { dev: { function: { keepReleases: { age: 30 days } } } }\n',
    );
    expect(wrong.message).toContain('function.keepReleases is 0, which is not valid. Releases kept for rollback');
    expect(wrong.message).toContain(
      'stages.dev.function.keepReleases.age is "30 days", which is not valid. How much older',
    );
  });

  it.each([
    ['', {}, true],
    ['cors: { origins: [https://a.example] }', { origins: ['https://a.example'] }, true],
    ['cors: { origins: [https://a.example], credentials: true }', { origins: ['https://a.example'] }, true],
    ['stages: { local: { cors: { origins: [http://localhost:5173] } } }', { origins: ['http://localhost:5173'] }, true],
    // This page could not read the gateway's own errors any more.
    ['cors: { origins: [http://localhost:5173], credentials: true }', { origins: ['http://localhost:5173'] }, false],
    ['cors: { origins: ["*"] }', { origins: ['*'] }, false],
  ])('adds local pages to %j in the stage local only', async (text, cors, loopback) => {
    const { stage } = await load(`name: a\nregion: eu-west-1\n${text || 'stages: { dev: {} }'}\n`);
    expect(stage('local').cors).toMatchObject({ ...cors, loopback });
    const elsewhere = (
      await load(`name: a\nregion: eu-west-1\nstages: { dev: {} }\n${text.startsWith('cors') ? text : ''}\n`)
    ).stage('dev');
    expect(elsewhere.cors?.loopback ?? false).toBe(false);
  });

  it('always has the stage local, without an account', async () => {
    const project = await load('name: a\nregion: eu-west-1\naccount: "123456789012"\nprofile: work\n');
    expect(project.stages).toEqual([]);
    expect(project.stage('local')).not.toHaveProperty('account');
    expect(project.stage('local')).not.toHaveProperty('profile');
    expect(project.stage('local').region).toBe('eu-west-1');
  });

  it('takes the region from the flag, the stage, the project, the environment, in that order', async () => {
    const yaml = 'name: a\nregion: eu-west-1\nstages: { dev: {}, prod: { region: us-west-2 } }\n';
    const regions = async (text: string, options: object) => {
      const project = await load(text, options);
      return ['dev', 'prod'].map((stage) => project.stage(stage).region);
    };
    expect(await regions(yaml, { defaultRegion: 'eu-north-1' })).toEqual(['eu-west-1', 'us-west-2']);
    expect(await regions(yaml, { region: 'eu-north-1' })).toEqual(['eu-north-1', 'eu-north-1']);
    const bare = 'name: a\nstages: { dev: {}, prod: {} }\n';
    expect(await regions(bare, { defaultRegion: 'eu-north-1' })).toEqual(['eu-north-1', 'eu-north-1']);
    expect((await refusal(bare)).message).toContain('Stage dev has no region');
  });

  it('finds the file from a subfolder, or reads the given file', async () => {
    const folder = await projectFolder('name: a\nregion: eu-west-1\n');
    await writeFile(join(folder, 'other.yaml'), 'name: b\nregion: eu-west-1\n');
    expect((await loadProject(join(folder, 'src'))).root).toBe(folder);
    expect((await loadProject(join(folder, 'other.yaml'))).name).toBe('b');
  });

  it('says how to start if there is no project', async () => {
    const folder = await projectFolder();
    await expect(loadProject(folder)).rejects.toMatchObject({
      code: 'NoProject',
      exitCode: 2,
      hint: expect.stringContaining('apikit init'),
    });
    await expect(loadProject(join(folder, 'no', 'such.yaml'))).rejects.toMatchObject({ code: 'NoProject' });
  });

  it('says that a file cannot be read', async () => {
    const folder = await projectFolder();
    await mkdir(join(folder, 'apikit.yaml'));
    await expect(loadProject(folder)).rejects.toMatchObject({ code: 'InvalidConfig', exitCode: 2 });
  });

  it('rejects an unknown stage with a suggestion', async () => {
    const project = await load('name: a\nregion: eu-west-1\nstages: { dev: {}, prod: {} }\n');
    expect(() => project.stage('prd')).toThrow(
      expect.objectContaining({ code: 'UnknownStage', exitCode: 2, hint: 'Did you mean --stage prod?' }),
    );
  });

  it('finds the file of function.handler, with its extension and its export', async () => {
    const yaml =
      'name: a\nregion: eu-west-1\nfunction: { handler: src/lambda_function.lambda_handler }\n' +
      'stages: { node: { function: { handler: dist/app.main } }, old: { function: { entry: src/x.mjs } }, dots: { function: { handler: app.api.main.run } }, gone: { function: { handler: gone.run } } }\n';
    const folder = await projectFolder(yaml);
    await mkdir(join(folder, 'dist'));
    await mkdir(join(folder, 'app/api'), { recursive: true });
    for (const file of ['src/lambda_function.py', 'dist/app.cjs', 'app/api/main.py'])
      await writeFile(join(folder, file), '');
    const project = await loadProject(folder);
    const named = (stage: string) => {
      const { entry, exportName, runtime } = project.stage(stage).function;
      return [entry, exportName, runtime];
    };
    expect(named('local')).toEqual(['src/lambda_function.py', 'lambda_handler', 'python3.14']);
    expect(named('node')).toEqual(['dist/app.cjs', 'main', 'nodejs24.x']);
    expect(named('old')).toEqual(['src/x.mjs', 'handler', 'nodejs24.x']);
    expect(named('dots')).toEqual(['app/api/main.py', 'run', 'python3.14']);
    expect(named('gone')).toEqual(['gone.js', 'run', 'nodejs24.x']);
  });

  it('chooses the runtime by the language of the entry', async () => {
    const project = await load('name: a\nregion: eu-west-1\nfunction: { entry: app.py }\n');
    expect(project.stage('local').function.runtime).toBe('python3.14');
  });
});
