/** `apikit policy ci`: the trust policy of a role that the jobs of one repository may take on, by OpenID Connect (docs/aws/iam.md). */
import type { Flags } from '../../context.ts';
import { usageError } from '../../errors.ts';
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
  /** The subject has the numbers of owner and repository. */
  numbered: boolean;
}

const GITHUB: Provider = { host: 'token.actions.githubusercontent.com', audience: 'sts.amazonaws.com' };
const GITLAB: Provider = { host: 'gitlab.com', audience: 'https://gitlab.com' };

export const policyCi = defineCommand<Answers, Trust>({
  options: [
    {
      flags: '--github <repository>',
      description:
        'jobs of this repository at GitHub: acme/shop, or acme@1234/shop@5678 if it was made or renamed since July 2026',
    },
    { flags: '--gitlab <project>', description: 'jobs of this project at gitlab.com: acme/apis/shop' },
    { flags: '--branch <name>', description: 'of this branch alone; a star stands for any text' },
    { flags: '--environment <name>', description: 'of this environment alone (GitHub)' },
    { flags: '--account <id>', description: 'the account of the role (default: that of the credentials)' },
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'apikit policy ci --github acme/shop --environment production --stage prod --account 111122223333',
    'apikit policy ci --gitlab acme/apis/shop --branch main --stage prod --account 111122223333',
  ],
  async ask({ flags }, context) {
    const { provider, subject } = subjectOf(flags);
    const { account, config } = await policyWanted(flags, context);
    return { account, partition: partitionOf(config.region).id, stage: config.stage, provider, subject };
  },
  async execute({ account, partition, stage, provider, subject }) {
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
      'Save it as trust.json. An account needs the provider once; the role gets the policy of a deployer as well.',
      ...(provider === GITHUB && !numbered
        ? [
            'A repository that was made or renamed since July 2026 has numbers in its tokens: pass acme@1234/shop@5678 for it.',
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

/** Whose jobs: as the token's subject says it. Throws a usage error for what would let in more than one repository's. */
function subjectOf({ github, gitlab, branch, environment }: Flags): { provider: Provider; subject: string } {
  if ((github === undefined) === (gitlab === undefined))
    throw usageError(
      'Whose jobs it is for is not clear.',
      'Pass --github <owner>/<repository> or --gitlab <group>/<project>.',
    );
  const path = String(github ?? gitlab);
  if (!(github === undefined ? GITLAB_PATH : GITHUB_PATH).test(path))
    throw usageError(
      `--${github === undefined ? 'gitlab' : 'github'} takes the path of one repository, and got "${path}".`,
      'It looks like acme/shop, or acme@1234/shop@5678 with the numbers of both: without an address, and without a star, which would let in the jobs of others.',
    );
  if ((branch === undefined) === (environment === undefined))
    throw usageError(
      'Which of its jobs it is for is not clear.',
      'Pass --branch <name> or --environment <name>, and not both.',
    );
  if (gitlab !== undefined && environment !== undefined)
    throw usageError(
      'The subject of GitLab names the branch of a job, and no environment.',
      'Pass --branch <name>, and protect the branch in GitLab.',
    );
  const name = String(branch ?? environment);
  if (!/^[\w./*@+-]+$/.test(name) || /^\*+$/.test(name) || (environment !== undefined && name.includes('*')))
    throw usageError(
      `--${branch === undefined ? 'environment' : 'branch'} got "${name}".`,
      'It takes one name; that of a branch may have a star beside other characters: release/*.',
    );
  if (github === undefined) return { provider: GITLAB, subject: `project_path:${path}:ref_type:branch:ref:${name}` };
  const of = branch === undefined ? `environment:${name}` : `ref:refs/heads/${name}`;
  return { provider: GITHUB, subject: `repo:${path}:${of}` };
}

/** `acme/shop`, or with the numbers that the subject of newer repositories has. */
const GITHUB_PATH = /^(?:[\w.-]+\/[\w.-]+|[\w.-]+@\d+\/[\w.-]+@\d+)$/;
/** Groups may have groups. */
const GITLAB_PATH = /^[\w.-]+(\/[\w.-]+)+$/;
