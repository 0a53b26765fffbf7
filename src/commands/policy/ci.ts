/**
 * `apikit policy ci`: prints the trust policy of a role that the jobs of one repository can assume with OpenID Connect
 * (docs/aws/iam.md).
 */
import { usageError } from '../../errors.ts';
import type { Option } from '../../flags/option.ts';
import type { FlagsOf } from '../../flags/values.ts';
import { partitionOf } from '../../naming/regions.ts';
import { shellWord } from '../../text/shell-word.ts';
import { defineCommand } from '../parts/command.ts';
import { policyWanted } from '../parts/policy/policy-of-stage.ts';

interface Answers {
  account: string;
  partition: string;
  stage: string;
  provider: Provider;
  subject: string;
}

interface Provider {
  readonly host: string;
  readonly audience: string;
}

interface Trust {
  document: object;
  provider: Provider;
  stage: string;
  /** Sentences about jobs that the user may not expect. */
  notes: readonly string[];
}

const GITHUB: Provider = { host: 'token.actions.githubusercontent.com', audience: 'sts.amazonaws.com' };
const GITLAB: Provider = { host: 'gitlab.com', audience: 'https://gitlab.com' };

/** The provider of a workspace of Bitbucket, which has an issuer and an audience of its own. */
const bitbucket = (workspace: string, uuid: string): Provider => ({
  host: `api.bitbucket.org/2.0/workspaces/${workspace}/pipelines-config/identity/oidc`,
  audience: `ari:cloud:bitbucket::workspace/${uuid}`,
});

const JOB_OPTIONS = [
  {
    flags: '--github <repository>',
    description:
      'jobs of this repository on GitHub: acme/shop, or acme@1234/shop@5678 if it was created or renamed since July 2026',
  },
  { flags: '--gitlab <project>', description: 'jobs of this project on gitlab.com: acme/apis/shop' },
  {
    flags: '--bitbucket <repository>',
    description: 'steps of this repository on Bitbucket, with both UUIDs: acme@<uuid>/shop@<uuid>',
  },
  { flags: '--branch <name>', description: 'only jobs of this branch; a star stands for any text' },
  {
    flags: '--environment <name>',
    description: 'only jobs of this environment (GitHub), or steps of the one with this UUID (Bitbucket)',
  },
] as const satisfies readonly Option[];

export const policyCi = defineCommand({
  options: [
    ...JOB_OPTIONS,
    { flags: '--account <id>', description: 'account of the role (default: the account of the credentials)' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit policy ci --github acme/shop --environment production --stage prod --account 111122223333',
    'apikit policy ci --gitlab acme/apis/shop --branch main --stage prod --account 111122223333',
    'apikit policy ci --bitbucket acme@0ab1c2d3-0000-4000-8000-000000000000/shop@1ab1c2d3-0000-4000-8000-000000000000 --environment 2ab1c2d3-0000-4000-8000-000000000000 --stage prod --account 111122223333',
  ],
  async ask({ flags }, context): Promise<Answers> {
    const { provider, subject } = subjectOf(flags);
    const { account, config } = await policyWanted(flags, context);
    return { account, partition: partitionOf(config.region).id, stage: config.stage, provider, subject };
  },
  async execute({ account, partition, stage, provider, subject }): Promise<Trust> {
    const { host, audience } = provider;
    const exact = { [`${host}:aud`]: audience, ...(!subject.includes('*') && { [`${host}:sub`]: subject }) };
    const document = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${host}` },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: exact,
            ...(subject.includes('*') && { StringLike: { [`${host}:sub`]: subject } }),
          },
        },
      ],
    };
    return { document, provider, stage, notes: notesOn(provider, subject) };
  },
  render: ({ document, provider, stage, notes }) => ({
    document: JSON.stringify(document, null, 2).split('\n'),
    notes: [
      'Save it as trust.json. An account needs the provider only once. The role also needs the policy of a deployer.',
      ...notes,
    ],
    next: [
      `aws iam create-open-id-connect-provider --url https://${provider.host} --client-id-list ${provider.audience}`,
      'aws iam create-role --role-name api-deployer --assume-role-policy-document file://trust.json',
      `apikit policy deployer --stage ${shellWord(stage)} > deployer.json`,
      'aws iam put-role-policy --role-name api-deployer --policy-name deployer --policy-document file://deployer.json',
    ],
  }),
  json: ({ document }) => ({ trustPolicy: document }),
});

function notesOn(provider: Provider, subject: string): string[] {
  if (provider === GITHUB && !/@\d+:/.test(subject))
    return [
      'The tokens of a repository that was created or renamed since July 2026 have numbers: pass acme@1234/shop@5678 for it.',
    ];
  if (/^\{[^:]+\}:\*$/.test(subject))
    return [
      'Every step of the repository can assume the role, also one of a pull request. Use it for previews, and pass --environment for other stages.',
    ];
  return [];
}

/**
 * The subject of the token, which names the jobs. Throws a usage error for a subject that more than one repository
 * could have.
 */
function subjectOf(flags: FlagsOf<(typeof JOB_OPTIONS)[number]>): { provider: Provider; subject: string } {
  const { github, gitlab, branch, environment } = flags;
  if ([github, gitlab, flags.bitbucket].filter((given) => given !== undefined).length !== 1)
    throw usageError(
      'The repository of the jobs is not given.',
      'Pass one of --github <owner>/<repository>, --gitlab <group>/<project> and --bitbucket <workspace>@<uuid>/<repository>@<uuid>.',
    );
  if (flags.bitbucket !== undefined) return bitbucketSubject(flags.bitbucket, branch, environment);
  const path = github ?? gitlab ?? '';
  if (!(github === undefined ? GITLAB_PATH : GITHUB_PATH).test(path))
    throw usageError(
      `--${github === undefined ? 'gitlab' : 'github'} takes the path of one repository, but got "${path}".`,
      'It looks like acme/shop, or acme@1234/shop@5678 with both numbers. It has no address and no star, which would admit the jobs of others.',
    );
  if ((branch === undefined) === (environment === undefined))
    throw usageError(
      'The branch or environment of the jobs is not given.',
      'Pass either --branch <name> or --environment <name>.',
    );
  if (gitlab !== undefined && environment !== undefined)
    throw usageError(
      'The subject of a GitLab token has the branch of a job, but no environment.',
      'Pass --branch <name>, and protect the branch in GitLab.',
    );
  const name = branch ?? environment ?? '';
  if (!/^[\w./*@+-]+$/.test(name) || /^\*+$/.test(name) || (environment !== undefined && name.includes('*')))
    throw usageError(
      `--${branch === undefined ? 'environment' : 'branch'} got "${name}".`,
      'It takes one name. The name of a branch can have a star beside other characters: release/*.',
    );
  if (github === undefined) return { provider: GITLAB, subject: `project_path:${path}:ref_type:branch:ref:${name}` };
  const of = branch === undefined ? `environment:${name}` : `ref:refs/heads/${name}`;
  return { provider: GITHUB, subject: `repo:${path}:${of}` };
}

/** `acme/shop`, or the form with numbers in the subjects of newer repositories. */
const GITHUB_PATH = /^(?:[\w.-]+\/[\w.-]+|[\w.-]+@\d+\/[\w.-]+@\d+)$/;
/** Groups can contain groups. */
const GITLAB_PATH = /^[\w.-]+(\/[\w.-]+)+$/;

const UUID = String.raw`\{?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\}?`;
const BITBUCKET_PATH = new RegExp(`^([\\w-]+)@${UUID}/[\\w.-]+@${UUID}$`, 'i');

/** A subject is `{repository}:{environment}:{step}`, without the environment if the step has none (docs/aws/iam.md). */
function bitbucketSubject(path: string, branch: string | undefined, environment: string | undefined) {
  const [, workspace, workspaceId, repositoryId] = BITBUCKET_PATH.exec(path) ?? [];
  if (workspace === undefined || workspaceId === undefined || repositoryId === undefined)
    throw usageError(
      `--bitbucket takes the path of one repository with both UUIDs, but got "${path}".`,
      'It looks like acme@<uuid of the workspace>/shop@<uuid of the repository>. Repository settings > OpenID Connect in Bitbucket shows both.',
    );
  if (branch !== undefined)
    throw usageError(
      'The subject of a Bitbucket token has the environment of a step, but no branch.',
      'Pass --environment <uuid>, and allow only the branch to deploy to that environment in Bitbucket.',
    );
  const [, environmentId] = environment === undefined ? [] : (new RegExp(`^${UUID}$`, 'i').exec(environment) ?? []);
  if (environment !== undefined && environmentId === undefined)
    throw usageError(
      `--environment got "${environment}", but the subject of a Bitbucket token has the UUID of the environment.`,
      'Repository settings > OpenID Connect in Bitbucket shows the UUIDs of the environments.',
    );
  const places = [repositoryId, ...(environmentId === undefined ? [] : [environmentId])];
  const subject = `${places.map((id) => `{${id.toLowerCase()}}`).join(':')}:*`;
  return { provider: bitbucket(workspace, workspaceId.toLowerCase()), subject };
}
