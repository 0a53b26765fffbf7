/**
 * Regions and partitions as the AWS SDK knows them. `region-table.json` is taken from the SDK's own table by
 * `test/region-table.test.ts`, since the SDK does not export it. A region that is newer than the table belongs to the
 * partition whose pattern it has, as in the SDK. Pure.
 */
import table from './region-table.json' with { type: 'json' };

interface Partition {
  /** `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`, … as ARNs have it. */
  readonly id: string;
  /** `amazonaws.com` */
  readonly dnsSuffix: string;
  readonly dualStackDnsSuffix: string;
  readonly regionRegex: string;
  readonly regions: readonly string[];
}

const PARTITIONS: readonly Partition[] = table;

export const REGIONS: readonly string[] = PARTITIONS.flatMap(({ regions }) => regions);

/** `aws` for a region that has the form of none. */
export function partitionOf(region: string): Partition {
  return (
    PARTITIONS.find(({ regions }) => regions.includes(region)) ??
    PARTITIONS.find(({ regionRegex }) => new RegExp(regionRegex).test(region)) ??
    PARTITIONS[0]!
  );
}

const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Where AWS's console is for a region; `undefined` for partitions whose address is not public. */
export function consoleHost(region: string): string | undefined {
  return CONSOLES[partitionOf(region).id];
}

/** Whether AWS itself answers at a host: a service, or a private address of one such as a VPC endpoint. */
export function isAwsHost(hostname: string): boolean {
  return PARTITIONS.some(({ dnsSuffix, dualStackDnsSuffix }) =>
    [dnsSuffix, dualStackDnsSuffix].some((suffix) => hostname.endsWith(`.${suffix}`)),
  );
}
