/** `apikit ci init`: the files that it writes, for different projects, and what it refuses. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { keepSections } from '../../../src/templates/pipelines/sections.ts';
import { apikit, tempDir } from '../../helpers/cli.ts';
import { findProgram } from '../../helpers/find-program.ts';
import { scaffoldSmall } from '../../helpers/project.ts';

const PREVIEWS = '  pr-*: { extends: dev, expires: 3d }\n';

interface Job {
  needs?: string | string[];
  environment?: string;
  stage?: string;
  extends?: string;
  script?: unknown[];
  steps?: { run?: string }[];
}

const actionlint = findProgram('actionlint');

/** Fails if actionlint finds something. Without the program, only the form of YAML is checked. */
function lint(text: string): void {
  expect(parse(text)).toMatchObject({ jobs: expect.anything() });
  expect(text).not.toMatch(/#\?|__\w+__/);
  if (actionlint === undefined) return;
  const { stdout } = spawnSync(actionlint, ['-no-color', '-'], { input: text, encoding: 'utf8' });
  expect(stdout).toBe('');
}

/** Creates a project, changes its files and writes its pipeline. */
async function pipelineOf(
  provider: string,
  { change = (text) => text, flags = [], init = [] }: Partial<Setup> = {},
): Promise<{ dir: string; result: Awaited<ReturnType<typeof apikit>> }> {
  const dir = await scaffoldSmall(init);
  const config = join(dir, 'apikit.yaml');
  writeFileSync(config, change(readFileSync(config, 'utf8')));
  mkdirSync(join(dir, '.git'));
  return { dir, result: await apikit(['ci', 'init', provider, ...flags], { cwd: dir }) };
}

interface Setup {
  change: (text: string) => string;
  flags: string[];
  /** More flags of `apikit init`. */
  init: string[];
}

const workflow = (dir: string, name: string) => readFileSync(join(dir, '.github/workflows', name), 'utf8');
const jobsOf = (text: string) => (parse(text) as { jobs: Record<string, Job> }).jobs;

describe('ci init github', () => {
  it('writes jobs for the stages of apikit.yaml, which actionlint accepts', async () => {
    const { dir, result } = await pipelineOf('github', { change: (text) => text + PREVIEWS });
    expect(result).toMatchObject({ code: 0 });
    expect(result.stdout.match(/\S+\.(yml|json)/g)).toEqual([
      '.github/workflows/items-api.yml',
      '.github/workflows/items-api-previews.yml',
      '.github/apikit-problems.json',
    ]);
    const main = workflow(dir, 'items-api.yml');
    const previews = workflow(dir, 'items-api-previews.yml');
    lint(main);
    lint(previews);
    expect(Object.keys(jobsOf(main))).toEqual(['check', 'deploy-dev', 'release-prod']);
    expect(jobsOf(main)['release-prod']).toMatchObject({ needs: 'deploy-dev', environment: 'prod' });
    expect(main).toContain('apikit promote --from dev --to prod --yes');
    expect(previews).toMatch(/APIKIT_STAGE: pr-\$\{\{ github\.event\.number \}\}$/m);
  });

  it('marks a problem that any command prints at its place in the file', async () => {
    const { dir } = await pipelineOf('github');
    const { problemMatcher } = JSON.parse(readFileSync(join(dir, '.github/apikit-problems.json'), 'utf8'));
    const pattern = new RegExp(problemMatcher[0].pattern[0].regexp);
    writeFileSync(join(dir, 'apikit.yaml'), 'name: items-api\nregion: eu-west-1\ncontract: openapi.yaml\nmemry: 1\n');
    const { stderr } = await apikit(['validate'], { cwd: dir });
    const [found] = stderr.split('\n').flatMap((line) => pattern.exec(line) ?? []).length
      ? [
          stderr
            .split('\n')
            .map((line) => pattern.exec(line))
            .find((match) => match !== null),
        ]
      : [];
    expect(found?.slice(2, 5)).toEqual(['apikit.yaml', '4', '1']);
    expect(found?.[5]).toContain('memry');
  });

  it('prints the commands for the roles, with the repository that git knows', async () => {
    const { dir } = await pipelineOf('github');
    renameSync(join(dir, '.git'), join(dir, 'not-git'));
    execFileSync('git', ['init', '--quiet', dir]);
    execFileSync('git', ['-C', dir, 'remote', 'add', 'origin', 'git@github.com:acme/shop.git']);
    const { stderr } = await apikit(['ci', 'init', 'github', '--force'], { cwd: dir });
    expect(stderr).toContain('→ apikit policy ci --github acme/shop --environment prod --stage prod');
  });

  it.each(['w$(touch PWN)', 'a, b: [c] #x', '-x', 'a b', 'x\ny'])(
    'refuses the folder %j, which a shell or YAML would read as more than a name',
    async (folder) => {
      const repository = tempDir();
      mkdirSync(join(repository, '.git'));
      const dir = join(repository, folder);
      renameSync(await scaffoldSmall([]), dir);
      const { code, stderr } = await apikit(['ci', 'init', 'gitlab'], { cwd: dir });
      expect(code).toBe(2);
      expect(stderr).toContain(JSON.stringify(folder));
      expect(stderr).toContain('Rename the folder');
      expect(existsSync(join(dir, '.gitlab-ci.yml'))).toBe(false);
    },
  );

  it.each(['packages/@acme/api', 'dienste/läden-1.0+2'])('names the folder %s', async (folder) => {
    const repository = tempDir();
    mkdirSync(join(repository, '.git'));
    const dir = join(repository, folder);
    mkdirSync(join(dir, '..'), { recursive: true });
    renameSync(await scaffoldSmall([]), dir);
    expect(await apikit(['ci', 'init', 'github'], { cwd: dir })).toMatchObject({ code: 0 });
    const text = workflow(repository, 'items-api.yml');
    lint(text);
    expect(parse(text)).toMatchObject({ defaults: { run: { 'working-directory': folder } } });
  });

  it('deploys a single stage without promotion, and writes no previews that nothing declares', async () => {
    const { dir, result } = await pipelineOf('github', { change: (text) => text.replace('  dev: {}\n', '') });
    expect(result.code).toBe(0);
    expect(result.stderr).toContain('declares no previews');
    const text = workflow(dir, 'items-api.yml');
    lint(text);
    expect(jobsOf(text)['release-prod']).toMatchObject({ needs: 'check' });
    expect(text).not.toContain('promote');
    expect(existsSync(join(dir, '.github/workflows/items-api-previews.yml'))).toBe(false);
  });

  it('does not promote between accounts, whose credentials no job has together', async () => {
    const { dir, result } = await pipelineOf('github', {
      change: (text) =>
        text
          .replace('  dev: {}', "  dev: { account: '111111111111' }")
          .replace('  prod: {', "  prod: { account: '222222222222',"),
    });
    expect(result.stderr).toContain('different accounts');
    const text = workflow(dir, 'items-api.yml');
    lint(text);
    expect(text).not.toContain('promote');
    expect(text.match(/apikit deploy --smoke/g)).toHaveLength(2);
  });

  it('uses the version of Python of the function', async () => {
    const { dir } = await pipelineOf('github', { init: ['--language', 'python'] });
    const text = workflow(dir, 'items-api.yml');
    lint(text);
    expect(text).toContain('python-version: "3.14"');
    expect(text).not.toContain('npm test');
  });

  it('works in the folder of the project, if the repository has several', async () => {
    const { dir } = await pipelineOf('github');
    renameSync(join(dir, '.git'), join(dir, '../.git'));
    const { stdout } = await apikit(['ci', 'init', 'github'], { cwd: dir });
    expect(stdout).toContain('.github/workflows/items-api.yml');
    const text = readFileSync(join(dir, '../.github/workflows/items-api.yml'), 'utf8');
    lint(text);
    expect(parse(text)).toMatchObject({
      defaults: { run: { 'working-directory': 'items-api' } },
      on: { pull_request: { paths: ['items-api/**'] } },
    });
  });

  it('replaces an existing file only with --force', async () => {
    const { dir } = await pipelineOf('github');
    const file = join(dir, '.github/workflows/items-api.yml');
    writeFileSync(file, 'mine\n');
    const refused = await apikit(['ci', 'init', 'github'], { cwd: dir });
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('already exist');
    expect(readFileSync(file, 'utf8')).toBe('mine\n');
    expect((await apikit(['ci', 'init', 'github', '--force'], { cwd: dir })).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('jobs:');
  });

  it.each([
    [['ci', 'init', 'jenkins'], 'cannot write a pipeline for "jenkins"'],
    [['ci', 'init', 'github', '--production', 'live'], '"live" is not a stage'],
    [['ci', 'init', 'github', '--staging', 'prod', '--production', 'prod'], 'the same stage'],
    [['ci', 'init', 'github', '--branch', 'a b'], 'got "a b"'],
  ])('refuses %j', async (argv, message) => {
    const dir = await scaffoldSmall();
    const { code, stderr } = await apikit(argv, { cwd: dir });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(existsSync(join(dir, '.github'))).toBe(false);
  });

  it('refuses a stage with an AWS profile, which no job has', async () => {
    const { result } = await pipelineOf('github', {
      change: (text) => text.replace('  prod: {', '  prod: { profile: real,'),
    });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('The stage prod has profile: real');
  });
});

describe('ci init gitlab', () => {
  it.each([
    ['TypeScript', []],
    ['Python', ['--language', 'python']],
  ])('writes jobs in %s whose stages, needs and scripts exist', async (_language, init) => {
    const { dir, result } = await pipelineOf('gitlab', { init, change: (text) => text + PREVIEWS });
    expect(result.code).toBe(0);
    const text = readFileSync(join(dir, '.gitlab-ci.yml'), 'utf8');
    const reference = { tag: '!reference', collection: 'seq' as const };
    const {
      stages,
      workflow: _workflow,
      variables: _variables,
      ...jobs
    } = parse(text, { customTags: [reference] }) as {
      stages: string[];
      workflow: unknown;
      variables: unknown;
    } & Record<string, Job>;
    expect(Object.keys(jobs)).toEqual([
      '.apikit',
      '.aws',
      'check',
      'preview',
      'remove-preview',
      'prune',
      'deploy-dev',
      'release-prod',
    ]);
    for (const [name, job] of Object.entries(jobs)) {
      if (name.startsWith('.')) continue;
      expect(stages).toContain(job.stage);
      expect(Object.keys(jobs)).toContain(job.extends);
      for (const need of job.needs ?? []) expect(Object.keys(jobs)).toContain(need);
      for (const line of job.script ?? []) execFileSync('bash', ['-n', '-c', String(line)]);
    }
    expect(text).not.toMatch(/#\?|__\w+__/);
    expect(result.stderr).toContain('→ apikit policy ci --gitlab acme/shop --branch main --stage prod');
  });
});

/** Atlassian's own schema, from github.com/atlassian/atlascode (Apache licence 2.0) as of January 2026. */
const checkBitbucket = (() => {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'bitbucket-pipelines.schema.json'), 'utf8'));
  return new Ajv({ strict: false, validateFormats: false }).compile(schema);
})();

interface BitbucketStep {
  name: string;
  script: string[];
  'after-script'?: string[];
  deployment?: string;
  oidc?: boolean;
}
interface BitbucketFile {
  image: string;
  pipelines: Record<string, Record<string, { step?: BitbucketStep }[]>>;
}

describe('ci init bitbucket', () => {
  function stepsOf(dir: string, kind: string, name: string): BitbucketStep[] {
    const text = readFileSync(join(dir, 'bitbucket-pipelines.yml'), 'utf8');
    expect(text).not.toMatch(/#\?|__\w+__/);
    const file = parse(text) as BitbucketFile;
    checkBitbucket(file);
    expect(checkBitbucket.errors).toBeNull();
    return file.pipelines[kind]![name]!.flatMap(({ step }) => step ?? []);
  }

  it.each([
    ['TypeScript', []],
    ['Python', ['--language', 'python']],
  ])("writes steps in %s that Atlassian's schema and bash accept", async (_language, init) => {
    const { dir, result } = await pipelineOf('bitbucket', { init, change: (text) => text + PREVIEWS });
    expect(result).toMatchObject({ code: 0 });
    const steps = stepsOf(dir, 'branches', 'main');
    expect(steps.map(({ name, deployment, oidc }) => [name, deployment, oidc])).toEqual([
      ['check', undefined, undefined],
      ['deploy to dev', 'dev', true],
      ['release to prod', 'prod', true],
    ]);
    const others = [
      ['pull-requests', '**'] as const,
      ['custom', 'prune'] as const,
      ['custom', 'remove-preview'] as const,
    ];
    for (const step of [...steps, ...others.flatMap(([kind, name]) => stepsOf(dir, kind, name))])
      for (const line of [...step.script, ...(step['after-script'] ?? [])]) execFileSync('bash', ['-n', '-c', line]);
    expect(stepsOf(dir, 'pull-requests', '**').map(({ name }) => name)).toEqual(['check', 'preview']);
    expect(result.stderr).toContain(
      '→ apikit policy ci --bitbucket acme@UUID/shop@UUID --environment UUID --stage prod',
    );
    expect(result.stderr).toContain("→ apikit policy ci --bitbucket acme@UUID/shop@UUID --stage 'pr-*'");
  });

  it('deploys a single stage without promotion, and has no previews that nothing declares', async () => {
    const { dir } = await pipelineOf('bitbucket', { change: (text) => text.replace('  dev: {}\n', '') });
    const steps = stepsOf(dir, 'branches', 'main');
    expect(steps.map(({ name }) => name)).toEqual(['check', 'release to prod']);
    expect(steps[1]!.script.join()).toContain('apikit deploy --smoke');
    expect(stepsOf(dir, 'pull-requests', '**').map(({ name }) => name)).toEqual(['check']);
    expect(readFileSync(join(dir, 'bitbucket-pipelines.yml'), 'utf8')).not.toContain('custom:');
  });

  it('is written to the root of the repository, and runs for changes in the folder of the project', async () => {
    const { dir } = await pipelineOf('bitbucket');
    renameSync(join(dir, '.git'), join(dir, '../.git'));
    expect((await apikit(['ci', 'init', 'bitbucket'], { cwd: dir })).stdout).toContain('bitbucket-pipelines.yml');
    for (const step of stepsOf(join(dir, '..'), 'branches', 'main'))
      expect(step).toMatchObject({ condition: { changesets: { includePaths: ['items-api/**'] } } });
  });
});

describe('ci init codepipeline', () => {
  const CONNECTION = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/0ab1c2d3';
  const FLAGS = ['--connection', CONNECTION, '--repository', 'acme/shop'];
  const hasBotocore = spawnSync('python3', ['-c', 'import botocore']).status === 0;
  const read = (dir: string, file: string) => readFileSync(join(dir, 'codepipeline', file), 'utf8');
  const json = <T>(dir: string, file: string) => JSON.parse(read(dir, file)) as T;

  it.each([
    ['TypeScript', []],
    ['Python', ['--language', 'python']],
  ])('writes builds in %s, and inputs that the models of AWS accept', async (_language, init) => {
    const { dir, result } = await pipelineOf('codepipeline', { init, flags: FLAGS });
    expect(result).toMatchObject({ code: 0 });
    expect(result.stderr).toContain('pull requests get neither checks nor previews');
    expect(result.stderr).toContain('→ sh codepipeline/create.sh');
    const builds = ['check', 'deploy-dev', 'release-prod'];
    for (const file of ['check.yml', 'deploy.yml', 'release.yml']) {
      const text = read(dir, file);
      expect(text).not.toMatch(/#\?|__\w+__/);
      const { version, phases } = parse(text) as { version: number; phases: Record<string, { commands: string[] }> };
      expect(version).toBe(0.2);
      expect(Object.keys(phases)).toEqual(['install', 'build']);
      for (const { commands } of Object.values(phases))
        for (const command of commands) execFileSync('sh', ['-n', '-c', command]);
    }
    expect(json<{ environment: { image: string } }>(dir, 'project-check.json').environment.image).toMatch(
      /^public\.ecr\.aws\/docker\/library\/(node:24|python:3\.14)$/,
    );
    if (!hasBotocore) return;
    const inputs = [
      ['codepipeline', 'CreatePipeline', join(dir, 'codepipeline/pipeline.json')],
      ...builds.map((name) => ['codebuild', 'CreateProject', join(dir, `codepipeline/project-${name}.json`)]),
    ];
    const program = join(import.meta.dirname, 'validate-inputs.py');
    expect(execFileSync('python3', [program, JSON.stringify(inputs)], { encoding: 'utf8' })).toBe('');
  });

  it('checks, deploys, waits for an approval and releases, for commits of the branch', async () => {
    const { dir } = await pipelineOf('codepipeline', { flags: [...FLAGS, '--branch', 'trunk'] });
    const { pipeline } = json<{
      pipeline: {
        artifactStore: object;
        stages: { name: string; actions: { configuration?: { ProjectName?: string } }[] }[];
        triggers: object[];
      };
    }>(dir, 'pipeline.json');
    expect(pipeline.stages.map(({ name }) => name)).toEqual([
      'source',
      'check',
      'deploy-dev',
      'approve',
      'release-prod',
    ]);
    expect(pipeline.artifactStore).toEqual({ type: 'S3', location: 'items-api-pipeline-111122223333-eu-west-1' });
    expect(pipeline.triggers).toMatchObject([{ gitConfiguration: { push: [{ branches: { includes: ['trunk'] } }] } }]);
    const projects = pipeline.stages.flatMap(({ actions }) => actions[0]!.configuration?.ProjectName ?? []);
    for (const [index, name] of ['check', 'deploy-dev', 'release-prod'].entries())
      expect(json(dir, `project-${name}.json`)).toMatchObject({
        name: projects[index],
        serviceRole: `arn:aws:iam::111122223333:role/items-api-${name}`,
      });
  });

  it('lets only one project assume each role, and lets the check reach no stage', async () => {
    const { dir } = await pipelineOf('codepipeline', { flags: FLAGS });
    const condition = (file: string) =>
      json<{ Statement: { Condition: { StringEquals: object } }[] }>(dir, file).Statement[0]!.Condition.StringEquals;
    expect(condition('trust-release-prod.json')).toEqual({
      'aws:SourceArn': 'arn:aws:codebuild:eu-west-1:111122223333:project/items-api-release-prod',
    });
    for (const name of ['pipeline', 'check', 'deploy-dev', 'release-prod']) {
      const { Statement } = json<{ Statement: { Resource: string[] }[] }>(dir, `policy-${name}.json`);
      for (const { Resource } of Statement) expect(Resource).not.toContain('*');
    }
    expect(read(dir, 'policy-check.json')).not.toMatch(/lambda|dynamodb|apigateway/);
  });

  it('creates everything with commands that name existing files, in an order that works', async () => {
    const { dir } = await pipelineOf('codepipeline', { flags: FLAGS });
    const bin = tempDir();
    const log = join(bin, 'log');
    for (const name of ['aws', 'apikit', 'sleep']) {
      writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> "${log}"\n`, { mode: 0o755 });
    }
    execFileSync('sh', ['codepipeline/create.sh'], { cwd: dir, env: { PATH: `${bin}:/usr/bin:/bin` } });
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    for (const [, file] of lines.join('\n').matchAll(/file:\/\/(codepipeline\/\S+)/g))
      expect(existsSync(join(dir, file!))).toBe(true);
    expect(lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'aws s3 mb',
      ...Array.from({ length: 4 }, () => ['aws iam create-role', 'aws iam put-role-policy']).flat(),
      ...Array.from({ length: 3 }, () => ['apikit policy deployer', 'aws iam put-role-policy']).flat(),
      'sleep 15',
      ...Array.from({ length: 3 }, () => 'aws codebuild create-project'),
      'aws codepipeline create-pipeline',
    ]);
  });

  it('starts for changes in the folder of the project, if the repository has several', async () => {
    const { dir } = await pipelineOf('codepipeline', { flags: FLAGS });
    renameSync(join(dir, '.git'), join(dir, '../.git'));
    await apikit(['ci', 'init', 'codepipeline', ...FLAGS, '--force'], { cwd: dir });
    expect(json(dir, 'pipeline.json')).toMatchObject({
      pipeline: { triggers: [{ gitConfiguration: { push: [{ filePaths: { includes: ['items-api/**'] } }] } }] },
    });
    expect(json(dir, 'project-check.json')).toMatchObject({
      source: { buildspec: 'items-api/codepipeline/check.yml' },
    });
  });

  it.each([
    [['--repository', 'acme/shop'], 'needs a connection'],
    [['--connection', CONNECTION], 'The repository of the pipeline is not given'],
    [['--connection', 'shop', '--repository', 'acme/shop'], 'is not the ARN of a connection'],
    [['--connection', CONNECTION, '--repository', 'a b'], '--repository got "a b"'],
  ])('refuses %j', async (flags, message) => {
    const { dir, result } = await pipelineOf('codepipeline', { flags });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(message);
    expect(existsSync(join(dir, 'codepipeline'))).toBe(false);
  });

  it('refuses a stage in another account, and a connection for another provider', async () => {
    const { result } = await pipelineOf('codepipeline', {
      flags: FLAGS,
      change: (text) => text.replace('  prod: {', "  prod: { account: '222222222222',"),
    });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('The stage prod is in account 222222222222');
    const other = await pipelineOf('github', { flags: ['--connection', CONNECTION] });
    expect(other.result.code).toBe(2);
    expect(other.result.stderr).toContain('--connection is for codepipeline only');
  });
});

describe('sections of a pipeline', () => {
  it('are kept or removed with what they contain', () => {
    const text = 'a\n#? one\nb\n  #? two\n  c\n  #? end\nd\n#? end\ne\n';
    expect(keepSections(text, new Set())).toBe('a\ne\n');
    expect(keepSections(text, new Set(['two']))).toBe('a\ne\n');
    expect(keepSections(text, new Set(['one']))).toBe('a\nb\nd\ne\n');
    expect(keepSections(text, new Set(['one', 'two']))).toBe('a\nb\n  c\nd\ne\n');
  });

  it('must be closed', () => {
    expect(() => keepSections('#? one\n', new Set())).toThrow('not closed');
    expect(() => keepSections('#? end\n', new Set())).toThrow('never began');
  });
});
