/** Finds the stages, the previews and the language of a project, for its pipeline. */
import { realpath } from 'node:fs/promises';
import { relative } from 'node:path';
import { LOCAL_STAGE, type ProjectConfig, type StageConfig } from '../../../config/config.ts';
import { exampleOf } from '../../../config/stage-patterns.ts';
import { type ApikitError, usageError } from '../../../errors.ts';
import { repositoryOf } from '../../../files/repository.ts';
import type { PipelineAnswers } from '../../../templates/pipelines/answers.ts';
import { takenPaths } from '../../../templates/project-folder.ts';

export interface PipelineFlags {
  readonly staging: string | undefined;
  readonly production: string | undefined;
  readonly branch: string | undefined;
}

export interface PlannedPipeline {
  /** The absolute path of the repository. */
  readonly repository: string;
  readonly answers: PipelineAnswers;
  /** Sentences about what the user may not expect. */
  readonly notes: readonly string[];
}

/** A folder that shells and YAML read as it is. A clone's folders have names that a stranger chose. */
const PLAIN_FOLDER = /^(?:[\p{L}\p{N}_][\p{L}\p{N}_.+-]*(?:\/[\p{L}\p{N}_@][\p{L}\p{N}_@.+-]*)*)?$/u;

/** Throws a usage error if a stage cannot be deployed by a pipeline, or the folder cannot be named in one. */
export async function planPipeline(project: ProjectConfig, flags: PipelineFlags): Promise<PlannedPipeline> {
  const { branch = 'main' } = flags;
  if (!/^\w[\w./-]*$/.test(branch)) throw usageError(`--branch got "${branch}".`, 'It takes one name: main.');
  const { staging, production } = stagesOf(project, flags);
  const [pattern] = project.patterns;
  const preview = pattern === undefined ? undefined : project.stage(exampleOf(pattern));
  for (const stage of [staging, production, preview])
    if (stage?.profile !== undefined) throw hasProfile(stage, pattern);

  const root = await realpath(project.root);
  const repository = (await repositoryOf(root)) ?? root;
  const folder = relative(repository, root).replaceAll('\\', '/');
  if (!PLAIN_FOLDER.test(folder)) throw notPlain(folder);
  const there = await takenPaths(root, ['package.json', 'package-lock.json', 'requirements.txt']);
  const [, python] = /^python(.+)$/.exec(production.function.runtime) ?? [];
  const promotes = staging !== undefined && staging.account === production.account;
  const place = ({ stage, region, account }: StageConfig) => ({
    stage,
    region,
    ...(account !== undefined && { account }),
  });
  return {
    repository,
    answers: {
      app: project.name,
      branch,
      folder,
      ...(staging && { staging: place(staging) }),
      production: place(production),
      promotes,
      ...(preview && pattern !== undefined && { preview: { pattern, region: preview.region } }),
      ...(python !== undefined && { python }),
      hasPackage: there.includes('package.json'),
      hasLock: there.includes('package-lock.json'),
      hasRequirements: python !== undefined && there.includes('requirements.txt'),
    },
    notes: [
      ...(staging && !promotes
        ? [
            `${staging.stage} and ${production.stage} are in different accounts, and a job has the credentials of one: ${production.stage} is deployed from the same commit, and not promoted.`,
          ]
        : []),
      ...(pattern === undefined ? ['apikit.yaml declares no previews (pr-*), so pull requests get no stage.'] : []),
    ],
  };
}

/** The stage before the last one, and the last one. Protected stages come last. */
function stagesOf(
  project: ProjectConfig,
  flags: PipelineFlags,
): { staging: StageConfig | undefined; production: StageConfig } {
  const declared = project.stages.filter((name) => name !== LOCAL_STAGE).map((name) => project.stage(name));
  const ordered = [...declared.filter((stage) => !stage.protected), ...declared.filter((stage) => stage.protected)];
  const named = (flag: string, name: string): StageConfig => {
    if (name === LOCAL_STAGE || !project.stages.includes(name))
      throw usageError(
        `--${flag} ${JSON.stringify(name)} is not a stage of apikit.yaml.`,
        `Its stages are ${declared.map(({ stage }) => stage).join(', ') || '(none but local)'}.`,
      );
    return project.stage(name);
  };
  const production = flags.production === undefined ? ordered.at(-1) : named('production', flags.production);
  if (production === undefined)
    throw usageError('apikit.yaml declares no stage on AWS.', 'Add one under stages, as in prod: { protected: true }.');
  const others = ordered.filter(({ stage }) => stage !== production.stage);
  const staging = flags.staging === undefined ? others.at(-1) : named('staging', flags.staging);
  if (staging?.stage === production.stage)
    throw usageError(`--staging and --production are the same stage: ${production.stage}.`, 'Name two stages.');
  return { staging, production };
}

function hasProfile({ stage, profile, preview }: StageConfig, pattern: string | undefined): ApikitError {
  const section = preview ? pattern : stage;
  return usageError(
    `The stage ${section} has profile: ${profile}, and a job of a pipeline has no AWS profiles.`,
    'Remove it from apikit.yaml and pass --profile, or set AWS_PROFILE, on your own machine.',
  );
}

function notPlain(folder: string): ApikitError {
  return usageError(
    `The project is in the folder ${JSON.stringify(folder)} of the repository, and a pipeline cannot name it safely.`,
    'Rename the folder: each part begins with a letter, a digit or _, and has only these, dots, hyphens, + and @.',
  );
}
