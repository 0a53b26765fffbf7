/** Checks the handler and the bundle settings of `apikit.yaml`. Pure. */

import type { StageConfig } from './config.ts';
import { leavesProject } from './leaves-project.ts';
import type { RawConfig } from './raw-config.ts';
import { sectionsOf } from './stage-patterns.ts';
import type { ReportProblem } from './stage-report.ts';

/** `entry` and `handler` are two ways to name the handler. A section may have only one of them. */
export function checkHandler(raw: RawConfig, config: StageConfig, report: ReportProblem): void {
  const own = sectionsOf(raw.stages, config.stage).map((section) => raw.stages?.[section]?.function);
  for (const section of [raw.function, ...own]) {
    if (section?.entry === undefined || section.handler === undefined) continue;
    report(
      ['function', 'handler'],
      `function.handler (${section.handler}) and function.entry (${section.entry}) both name the handler.`,
      'Remove one of them: entry is the file, whose export is then handler; handler names file and export.',
    );
  }
  if (config.function.handler !== undefined && leavesProject(config.function.entry)) {
    report(
      ['function', 'handler'],
      `function.handler ${config.function.handler} is outside the project's folder.`,
      'Move the handler into the project, or apikit.yaml to the folder that contains both.',
    );
  }
}

/** Reports settings that only JavaScript has, and files outside the project. */
export function checkBundle({ function: { bundle, entry } }: StageConfig, report: ReportProblem): void {
  for (const pattern of bundle.files) {
    if (!leavesProject(pattern)) continue;
    report(
      ['function', 'bundle', 'files'],
      `function.bundle.files has ${pattern}, which is outside the project's folder.`,
      'Name files inside the project, relative to the folder of apikit.yaml.',
    );
  }
  for (const name of bundle.external.filter((each) => bundle.optional.includes(each))) {
    report(
      ['function', 'bundle', 'optional'],
      `function.bundle has ${name} both in external and in optional.`,
      'external packs an installed package; optional allows one to be missing. Keep one of them.',
    );
  }
  const used = Object.entries(bundle).some(([, value]) =>
    Array.isArray(value) ? value.length > 0 : typeof value === 'object' && Object.keys(value).length > 0,
  );
  if (used && entry.endsWith('.py')) {
    report(
      ['function', 'bundle'],
      'function.bundle is for Node.js handlers; a Python handler is packed without bundling.',
      'Remove it.',
    );
  }
}
