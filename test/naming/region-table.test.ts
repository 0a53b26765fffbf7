/**
 * The table of regions is the SDK's own: `npx vitest run test/naming/region-table.test.ts -u` writes it after an
 * update.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/files/package-root.ts';
import { isAwsHost, partitionOf } from '../../src/naming/regions.ts';

interface SdkPartition {
  id: string;
  outputs: { dnsSuffix: string; dualStackDnsSuffix: string };
  regionRegex: string;
  regions: Record<string, unknown>;
}

const sdk = dirname(createRequire(import.meta.url).resolve('@aws-sdk/core/package.json'));
const TABLE = join(sdk, 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js');

it('the table contains the regions of the SDK', async () => {
  const { partitionsInfo } = (await import(pathToFileURL(TABLE).href)) as {
    partitionsInfo: { partitions: SdkPartition[] };
  };
  const table = partitionsInfo.partitions.map(({ id, outputs, regionRegex, regions }) => ({
    id,
    dnsSuffix: outputs.dnsSuffix,
    dualStackDnsSuffix: outputs.dualStackDnsSuffix,
    regionRegex,
    // `aws-global` and similar names are not regions.
    regions: Object.keys(regions).filter((region) => !region.endsWith('-global')),
  }));
  await expect(`${JSON.stringify(table, null, 2)}\n`).toMatchFileSnapshot(
    join(packageRoot, 'src/naming/region-table.json'),
  );
});

it.each([
  ['eu-west-1', 'aws', 'amazonaws.com'],
  ['eu-west-9', 'aws', 'amazonaws.com'],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
])('%s is in %s, below %s', (region, id, dnsSuffix) => {
  expect(partitionOf(region)).toMatchObject({ id, dnsSuffix });
  expect(isAwsHost(`sts.${region}.${dnsSuffix}`)).toBe(true);
  expect(isAwsHost(`sts.${region}.${dnsSuffix}.evil.example`)).toBe(false);
});
