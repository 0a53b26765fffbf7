/**
 * The commands of a generated pipeline, run in their order as the platform would, against the embedded cloud. GitHub's
 * actions (`uses:`) are left out: the files, Node.js and the credentials are there already.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../../src/files/package-root.ts';
import { tempDir } from '../../helpers/cli.ts';
import { type Project, startProject } from '../../helpers/project.ts';

interface Step {
  name?: string;
  run?: string;
  if?: string;
  env?: Record<string, string>;
  'continue-on-error'?: boolean;
}
interface Job {
  env?: Record<string, string>;
  steps: Step[];
}
interface Served {
  url: string;
  release: string;
  released: { promoted: { stage: string; release: string } | null };
}
interface Ran {
  readonly failed: boolean;
  /** All that the commands printed. */
  readonly output: string;
}

/** Returns a folder for PATH in which `apikit` is this build, and nothing is installed. */
function programs(): string {
  const folder = tempDir();
  const script = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  script('apikit', `exec "${process.execPath}" "${join(packageRoot, 'dist/bin.js')}" "$@"`);
  script(
    'npm',
    `case "$1" in install|ci) exit 0 ;; *) exec "${process.execPath}" "$(command -v -p npm || echo npm)" "$@" ;; esac`,
  );
  return folder;
}

function shell(run: string, cwd: string, env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], { cwd, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Runs the steps of a job. After a failure, GitHub runs only the steps for it, and those that always run. */
async function runJob(project: Project, name: string, number = 7): Promise<Ran> {
  const [file, id] = name.split('/') as [string, string];
  const expressions: Record<string, string> = { 'github.event.number': String(number) };
  const filled = (text: string) =>
    text.replace(/\$\{\{ (.*?) \}\}/g, (_whole, inner: string) => expressions[inner] ?? "''");
  const text = readFileSync(join(project.dir, '.github/workflows', `${file}.yml`), 'utf8');
  const workflow = parse(filled(text)) as { env: Record<string, string>; jobs: Record<string, Job> };
  const job = workflow.jobs[id]!;
  const env = {
    ...process.env,
    PATH: `${programs()}:${process.env.PATH}`,
    AWS_ENDPOINT_URL: project.cloud.endpoint,
    GITHUB_STEP_SUMMARY: join(project.dir, 'summary.md'),
    CI: 'true',
    ...workflow.env,
    ...job.env,
  };
  let failed = false;
  let output = '';
  for (const step of job.steps) {
    const wanted = step.if === 'always()' || (step.if === 'failure()' ? failed : !failed);
    if (step.run === undefined || !wanted || step.run.startsWith('gh ')) continue;
    const ran = await shell(step.run, project.dir, { ...env, ...step.env });
    output += `--- ${step.name ?? step.run}\n${ran.output}`;
    if (ran.code !== 0 && step['continue-on-error'] !== true) failed = true;
  }
  return { failed, output };
}

interface BitbucketStep {
  name: string;
  script: string[];
  'after-script'?: string[];
}

/** Runs a step as Bitbucket does: its script in one shell until a command fails, and then `after-script` in another. */
async function runStep(
  project: Project,
  { script, ...step }: BitbucketStep,
  variables: NodeJS.ProcessEnv,
): Promise<Ran> {
  const env = {
    ...process.env,
    PATH: `${programs()}:${process.env.PATH}`,
    AWS_ENDPOINT_URL: project.cloud.endpoint,
    BITBUCKET_STEP_OIDC_TOKEN: 'token',
    CI: 'true',
    ...variables,
  };
  const { code, output } = await shell(script.join('\n'), project.dir, env);
  const after = await shell((step['after-script'] ?? []).join('\n'), project.dir, {
    ...env,
    BITBUCKET_EXIT_CODE: String(code),
  });
  return { failed: code !== 0, output: output + after.output };
}

describe('the pipeline of ci init bitbucket', () => {
  let project: Project;
  afterEach(() => project.close());

  async function stepsOf(kind: string, name: string): Promise<BitbucketStep[]> {
    project = await startProject();
    project.edit('apikit.yaml', (text) => `${text}  pr-*: { extends: dev, expires: 3d }\n`);
    mkdirSync(join(project.dir, '.git'));
    expect((await project.apikit(['ci', 'init', 'bitbucket'])).code).toBe(0);
    return stepsIn(kind, name);
  }

  function stepsIn(kind: string, name: string): BitbucketStep[] {
    const { pipelines } = parse(project.read('bitbucket-pipelines.yml')) as {
      pipelines: Record<string, Record<string, { step?: BitbucketStep }[]>>;
    };
    return pipelines[kind]![name]!.flatMap(({ step }) => step ?? []);
  }

  it('checks, deploys to the first stage and promotes the same release to the second', async () => {
    for (const step of await stepsOf('branches', 'main')) {
      const { failed, output } = await runStep(project, step, {});
      expect(failed, output).toBe(false);
    }
    expect(project.read('test-results/apikit.xml')).toContain('<testsuite');
    const [dev, prod] = await Promise.all(
      ['dev', 'prod'].map((stage) => project.json<Served>(['status', '--stage', stage])),
    );
    expect(prod!.released.promoted).toEqual({ stage: 'dev', release: dev!.release });
    expect((await fetch(`${prod!.url}/health`)).status).toBe(200);
  });

  it('makes the stage of a pull request, says what it costs, and removes it', async () => {
    const [, preview] = await stepsOf('pull-requests', '**');
    const { failed, output } = await runStep(project, preview!, { BITBUCKET_PR_ID: '7' });
    expect(failed, output).toBe(false);
    expect(output).toMatch(/\$\d/);
    expect((await project.json<{ url: string | null }>(['status', '--stage', 'pr-7'])).url).not.toBeNull();
    const [remove] = stepsIn('custom', 'remove-preview');
    expect(await runStep(project, remove!, { PULL_REQUEST: '7' })).toMatchObject({ failed: false });
    expect((await project.json<{ url: string | null }>(['status', '--stage', 'pr-7'])).url).toBeNull();
    const [prune] = stepsIn('custom', 'prune');
    expect(await runStep(project, prune!, {})).toMatchObject({ failed: false });
  });

  it('stops at a failed test, and keeps the lines of the failed requests', async () => {
    const [check] = await stepsOf('branches', 'main');
    plantFailure(project);
    const { failed, output } = await runStep(project, check!, {});
    expect(failed, output).toBe(true);
    expect(project.read('apikit-logs.txt')).toMatch(/\/local\/health {2}500 .*Error: planted/s);
  });
});

describe('the builds of ci init codepipeline', () => {
  let project: Project;
  afterEach(() => project.close());

  async function withBuilds(): Promise<void> {
    project = await startProject();
    mkdirSync(join(project.dir, '.git'));
    const connection = 'arn:aws:codeconnections:us-east-1:000000000000:connection/0ab1c2d3';
    const flags = ['--connection', connection, '--repository', 'acme/shop'];
    expect((await project.apikit(['ci', 'init', 'codepipeline', ...flags])).code).toBe(0);
  }

  /** Runs the phases as CodeBuild does: in one shell, until a command fails, and `finally` in any case. */
  async function runBuild(name: string): Promise<Ran> {
    const { env, phases } = parse(project.read(`codepipeline/${name}.yml`)) as {
      env?: { variables: Record<string, string> };
      phases: Record<string, { commands: string[]; finally?: string[] }>;
    };
    const commands = Object.values(phases).flatMap((phase) => phase.commands);
    const last = Object.values(phases).flatMap((phase) => phase.finally ?? []);
    const given = {
      ...process.env,
      PATH: `${programs()}:${process.env.PATH}`,
      AWS_ENDPOINT_URL: project.cloud.endpoint,
      ...env?.variables,
    };
    const { code, output } = await shell(commands.join('\n'), project.dir, given);
    const after = await shell(last.join('\n'), project.dir, given);
    return { failed: code !== 0 || after.code !== 0, output: output + after.output };
  }

  it('check, deploy to the first stage and promote the same release to the second', async () => {
    await withBuilds();
    for (const name of ['check', 'deploy', 'release']) {
      const { failed, output } = await runBuild(name);
      expect(failed, output).toBe(false);
    }
    expect(project.read('apikit-test.xml')).toContain('<testsuite');
    const [dev, prod] = await Promise.all(
      ['dev', 'prod'].map((stage) => project.json<Served>(['status', '--stage', stage])),
    );
    expect(prod!.released.promoted).toEqual({ stage: 'dev', release: dev!.release });
  });

  it('stop at a failed test, and print the lines of the failed requests', async () => {
    await withBuilds();
    plantFailure(project);
    const { failed, output } = await runBuild('check');
    expect(failed).toBe(true);
    expect(output).toMatch(/\/local\/health {2}500 .*Error: planted/s);
  });
});

/** The handler fails, and only the contract tests notice. */
function plantFailure(project: Project): void {
  project.edit(
    'src/operations/getHealth.ts',
    () => "export const getHealth = () => { throw new Error('planted'); };\n",
  );
  project.edit('package.json', (text) => text.replace('"vitest run"', '"true"').replace('"tsc --noEmit"', '"true"'));
}

describe('the workflow of ci init github', () => {
  let project: Project;
  afterEach(() => project.close());

  async function withPipeline(): Promise<void> {
    project = await startProject();
    project.edit('apikit.yaml', (text) => `${text}  pr-*: { extends: dev, expires: 3d }\n`);
    mkdirSync(join(project.dir, '.git'));
    expect((await project.apikit(['ci', 'init', 'github'])).code).toBe(0);
  }

  it('checks, deploys to the first stage and promotes the same release to the second', async () => {
    await withPipeline();
    for (const job of ['items-api/check', 'items-api/deploy-dev', 'items-api/release-prod']) {
      const { failed, output } = await runJob(project, job);
      expect(failed, output).toBe(false);
    }
    expect(project.read('apikit-test.xml')).toContain('<testsuite');
    expect(project.read('summary.md')).toContain('### `items-api/dev` is deployed');
    const [dev, prod] = await Promise.all(
      ['dev', 'prod'].map((stage) => project.json<Served>(['status', '--stage', stage])),
    );
    expect(prod!.released.promoted).toEqual({ stage: 'dev', release: dev!.release });
    expect((await fetch(`${prod!.url}/health`)).status).toBe(200);
  });

  it('makes the stage of a pull request, says what it costs, and removes it', async () => {
    await withPipeline();
    expect(await runJob(project, 'items-api-previews/deploy')).toMatchObject({ failed: false });
    const comment = project.read('apikit-comment.md');
    expect(comment).toContain('### `items-api/pr-7` is deployed');
    expect(comment).toMatch(/<summary>Cost<\/summary>.*\$.*<\/details>/s);
    expect(await runJob(project, 'items-api-previews/remove')).toMatchObject({ failed: false });
    expect((await project.json<{ url: string | null }>(['status', '--stage', 'pr-7'])).url).toBeNull();
    expect(await runJob(project, 'items-api-previews/prune')).toMatchObject({ failed: false });
  });

  it('stops at a failed test, and keeps the lines of the failed requests', async () => {
    await withPipeline();
    plantFailure(project);
    const { failed, output } = await runJob(project, 'items-api/check');
    expect(failed, output).toBe(true);
    expect(project.read('apikit-logs.txt')).toMatch(/\/local\/health {2}500 .*Error: planted/s);
  });
});
