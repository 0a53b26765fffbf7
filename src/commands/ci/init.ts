/** `apikit ci init`: writes the pipeline that checks, deploys and promotes the project. */
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import type { Option } from '../../flags/option.ts';
import type { PipelineAnswers } from '../../templates/pipelines/answers.ts';
import type { Provider } from '../../templates/pipelines/template.ts';
import { shellWord } from '../../text/shell-word.ts';
import { SYMBOL } from '../../ui/theme.ts';
import type { PlannedPipeline } from '../parts/ci/pipeline-answers.ts';
import { repositoryAt } from '../parts/ci/repository-at.ts';
import { defineCommand } from '../parts/command.ts';

interface Answers extends PlannedPipeline {
  readonly provider: Provider;
  readonly force: boolean;
  /** The path of the repository at the provider, if git knows it: `acme/shop`. */
  readonly remote: string | undefined;
}

interface Written extends Pick<Answers, 'provider' | 'repository' | 'notes' | 'remote' | 'answers'> {
  /** Relative to the repository. */
  readonly files: string[];
}

const OPTIONS = [
  {
    flags: '--staging <stage>',
    description: 'stage that each commit of the branch is deployed to',
    completes: 'stages',
  },
  { flags: '--production <stage>', description: 'stage that the release goes to afterwards', completes: 'stages' },
  { flags: '--branch <name>', description: 'branch that is deployed (default: main)' },
  { flags: '--connection <arn>', description: 'connection of AWS to the repository (codepipeline)' },
  {
    flags: '--repository <path>',
    description: 'repository at its provider: acme/shop (codepipeline; default: the origin of git)',
  },
  { flags: '--force', description: 'replace an existing pipeline' },
] as const satisfies readonly Option[];

export const ciInit = defineCommand({
  arguments: [{ name: '<provider>', description: 'github, gitlab, bitbucket or codepipeline' }],
  options: OPTIONS,
  examples: [
    'apikit ci init github',
    'apikit ci init gitlab --staging dev --production prod',
    'apikit ci init bitbucket',
    'apikit ci init codepipeline --connection arn:aws:codeconnections:eu-west-1:111122223333:connection/0ab1c2d3 --repository acme/shop',
  ],

  async ask({ args: [name], flags }, context): Promise<Answers> {
    const [{ PROVIDERS }, { planPipeline }] = await Promise.all([
      import('../../templates/pipelines/template.ts'),
      import('../parts/ci/pipeline-answers.ts'),
    ]);
    const provider = PROVIDERS.find((known) => known === name);
    if (provider === undefined)
      throw usageError(
        `apikit cannot write a pipeline for ${JSON.stringify(name)}.`,
        `It can for ${PROVIDERS.join(', ')}. For another one, docs/pipelines.md lists the commands of each step.`,
      );
    const planned = await planPipeline(await context.project(), flags);
    const remote = await repositoryAt(provider, planned.repository);
    const { withConnection } = await import('../parts/ci/pipeline-connection.ts');
    const { answers, notes } = withConnection(provider, planned, flags, remote);
    return { provider, force: flags.force, remote, ...planned, answers, notes };
  },

  async execute({ provider, force, repository, answers, notes, remote }, { io }): Promise<Written> {
    const [{ pipelineFiles }, { takenPaths, writeProject }] = await Promise.all([
      import('../../templates/pipelines/template.ts'),
      import('../../templates/project-folder.ts'),
    ]);
    const files = await pipelineFiles(provider, answers);
    const paths = files.map(({ path }) => path);
    const taken = force ? [] : await takenPaths(repository, paths);
    if (taken.length > 0)
      throw new ApikitError(
        'FileExists',
        `${taken.join(' and ')} already exist in ${repository}. Nothing was written.`,
        {
          hint: 'Rename them, or pass --force to replace them.',
          exitCode: EXIT.usage,
        },
      );
    await writeProject(repository, files, io.signal);
    return { provider, repository, files: paths, notes, remote, answers };
  },

  render: ({ provider, files, notes, remote, answers }, theme) => ({
    data: files.map((file) => `${theme.good(SYMBOL.done)} ${file}`),
    notes: [...notes, ROLES[provider]],
    next: trustCommands(provider, answers, remote),
  }),
  json: ({ provider, repository, files, notes }) => ({ provider, repository, files, notes }),
});

const ROLES: Readonly<Record<Provider, string>> = {
  github:
    'Each environment of the repository needs the variable APIKIT_ROLE: the ARN of a role that its jobs assume. docs/pipelines.md shows every step.',
  gitlab:
    'The project needs the CI/CD variables APIKIT_STAGING_ROLE, APIKIT_PRODUCTION_ROLE and, for previews, APIKIT_PREVIEW_ROLE: the ARNs of roles that its jobs assume. docs/pipelines.md shows every step.',
  bitbucket:
    'The repository needs a deployment for each stage, with its name and the variable APIKIT_ROLE, and for previews the repository variable APIKIT_PREVIEW_ROLE: the ARNs of roles that its steps assume. Repository settings > OpenID Connect shows the UUIDs. docs/pipelines.md shows every step.',
  codepipeline:
    'Commit the files. Then create the pipeline once, with the AWS CLI and the credentials of an administrator. docs/pipelines.md shows every step.',
};

/** The commands that print the trust policies of the roles. */
function trustCommands(
  provider: Provider,
  { staging, production, preview, branch }: PipelineAnswers,
  remote: string | undefined,
): string[] {
  const path = remote ?? 'acme/shop';
  const repository = shellWord(provider === 'bitbucket' ? `${path.replace('/', '@UUID/')}@UUID` : path);
  const commands: Readonly<Record<Provider, (stage: string, environment: string) => string>> = {
    github: (stage, environment) =>
      `apikit policy ci --github ${repository} --environment ${environment} --stage ${stage}`,
    gitlab: (stage) => `apikit policy ci --gitlab ${repository} --branch ${shellWord(branch)} --stage ${stage}`,
    bitbucket: (stage, environment) =>
      environment === 'preview'
        ? `apikit policy ci --bitbucket ${repository} --stage ${stage}`
        : `apikit policy ci --bitbucket ${repository} --environment UUID --stage ${stage}`,
    codepipeline: () => 'sh codepipeline/create.sh',
  };
  if (provider === 'codepipeline') return [commands[provider]('', '')];
  const of = commands[provider];
  const stages = [staging, production].flatMap((place) => (place ? [shellWord(place.stage)] : []));
  const previews = preview && provider !== 'gitlab' ? [of(shellWord(preview.pattern), 'preview')] : [];
  return [...stages.map((stage) => of(stage, stage)), ...previews];
}
