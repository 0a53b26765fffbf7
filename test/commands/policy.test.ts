/** The output of `apikit policy`, and what it refuses. `policy/life.test.ts` tests what the policies allow. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PolicyDocument } from '../../src/aws/iam/rights-policy.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { apikit } from '../helpers/cli.ts';
import { type Project, scaffoldSmall, startSmallProject } from '../helpers/project.ts';
import { shellWords } from '../helpers/typed-commands.ts';

const ACCOUNT = '111122223333';
const WORKSPACE = '0ab1c2d3-0000-4000-8000-000000000000';
const REPOSITORY = '1ab1c2d3-0000-4000-8000-000000000000';
const ENVIRONMENT = '2ab1c2d3-0000-4000-8000-000000000000';
const BITBUCKET = `acme@${WORKSPACE}/shop@{${REPOSITORY}}`;
const OF_PROD = ['--stage', 'prod', '--account', ACCOUNT];

let dir: string;
const run = (argv: string[]) => apikit(['policy', ...argv], { cwd: dir });

beforeAll(async () => {
  dir = await scaffoldSmall(['--stages', 'dev,prod']);
});

const documents = async (argv: string[]) =>
  (await run([...argv, '--json'])).json<{ documents: PolicyDocument[] }>().documents;
const arns = (policies: readonly PolicyDocument[]) =>
  policies.flatMap(({ Statement }) => Statement.flatMap(({ Resource }) => Resource));

describe('policy deployer', () => {
  it('prints each part as a file for IAM, and makes no call if the account is known', async () => {
    const all = await documents(['deployer', ...OF_PROD]);
    const parts = await Promise.all(
      all.map(async (_, index) => (await run(['deployer', ...OF_PROD, '--part', String(index + 1)])).stdout),
    );
    expect(parts.map((text) => JSON.parse(text))).toEqual(all);
  });

  it('says how to attach a policy that is longer than a managed policy, and prints all of it', async () => {
    const config = join(dir, 'apikit.yaml');
    const before = readFileSync(config, 'utf8');
    writeFileSync(config, `${before}\nuserPools: { main: {} }\nalarms: { notify: [ops@example.com] }\n`);
    const { code, stdout, stderr } = await run(['deployer', ...OF_PROD]);
    const parts = await documents(['deployer', ...OF_PROD]);
    writeFileSync(config, before);
    expect(code).toBe(0);
    expect(parts.length).toBe(2);
    expect((JSON.parse(stdout) as PolicyDocument).Statement).toEqual(parts.flatMap(({ Statement }) => Statement));
    expect(stderr).toMatch(
      /longer than the 6,144 characters of a managed policy\. .*`apikit policy deployer --stage prod --part 2`/,
    );
  });

  it('is for one stage, and names nothing of another', async () => {
    const ofStage = arns(await documents(['deployer', ...OF_PROD])).filter((arn) => arn.includes('items-api'));
    expect(ofStage.length).toBeGreaterThan(5);
    for (const arn of ofStage) expect(arn).toMatch(/items-api[-/]prod/);
  });

  it('is for all stages that match a pattern', async () => {
    const config = join(dir, 'apikit.yaml');
    const before = readFileSync(config, 'utf8');
    writeFileSync(config, before.replace(/^stages:\n/m, 'stages:\n  pr-*: { expires: 3d }\n'));
    const policies = await documents(['deployer', '--stage', 'pr-*', '--account', ACCOUNT]);
    writeFileSync(config, before);
    expect(arns(policies)).toContain(`arn:aws:lambda:us-east-1:${ACCOUNT}:function:items-api-pr-*`);
    const conditions = policies.flatMap(({ Statement }) => Statement.map(({ Condition }) => Condition));
    expect(conditions).toContainEqual({
      StringLike: { 'aws:ResourceTag/apikit:app': 'items-api', 'aws:ResourceTag/apikit:stage': 'pr-*' },
    });
  });

  it.each([
    [['--account', '12'], /--account takes the twelve digits of an account, but got "12"/],
    [['--part', '0'], /--part takes the number of a part, 1 or more, but got "0"/],
    [['--part', '9'], /The policy has \d parts, but --part asks for part 9/],
    [['--boundary', 'limits'], /--boundary takes the ARN of a managed policy, but got "limits"/],
  ])('rejects %j', async (flags, message) => {
    const { code, stdout, stderr } = await run(['deployer', ...OF_PROD, ...flags]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('policy ci', () => {
  const trust = async (...flags: string[]) => {
    const { trustPolicy } = (await run(['ci', ...OF_PROD, ...flags, '--json'])).json<{
      trustPolicy: { Statement: { Principal: object; Condition: Record<string, Record<string, string>> }[] };
    }>();
    return trustPolicy.Statement[0]!;
  };

  it.each([
    [['--github', 'acme/shop', '--branch', 'main'], 'StringEquals', 'repo:acme/shop:ref:refs/heads/main'],
    [['--github', 'acme/shop', '--environment', 'live'], 'StringEquals', 'repo:acme/shop:environment:live'],
    [
      ['--github', 'acme@1234/shop@5678', '--environment', 'live'],
      'StringEquals',
      'repo:acme@1234/shop@5678:environment:live',
    ],
    [['--github', 'acme/shop', '--branch', 'release/*'], 'StringLike', 'repo:acme/shop:ref:refs/heads/release/*'],
  ])('%j', async (flags, operator, subject) => {
    const { Principal, Condition } = await trust(...flags);
    expect(Principal).toEqual({
      Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
    });
    expect(Condition.StringEquals).toMatchObject({ 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' });
    expect(Condition[operator]).toMatchObject({ 'token.actions.githubusercontent.com:sub': subject });
  });

  it.each([
    [['--environment', ENVIRONMENT], `{${REPOSITORY}}:{${ENVIRONMENT}}:*`],
    [['--environment', `{${ENVIRONMENT.toUpperCase()}}`], `{${REPOSITORY}}:{${ENVIRONMENT}}:*`],
    [[], `{${REPOSITORY}}:*`],
  ])('supports Bitbucket with %j', async (flags, subject) => {
    const host = 'api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc';
    expect(await trust('--bitbucket', BITBUCKET, ...flags)).toMatchObject({
      Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${host}` },
      Condition: {
        StringEquals: { [`${host}:aud`]: `ari:cloud:bitbucket::workspace/${WORKSPACE}` },
        StringLike: { [`${host}:sub`]: subject },
      },
    });
  });

  it('supports GitLab with nested groups', async () => {
    expect((await trust('--gitlab', 'acme/apis/shop', '--branch', 'main')).Condition).toEqual({
      StringEquals: {
        'gitlab.com:aud': 'https://gitlab.com',
        'gitlab.com:sub': 'project_path:acme/apis/shop:ref_type:branch:ref:main',
      },
    });
  });

  it.each([
    [[], /The repository of the jobs is not given/],
    [['--github', 'acme/*', '--branch', 'main'], /--github takes the path of one repository, but got "acme\/\*"/],
    [['--github', 'acme@1234/shop', '--branch', 'main'], /got "acme@1234\/shop"/],
    [['--github', 'acme/shop'], /The branch or environment of the jobs is not given/],
    [['--github', 'acme/shop', '--branch', '*'], /--branch got "\*"/],
    [['--github', 'acme/shop', '--environment', 'l*'], /--environment got "l\*"/],
    [['--bitbucket', 'acme/shop'], /both UUIDs, but got "acme\/shop"/],
    [['--bitbucket', `acme@${WORKSPACE}/*@${REPOSITORY}`], /both UUIDs/],
    [['--bitbucket', BITBUCKET, '--branch', 'main'], /has the environment of a step, but no branch/],
    [['--bitbucket', BITBUCKET, '--environment', 'prod'], /got "prod", but the subject/],
    [
      ['--bitbucket', BITBUCKET, '--github', 'acme/shop', '--branch', 'main'],
      /The repository of the jobs is not given/,
    ],
    [['--gitlab', 'acme/shop', '--environment', 'live'], /The subject of a GitLab token has the branch/],
  ])('rejects %j', async (flags, message) => {
    const { code, stderr } = await run(['ci', ...OF_PROD, ...flags]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('the examples', () => {
  it('in docs/policy.md and in the help work as written', async () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/policy.md'), 'utf8');
    const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.split('\n'));
    const ofPage = blocks.filter((line) => line.startsWith('apikit policy '));
    const commands = COMMANDS.filter(({ path }) => path.startsWith('policy ') && path !== 'policy runtime');
    const ofHelp = await Promise.all(commands.map(async ({ load }) => (await load()).examples ?? []));
    const lines = [...ofPage, ...ofHelp.flat()].filter((line) => line.includes('--account') || line.includes('local'));
    expect(lines.length).toBeGreaterThanOrEqual(8);
    for (const line of lines) {
      const { code, stderr } = await run(shellWords(line).slice(2));
      expect({ line, code, stderr: code === 0 ? '' : stderr }).toEqual({ line, code: 0, stderr: '' });
    }
  });
});

describe('policy runtime', () => {
  let project: Project;
  beforeAll(async () => {
    project = await startSmallProject();
  });
  afterAll(() => project.close());

  it('says that the stage is not deployed', async () => {
    const { code, stderr } = await project.apikit(['policy', 'runtime', '--stage', 'dev']);
    expect(code).toBe(1);
    expect(stderr).toContain('items-api/dev is not deployed in us-east-1.');
  });

  it("shows the policy of the function's role", async () => {
    await project.json(['deploy', '--stage', 'dev', '--yes']);
    const { stdout } = await project.apikit(['policy', 'runtime', '--stage', 'dev']);
    expect(stdout).toMatch(
      /^items-api-dev\nrole +arn:aws:iam::000000000000:role\/items-api-dev-us-east-1\nboundary +none\n/,
    );
    expect(stdout).toMatch(
      /allows logs:CreateLogStream logs:PutLogEvents\n +on arn:aws:logs:us-east-1:0{12}:log-group:\/aws\/lambda\/items-api-dev:\*/,
    );
  });
});
