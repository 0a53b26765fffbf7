/** A project that is known only by its name, for users who have credentials but no sources. */
import { usageError } from '../errors.ts';
import { LOCAL_STAGE, type ProjectConfig, type StageConfig } from './config.ts';
import { resolveStage } from './resolve.ts';
import { APP_NAME, STAGE_NAME } from './schema.ts';

export interface NamedProject {
  readonly name: string;
  readonly root: string;
  /** `undefined` if neither a flag nor the environment names a region. */
  readonly region: string | undefined;
}

/** Its stages have the defaults of apikit.yaml, and count as protected. Throws a usage error. */
export function namedProject({ name, root, region }: NamedProject): ProjectConfig {
  if (!APP_NAME.test(name))
    throw usageError(
      `--app needs the name of an app, and "${name}" is not valid as one.`,
      '`apikit list` shows the apps.',
    );
  const stage = (stageName: string): StageConfig => {
    if (!STAGE_NAME.test(stageName)) throw usageError(`"${stageName}" is not valid as the name of a stage.`);
    if (region === undefined && stageName !== LOCAL_STAGE)
      throw usageError(
        '--app needs a region, because there is no apikit.yaml that names one.',
        'Pass --region <name>.',
      );
    const config = resolveStage({ name }, stageName, { root, region });
    return { ...config, protected: stageName !== LOCAL_STAGE, withoutSources: true };
  };
  return { file: '', root, name, stages: [], patterns: [], warnings: [], stage, anyStage: stage };
}
