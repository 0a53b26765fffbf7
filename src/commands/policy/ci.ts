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
  /** Whether the subject has the numbers of the owner and the repository. */
  numbered: boolean;
}

const GITHUB: Provider = { host: 'token.actions.githubusercontent.com', audience: 'sts.amazonaws.com' };
const GITLAB: Provider = { host: 'gitlab.com', audience: 'https://gitlab.com' };

const JOB_OPTIONS = [
  {
    flags: '--github <repository>',
    description:
      'jobs of this repository on GitHub: acme/shop, or acme@1234/shop@5678 if it was created or renamed since July 2026',
  },
  { flags: '--gitlab <project>', description: 'jobs of this project on gitlab.com: acme/apis/shop' },
  { flags: '--branch <name>', description: 'only jobs of this branch; a star stands for any text' },
  { flags: '--environment <name>', description: 'only jobs of this environment (GitHub)' },
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
    return { document, provider, stage, numbered: /@\d+:/.test(subject) };
  },
  render: ({ document, provider, stage, numbered }) => ({
    document: JSON.stringify(document, null, 2).split('\n'),
    notes: [
      'Save it as trust.json. An account needs the provider only once. The role also needs the policy of a deployer.',
      ...(provider === GITHUB && !numbered
        ? [
            'The tokens of a repository that was created or renamed since July 2026 have numbers: pass acme@1234/shop@5678 for it.',
          ]
        : []),
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

/**
 * The subject of the token, which names the jobs. Throws a usage error for a subject that more than one repository
 * could have.
 */
function subjectOf({ github, gitlab, branch, environment }: FlagsOf<(typeof JOB_OPTIONS)[number]>): {
  provider: Provider;
  subject: string;
} {
  if ((github === undefined) === (gitlab === undefined))
    throw usageError(
      'The repository of the jobs is not given.',
      'Pass --github <owner>/<repository> or --gitlab <group>/<project>.',
    );
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
