/** The files of a project from an API that somebody else made, and the report about it. Pure. */
import type { Foreign } from '../../contract/import/read-foreign.ts';
import type { ProjectFile } from '../../templates/project-folder.ts';
import { filesInZip, type Unpacked } from '../code/code-files.ts';
import { type IncomingFunction, layOut } from '../code/lay-out.ts';
import type { Finding } from '../finding.ts';
import { projectFiles, replacedFiles } from '../project-files.ts';
import { adoptedConfig, type ConfigOptions } from './adopted-config.ts';
import { findingsAbout } from './findings.ts';
import { functionsIn, type LiveApi } from './live-api.ts';

export interface AdoptedProject {
  readonly files: readonly ProjectFile[];
  readonly findings: readonly Finding[];
  /** Whether npm has packages to install. */
  readonly installs: boolean;
}

/** A longer list of files would hide the other findings. */
const MOST_NAMED = 5;

/** Expects an API with a function. Throws the errors of `layOut`. */
export function adoptedProject(live: LiveApi, foreign: Foreign, options: ConfigOptions): AdoptedProject {
  const served = functionsIn(live.document, live.stage);
  const functions = live.functions.map(({ name, configuration, zip }) => ({
    name,
    handler: configuration.Handler ?? '',
    runtime: configuration.Runtime ?? '',
    ...filesInZip(zip, name),
    routes: served.find((one) => one.name === name)?.routes ?? [],
    place: `function ${name}`,
  }));
  const code = layOut(functions, options.name);
  const { config, findings } = adoptedConfig(live, code, options);
  return {
    files: projectFiles({ name: options.name, title: String(live.api.name), config, foreign, code }),
    findings: [
      ...findingsAbout(live, options.name),
      ...code.findings,
      ...findings,
      ...functions.flatMap(hiddenFiles),
      ...replacedFiles(code),
    ],
    installs: code.installs,
  };
}

/** Packages have many hidden files, which their installation brings back. */
function hiddenFiles({ place, leftOut }: Pick<IncomingFunction, 'place'> & Pick<Unpacked, 'leftOut'>): Finding[] {
  const own = leftOut.filter((path) => !path.split('/').includes('node_modules'));
  if (own.length === 0) return [];
  const more = own.length > MOST_NAMED ? ` and ${own.length - MOST_NAMED} more` : '';
  const says = `Hidden files of its zip are left out, because programs such as git and npm obey them: ${own.slice(0, MOST_NAMED).join(', ')}${more}. If the code reads one, look at it and add it yourself.`;
  return [{ about: 'lost', place, says }];
}
