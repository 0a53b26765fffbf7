/**
 * The files of `apikit ci init`. They are in `files/<provider>/`, with sections that only some projects need. Reads
 * these files and writes nothing.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../files/package-root.ts';
import { version } from '../../files/version.ts';
import { type RenderedFile, replaceTokens } from '../render.ts';
import type { PipelineAnswers } from './answers.ts';
import { bucketOf, buildsOf, codepipelineFiles } from './codepipeline.ts';
import { keepSections } from './sections.ts';

export const PROVIDERS = ['github', 'gitlab', 'bitbucket', 'codepipeline'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** The version of Node.js that runs apikit and the tests: the newest LTS. */
const NODE = '24';

interface Source {
  /** The file of the template, and its path in the repository. */
  readonly file: string;
  readonly path: string;
}

function sourcesOf(provider: Provider, { app, folder, preview, staging }: PipelineAnswers): Source[] {
  if (provider === 'gitlab')
    return [{ file: '_gitlab-ci.yml', path: folder === '' ? '.gitlab-ci.yml' : `${folder}/.gitlab-ci.yml` }];
  // Bitbucket reads the file in the root only.
  if (provider === 'bitbucket') return [{ file: 'bitbucket-pipelines.yml', path: 'bitbucket-pipelines.yml' }];
  if (provider === 'codepipeline') {
    const inFolder = folder === '' ? '' : `${folder}/`;
    const files = ['check.yml', ...(staging ? ['deploy.yml'] : []), 'release.yml', 'create.sh'];
    return files.map((file) => ({ file, path: `${inFolder}codepipeline/${file}` }));
  }
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
  const rendered = await Promise.all(
    sourcesOf(provider, answers).map(async ({ file, path }) => {
      const text = await readFile(join(folder, file), 'utf8');
      return { path, contents: replaceTokens(keepSections(text, sections), tokens) };
    }),
  );
  if (provider !== 'codepipeline' || answers.connection === undefined) return rendered;
  const documents = codepipelineFiles(answers, answers.connection).map(({ path, contents }) => ({
    path: `${tokens.inFolder}codepipeline/${path}`,
    contents: replaceTokens(contents, tokens),
  }));
  return [...rendered, ...documents];
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

function tokensOf(answers: PipelineAnswers) {
  const { app, branch, folder, staging, production, preview, python, connection } = answers;
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
    pipelineRegion: connection?.region ?? '',
    account: connection?.account ?? '',
    bucket: connection ? bucketOf(app, connection) : '',
    builds: buildsOf(answers)
      .map(({ name }) => name)
      .join(' '),
    projects: ['pipeline', ...buildsOf(answers).map(({ name }) => name)].join(' '),
  };
}
