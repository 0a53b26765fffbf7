/** What is wrong with the name of a region, wherever it was written. Pure. */
import { REGIONS } from '../naming/regions.ts';
import { suggest } from './suggest.ts';

export interface RegionFault {
  /** A warning where the name could be that of a region that AWS opened after this apikit was made. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
}

/** `east` of `us-east-1`: new regions have always been named with the words of those before. */
const DIRECTIONS = new Set(REGIONS.map((region) => region.split('-').at(-2)));

/** `undefined`: a region that the SDK knows. `source` says where the name comes from: `region`, `--region`, `AWS_REGION`. */
export function regionFault(region: string, source: string): RegionFault | undefined {
  if (REGIONS.includes(region)) return undefined;
  const near = suggest(region, REGIONS);
  const meant = near === undefined ? '' : `Did you mean ${near}? `;
  const [, direction] = /^[a-z]{2,4}(?:-[a-z]+)*-([a-z]+)-\d{1,2}$/.exec(region) ?? [];
  if (direction !== undefined && DIRECTIONS.has(direction)) {
    return {
      severity: 'warning',
      message: `${source} is ${region}, a region that this version of apikit does not know.`,
      fix: `${meant}If AWS has opened it since, nothing is to be done.`,
    };
  }
  return {
    severity: 'error',
    message: `${source} is ${JSON.stringify(region)}, which is no AWS region.`,
    fix: meant.trimEnd() || 'Use the name of a region such as eu-west-1 or us-east-1.',
  };
}
