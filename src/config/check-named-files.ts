/**
 * Checks the files that `apikit.yaml` names, wherever their paths and links lead: all of them must be in the project or
 * its repository. A new setting that names a file belongs in `namedFiles`.
 */
import { relative } from 'node:path';
import { isPackable, isReadable, realPlaces } from '../files/real-place.ts';
import { WHAT_COUNTS } from '../files/repository.ts';
import { LOCAL_STAGE, type StageConfig } from './config.ts';
import { consumersOf } from './consumers.ts';
import { trustStoreFile } from './mutual-tls.ts';
import type { Path, Problem } from './problem.ts';
import type { RawConfig } from './raw-config.ts';
import { type ResolveOptions, resolveStage } from './resolve.ts';
import type { Source } from './source.ts';
import { sectionsOf } from './stage-patterns.ts';
import { StageReports } from './stage-report.ts';

interface NamedFile {
  /** The path of the setting within the stage's section. */
  readonly setting: Path;
  /** The path relative to the project's root. */
  readonly file: string;
  /** Whether the file is the entry of a function. */
  readonly isCode?: true;
}

/** `function.bundle.files` has patterns. The bundle checks the files that match them. */
function namedFiles(config: StageConfig, root: string): NamedFile[] {
  const { contract, function: fn, stateMachines, domain } = config;
  const trustStore = trustStoreFile(domain);
  return [
    { setting: ['contract'], file: relative(root, contract) },
    { setting: ['function', fn.handler === undefined ? 'entry' : 'handler'], file: fn.entry, isCode: true },
    ...consumersOf(config).map(({ setting, entry }) => ({ setting, file: entry, isCode: true as const })),
    ...Object.entries(stateMachines).flatMap(([name, { definition }]) =>
      definition === undefined ? [] : [{ setting: ['stateMachines', name, 'definition'], file: definition }],
    ),
    ...(trustStore === undefined ? [] : [{ setting: ['domain', 'mutualTls', 'truststore'], file: trustStore }]),
  ];
}

/** Returns the problems of all stages that `raw` declares, and of `local`. A file that does not exist is none. */
export async function namedFileProblems(raw: RawConfig, source: Source, options: ResolveOptions): Promise<Problem[]> {
  const { root } = options;
  const reports = new StageReports(source);
  const placeOf = await realPlaces(root);
  for (const stage of new Set([...Object.keys(raw.stages ?? {}), LOCAL_STAGE])) {
    const report = reports.of(stage, sectionsOf(raw.stages, stage));
    for (const { setting, file, isCode } of namedFiles(resolveStage(raw, stage, options), root)) {
      // The step that reads the file says what is missing.
      const place = await placeOf(file).catch(() => undefined);
      if (!place || (isCode ? isPackable : isReadable)(place)) continue;
      const named = `${setting.join('.')} ${file} leads to ${place.real}, which is`;
      if (place.hidden)
        report(setting, `${named} hidden.`, 'Name a file without a dot at the beginning of its name and folders.');
      else
        report(
          setting,
          `${named} outside the project and its repository.`,
          `Copy the file into the project, or ${WHAT_COUNTS}`,
        );
    }
  }
  return reports.problems();
}
