/** A project that is known by its name alone: for whoever has credentials, and no sources. */
import { usageError } from '../errors.ts';
import { LOCAL_STAGE, type ProjectConfig, type StageConfig } from './config.ts';
import { resolveStage } from './resolve.ts';
import { APP_NAME, STAGE_NAME } from './schema.ts';

export interface NamedProject {
  readonly name: string;
  readonly root: string;
  /** `undefined`: neither a flag nor the environment names one. */
  readonly region: string | undefined;
}

/** Its stages have the settings that apikit.yaml would leave out, and count as protected. Throws a usage error. */
export function namedProject({ name, root, region }: NamedProject): ProjectConfig {
  if (!APP_NAME.test(name))
    throw usageError(`--app takes the name of an app, and "${name}" cannot be one.`, 'Look it up: apikit list.');
  const stage = (stageName: string): StageConfig => {
    if (!STAGE_NAME.test(stageName)) throw usageError(`"${stageName}" cannot be the name of a stage.`);
    if (region === undefined && stageName !== LOCAL_STAGE)
      throw usageError('--app needs a region, since there is no apikit.yaml to name one.', 'Pass --region <name>.');
    const config = resolveStage({ name }, stageName, { root, region });
    return { ...config, protected: stageName !== LOCAL_STAGE };
  };
  return { file: '', root, name, stages: [], patterns: [], warnings: [], stage, anyStage: stage };
}
