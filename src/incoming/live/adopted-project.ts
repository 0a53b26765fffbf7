/** The files of a project from an API that somebody else made, and the report about it. Pure. */
import type { Foreign } from '../../contract/import/read-foreign.ts';
import type { ProjectFile } from '../../templates/project-folder.ts';
import { filesInZip } from '../code/code-files.ts';
import { layOut } from '../code/lay-out.ts';
import type { Finding } from '../finding.ts';
import { isOwnFile, projectFiles } from '../project-files.ts';
import { adoptedConfig, type ConfigOptions } from './adopted-config.ts';
import { findingsAbout } from './findings.ts';
import { functionsIn, type LiveApi } from './live-api.ts';

export interface AdoptedProject {
  readonly files: readonly ProjectFile[];
  readonly findings: readonly Finding[];
  /** Whether npm has packages to install. */
  readonly installs: boolean;
}

/** Expects an API with a function. Throws the errors of `layOut`. */
export function adoptedProject(live: LiveApi, foreign: Foreign, options: ConfigOptions): AdoptedProject {
  const served = functionsIn(live.document, live.stage);
  const code = layOut(
    live.functions.map(({ name, configuration, zip }) => ({
      name,
      handler: configuration.Handler ?? '',
      runtime: configuration.Runtime ?? '',
      files: filesInZip(zip, name),
      routes: served.find((one) => one.name === name)?.routes ?? [],
      place: `function ${name}`,
    })),
    options.name,
  );
  const { config, findings } = adoptedConfig(live, code, options);
  const replaced = code.files.filter(isOwnFile);
  return {
    files: projectFiles({ name: options.name, title: String(live.api.name), config, foreign, code }),
    findings: [
      ...findingsAbout(live, options.name),
      ...code.findings,
      ...findings,
      ...replaced.map(
        ({ path }): Finding => ({
          about: 'lost',
          place: `${path} in the code`,
          says: 'The project has a file of this name of its own. If the code reads it, give it another name.',
        }),
      ),
    ],
    installs: code.installs,
  };
}
