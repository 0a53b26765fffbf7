/** Checks the name of a region, whatever its source is. Pure. */
import { REGIONS } from '../naming/regions.ts';
import type { StageConfig } from './config.ts';
import type { ResolveOptions } from './resolve.ts';
import type { ReportProblem } from './stage-report.ts';
import { suggest } from './suggest.ts';

export interface RegionFault {
  /** A warning if AWS may have opened the region after this version of apikit was released. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
}

/** The word `east` in `us-east-1`. New regions have always used the words of existing ones. */
const DIRECTIONS = new Set(REGIONS.map((region) => region.split('-').at(-2)));

/**
 * Returns `undefined` for a region that the SDK knows. `source` names the origin of the name: `region`, `--region`,
 * `AWS_REGION`.
 */
export function regionFault(region: string, source: string): RegionFault | undefined {
  if (REGIONS.includes(region)) return undefined;
  const near = suggest(region, REGIONS);
  const meant = near === undefined ? '' : `Did you mean ${near}? `;
  const [, direction] = /^[a-z]{2,4}(?:-[a-z]+)*-([a-z]+)-\d{1,2}$/.exec(region) ?? [];
  if (direction !== undefined && DIRECTIONS.has(direction)) {
    return {
      severity: 'warning',
      message: `${source} is ${region}, a region that this version of apikit does not know.`,
      fix: `${meant}If AWS has opened it since then, no action is needed.`,
    };
  }
  return {
    severity: 'error',
    message: `${source} is ${JSON.stringify(region)}, which is not an AWS region.`,
    fix: meant.trimEnd() || 'Use the name of a region such as eu-west-1 or us-east-1.',
  };
}

/** The region of `--region` is checked with the other flags. */
export function checkRegion(
  { region, stage }: StageConfig,
  { region: flag, defaultRegion }: Pick<ResolveOptions, 'region' | 'defaultRegion'>,
  report: ReportProblem,
): void {
  if (region === flag) return;
  if (region === '') {
    const fix = 'Add region: eu-west-1, or pass --region or set AWS_REGION.';
    report(['region'], `Stage ${stage} has no region.`, fix, { about: 'no region' });
    return;
  }
  const fault = regionFault(region, region === defaultRegion ? 'The region' : 'region');
  if (fault) report(['region'], fault.message, fault.fix, { severity: fault.severity });
}
