/** Checks the ARN of something that exists already: it must be in the region and the partition of the stage. Pure. */
import { partitionOf } from '../naming/regions.ts';
import { LOCAL_STAGE, type StageConfig } from './config.ts';
import type { Path } from './problem.ts';
import type { ReportProblem } from './stage-report.ts';

interface Imported {
  readonly arn: string;
  /** The path of the setting. */
  readonly place: Path;
  /** The kind of the resource with its article: `a queue`. */
  readonly what: string;
  /** The end of a sentence: why another region does not work. */
  readonly because: string;
}

export function checkImportedArn(
  { arn, place, what, because }: Imported,
  { stage, region }: Pick<StageConfig, 'stage' | 'region'>,
  report: ReportProblem,
): void {
  const [, partition = '', , inRegion = ''] = arn.split(':');
  const setting = place.join('.');
  if (stage === LOCAL_STAGE || region === '') return;
  if (inRegion !== region) {
    const message = `${setting} is in ${inRegion}, but stage ${stage} is in ${region}: ${because}.`;
    report(place, message, `Import ${what} in ${region}.`, { about: `region of ${arn}` });
  } else if (partition !== partitionOf(region).id) {
    const message = `${setting} is in partition ${partition}, but stage ${stage} is in ${partitionOf(region).id}.`;
    report(place, message, `Begin the ARN with arn:${partitionOf(region).id}:.`, { about: `partition of ${arn}` });
  }
}
