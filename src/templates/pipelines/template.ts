/**
 * The files of `apikit ci init`. They are in `files/<provider>/`, with sections that only some projects need. Reads
 * these files and writes nothing.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../files/package-root.ts';
import { version } from '../../files/version.ts';
import { type RenderedFile, replaceTokens } from '../render.ts';
import { keepSections } from './sections.ts';

export const PROVIDERS = ['github', 'gitlab', 'bitbucket'] as const;
export type Provider = (typeof PROVIDERS)[number];

export interface PipelineStage {
  readonly stage: string;
  readonly region: string;
}

export interface PipelineAnswers {
  readonly app: string;
  /** The branch whose commits are deployed. */
  readonly branch: string;
  /** The project's folder relative to the repository, with forward slashes; empty for the repository itself. */
  readonly folder: string;
  /** Missing if the project has only one stage on AWS. */
  readonly staging?: PipelineStage;
  readonly production: PipelineStage;
  /** Whether production gets the release of staging, instead of a build of its own. */
  readonly promotes: boolean;
  /** The pattern of the previews, such as `pr-*`. */
  readonly preview?: { readonly pattern: string; readonly region: string };
  /** The version of Python of the function, such as `3.14`; without it, the project is one of Node.js. */
  readonly python?: string;
  readonly hasPackage: boolean;
  readonly hasLock: boolean;
  readonly hasRequirements: boolean;
}

/** The version of Node.js that runs apikit and the tests: the newest LTS. */
const NODE = '24';

interface Source {
  /** The file of the template, and its path in the repository. */
  readonly file: string;
  readonly path: string;
}

function sourcesOf(provider: Provider, { app, folder, preview }: PipelineAnswers): Source[] {
  if (provider === 'gitlab')
    return [{ file: '_gitlab-ci.yml', path: folder === '' ? '.gitlab-ci.yml' : `${folder}/.gitlab-ci.yml` }];
  // Bitbucket reads the file in the root only.
  if (provider === 'bitbucket') return [{ file: 'bitbucket-pipelines.yml', path: 'bitbucket-pipelines.yml' }];
  const workflows = '.github/workflows';
  return [
    { file: '_github/workflows/pipeline.yml', path: `${workflows}/${app}.yml` },
    ...(preview ? [{ file: '_github/workflows/previews.yml', path: `${workflows}/${app}-previews.yml` }] : []),
    ...(folder === '' ? [{ file: '_github/apikit-problems.json', path: '.github/apikit-problems.json' }] : []),
  ];
}

/** Returns the files with their paths relative to the repository. */
export async function pipelineFiles(provider: Provider, answers: PipelineAnswers): Promise<RenderedFile[]> {
  const folder = join(packageRoot, 'src', 'templates', 'pipelines', 'files', provider);
  const sections = sectionsOf(answers);
  const tokens = tokensOf(answers);
  return Promise.all(
    sourcesOf(provider, answers).map(async ({ file, path }) => {
      const text = await readFile(join(folder, file), 'utf8');
      return { path, contents: replaceTokens(keepSections(text, sections), tokens) };
    }),
  );
}

function sectionsOf(answers: PipelineAnswers): Set<string> {
  const { folder, staging, promotes, preview, python, hasPackage, hasLock, hasRequirements } = answers;
  const node = python === undefined;
  return new Set([
    folder === '' ? 'flat' : 'nested',
    staging ? 'staging' : 'alone',
    promotes ? 'promoted' : 'built',
    node ? 'node' : 'python',
    ...(preview ? ['previews'] : []),
    ...(hasPackage ? [hasLock ? 'locked' : 'unlocked'] : []),
    ...(hasRequirements ? ['requirements'] : []),
  ]);
}

function tokensOf({ app, branch, folder, staging, production, preview, python }: PipelineAnswers) {
  const [before = '', after = ''] = preview?.pattern.split('*') ?? [];
  return {
    app,
    branch,
    folder,
    inFolder: folder === '' ? '' : `${folder}/`,
    version: version(),
    node: NODE,
    python: python ?? '',
    staging: staging?.stage ?? '',
    stagingRegion: staging?.region ?? '',
    production: production.stage,
    productionRegion: production.region,
    before,
    after,
    previewRegion: preview?.region ?? '',
  };
}
