/**
 * Regions and partitions as the AWS SDK knows them. `test/naming/region-table.test.ts` takes `region-table.json` from
 * the SDK's own table, because the SDK does not export it. A region that is newer than the table belongs to the
 * partition whose pattern it matches, as in the SDK. Pure.
 */
import table from './region-table.json' with { type: 'json' };

interface Partition {
  /** The name in ARNs: `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`, … */
  readonly id: string;
  /** `amazonaws.com` */
  readonly dnsSuffix: string;
  readonly dualStackDnsSuffix: string;
  readonly regionRegex: string;
  readonly regions: readonly string[];
}

const PARTITIONS: readonly Partition[] = table;

export const REGIONS: readonly string[] = PARTITIONS.flatMap(({ regions }) => regions);

/** Returns the partition `aws` for a region that matches no pattern. */
export function partitionOf(region: string): Partition {
  return (
    PARTITIONS.find(({ regions }) => regions.includes(region)) ??
    PARTITIONS.find(({ regionRegex }) => new RegExp(regionRegex).test(region)) ??
    PARTITIONS[0]!
  );
}

/** The domain of AWS's services in a partition, which ARNs name: `aws` → `amazonaws.com`. */
export function dnsSuffixOf(partition: string): string {
  return (PARTITIONS.find(({ id }) => id === partition) ?? PARTITIONS[0]!).dnsSuffix;
}

const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** The host of the AWS console for a region; `undefined` for partitions without a public address. */
export function consoleHost(region: string): string | undefined {
  return CONSOLES[partitionOf(region).id];
}

/** Whether a host belongs to AWS: a service, or a private address of a service such as a VPC endpoint. */
export function isAwsHost(hostname: string): boolean {
  return PARTITIONS.some(({ dnsSuffix, dualStackDnsSuffix }) =>
    [dnsSuffix, dualStackDnsSuffix].some((suffix) => hostname.endsWith(`.${suffix}`)),
  );
}

/** The region of the certificates of edge-optimized domains (docs/aws/custom-domains.md). */
export const EDGE_REGION = 'us-east-1';
