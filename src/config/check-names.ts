/** Checks that AWS allows the names of a stage's resources. Pure. */
import { nameFault, namesOf } from '../naming/names.ts';
import type { StageConfig } from './config.ts';
import { namedParts } from './named-parts.ts';
import { exampleOf } from './stage-patterns.ts';
import type { ReportProblem } from './stage-report.ts';

/** A part of a name that is too long is reported once, with the longest of the resource names that contain it. */
export function checkNames(config: StageConfig, report: ReportProblem): void {
  // The shortest name that a pattern stands for.
  const stage = exampleOf(config.stage);
  for (const named of namesOf({ ...config, stage }, namedParts(config))) {
    const fault = nameFault(named);
    if (!fault) continue;
    const { kind, name, setting } = named;
    const message = `The name of the ${kind} would be ${name}: ${fault.why}.`;
    const called = kind === 'layer' ? 'the folder of function.layers' : (setting?.join('.') ?? 'the app');
    if (fault.over > 0) {
      const fix = `Shorten the name of ${setting ? `${called}, of the app` : called} or of the stage (${stage}) by ${fault.over}.`;
      report(['name'], message, fix, { about: `length of ${called}`, excess: fault.over });
    } else {
      const streamed = setting?.[0] === 'tables' && kind === 'function' ? ', or leave out its stream' : '';
      const fix = `Give ${called} another name${streamed}.`;
      report(setting ?? ['name'], message, fix, { about: `characters of ${called}` });
    }
  }
}
