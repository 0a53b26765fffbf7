/**
 * Finds what an earlier release needs and no longer has: everything outside of a release may have changed since. Reads
 * only, and needs no sources.
 */
import { LONGEST_POLICIES } from '../../aws/iam/policy-document.ts';
import type { ImportedTableShape } from '../../aws/kinds/imported-table/shape.ts';
import { userPoolExists } from '../../aws/kinds/user-pool/user-pool-search.ts';
import { hasInvokePermission, type InvokePermission } from '../../aws/lambda/invoke-permission.ts';
import { codeOfVersion } from '../../aws/lambda/published-version.ts';
import type { KeptRelease } from '../../aws/releases/kept-release.ts';
import type { ReleaseRecord } from '../../aws/releases/release-record.ts';
import { missingRights } from '../../aws/releases/restore-policies.ts';
import { undefinedIfNotFound } from '../../aws/sdk/errors/sdk-error.ts';
import { missingSecrets } from '../../aws/secrets/missing-secrets.ts';
import type { StageConfig } from '../../config/config.ts';
import type { FunctionVpc } from '../../config/function-vpc.ts';
import { observe } from '../../engine/observe.ts';
import type { Resource } from '../../engine/resource.ts';
import { ApikitError } from '../../errors.ts';
import { executeApiArn } from '../../naming/arns.ts';
import { functionName, isStandIn, roleName } from '../../naming/names.ts';
import { missingInstances, type WarmInstances } from '../releases/warm-release.ts';
import { createRun, type RunParts } from '../stage-run.ts';

export interface ServesAgain {
  /** Reasons why the release would fail, as sentences. Empty if no reason is known. */
  readonly obstacles: readonly string[];
  /** Things that the user should know, and that may be intended. */
  readonly warnings: readonly string[];
  /** The policies of the function's role, by name, that must change before the release serves. Others are left out. */
  readonly rights: Readonly<Record<string, object>>;
  /** The permission that lets the API invoke the release's version, if it is missing. */
  readonly permission?: InvokePermission;
  /** The initialized instances that it needs, to serve as the release that serves now. */
  readonly instances?: WarmInstances;
}

export interface Candidate {
  /** The ID of the REST API. */
  readonly api: string;
  readonly record: ReleaseRecord;
  readonly kept: KeptRelease | undefined;
  /** The record of the release that serves now. Absent if it is not known. */
  readonly liveKept?: KeptRelease;
  /** The `pools` of the release that serves now. */
  readonly livePools: string | undefined;
}

export async function servesAgain(config: StageConfig, candidate: Candidate, parts: RunParts): Promise<ServesAgain> {
  const { record, kept } = candidate;
  const [version, tables, pools, secrets, rights, instances, network] = await Promise.all([
    versionOf(config, candidate, parts),
    tablesOf(kept, parts),
    poolsOf(candidate, parts),
    secretsOf(config, kept, parts),
    rightsOf(config, kept, parts),
    missingInstances(config, record.version, parts),
    networkOf(config, kept, parts),
  ]);
  const unknown = kept
    ? []
    : [
        `Release ${record.release} was made by an older apikit, which kept no record of it: apikit does not know whether its tables and permissions still exist.`,
      ];
  const tooLong = JSON.stringify({ ...kept?.policies, ...rights }).length > LONGEST_POLICIES;
  const length = tooLong
    ? [
        `With the permissions that it needs, the policies of the function's role are longer than the ${LONGEST_POLICIES} characters that IAM allows.`,
      ]
    : [];
  return {
    obstacles: [
      ...version.obstacles,
      ...tables,
      ...switchedTables(config, candidate),
      ...otherEndpoint(candidate),
      ...otherCallers(candidate),
      ...turnsOff(candidate),
      ...pools,
      ...network,
      ...length,
    ],
    warnings: [...unknown, ...secrets, ...turnsOn(candidate)],
    rights,
    ...(version.permission && { permission: version.permission }),
    ...(instances && { instances }),
  };
}

async function versionOf(
  config: StageConfig,
  { api, record }: Candidate,
  { clients, facts }: RunParts,
): Promise<{ obstacles: string[]; permission?: InvokePermission }> {
  const client = await clients.lambda();
  const name = functionName(config);
  const { version, code } = record;
  const permission = { function: name, version, api, source: executeApiArn(facts, api) };
  // A URL invokes an alias, whose permissions are not those of a version.
  const ofVersion = config.api !== 'url';
  if (ofVersion && (await hasInvokePermission(client, permission))) return { obstacles: [] };
  const found = await undefinedIfNotFound(codeOfVersion(client, name, version));
  if (found === undefined)
    return { obstacles: [`Version ${version} of function ${name}, which has its code, does not exist any more.`] };
  if (found !== code) return { obstacles: [`Version ${version} of function ${name} has other code than the release.`] };
  return { obstacles: [], ...(ofVersion && { permission }) };
}

async function tablesOf(kept: KeptRelease | undefined, parts: RunParts): Promise<string[]> {
  const resources: Resource<ImportedTableShape>[] = Object.entries(kept?.tables ?? {}).map(
    ([id, { name, ...shape }]) => ({
      id: `table/${id}`,
      kind: 'imported-table',
      name,
      properties: shape,
    }),
  );
  const run = createRun(new Map(), parts);
  const { observed } = await observe(resources, run, new Map());
  return resources.flatMap((resource) => {
    const { id, name } = resource;
    const found = observed.get(id);
    if (!found) return [`Its table ${name} does not exist any more.`];
    const differing = run.kinds.get('imported-table')?.diff(resource, found) ?? [];
    return differing.map(({ path }) =>
      path.startsWith('indexes')
        ? `Its table ${name} no longer has the index ${path.split('.')[1]} as the release uses it.`
        : `Its table ${name} has another key now.`,
    );
  });
}

/**
 * A switch of tables in between is an obstacle: the release would read old items, and its writes would go only to the
 * old table.
 */
function switchedTables(config: StageConfig, { kept, liveKept }: Candidate): string[] {
  if (!kept)
    return Object.entries(liveKept?.tables ?? {}).flatMap(([table, { name }]) =>
      isStandIn(config, table, name)
        ? [`There is no record of the table that it uses, and the stage serves ${table} from ${name}, a restored one.`]
        : [],
    );
  return Object.entries(kept?.tables ?? {}).flatMap(([table, { name }]) => {
    const serves = liveKept?.tables[table]?.name;
    const isSwitch =
      serves !== undefined && serves !== name && [serves, name].some((one) => isStandIn(config, table, one));
    if (!isSwitch) return [];
    return [
      `It uses table ${name}, and the stage serves ${table} from ${serves} now, which has everything that was written since the switch (to go back to the other table first: apikit tables switch ${table} --to ${name} --stage ${config.stage}).`,
    ];
  });
}

/**
 * The endpoint is not part of a release, and the policy is: a release of a public API would refuse or admit everybody
 * at a private endpoint, and the other way round.
 */
function otherEndpoint({ kept, liveKept }: Candidate): string[] {
  if (!kept || !liveKept) return [];
  const [its, now] = [kept, liveKept].map(({ settings }) => /"type":"private"/.test(settings.endpoint ?? ''));
  if (its === now) return [];
  return [
    its
      ? 'It was made for a private API, and the API is public now.'
      : 'It was made for a public API, and the API is private now.',
  ];
}

/** The auth type of a URL belongs to no release. */
function otherCallers({ kept, liveKept }: Candidate): string[] {
  const [signed, live] = [kept, liveKept].map((each) => each?.settings.signed);
  if (signed === undefined || live === undefined || signed === live) return [];
  return [
    signed === 'true'
      ? 'It accepts only signed requests, and the function URL is public now. Deploy its sources instead.'
      : 'It is public, and the function URL accepts only signed requests now. Deploy its sources instead.',
  ];
}

/**
 * Whether an HTTP API answers at its default address is part of its releases. The domain is not: a release without the
 * address would answer nobody if the stage has left its domain.
 */
function turnsOff({ kept, liveKept }: Candidate): string[] {
  if (!isTurnedOff(kept) || isTurnedOff(liveKept)) return [];
  return [
    'It answers only at a custom domain, and the stage answers at its default address now, which the release would turn off. Deploy its sources instead.',
  ];
}

function turnsOn({ kept, liveKept }: Candidate): string[] {
  if (!kept || isTurnedOff(kept) || !isTurnedOff(liveKept)) return [];
  return ['It turns on the default address of the API, which answers only at its custom domain now.'];
}

const isTurnedOff = (kept: KeptRelease | undefined): boolean => kept?.settings.executeApi === 'false';

/** The definition names pools by ID. A pool that was created again has another ID. */
async function poolsOf({ record: { pools }, livePools }: Candidate, { clients }: RunParts): Promise<string[]> {
  if (pools === undefined || pools === livePools) return [];
  const client = await clients.cognito();
  const gone = await Promise.all(
    pools.split(' ').map(async (each) => {
      const [name, id] = each.split('=');
      return id === undefined || (await userPoolExists(client, id))
        ? []
        : [`Its user pool ${name} (${id}) does not exist any more.`];
    }),
  );
  return gone.flat();
}

/** A version keeps the subnets and groups that the function had. */
async function networkOf(
  { region }: StageConfig,
  kept: KeptRelease | undefined,
  { clients }: RunParts,
): Promise<string[]> {
  const vpc = JSON.parse(kept?.settings.vpc ?? 'false') as FunctionVpc | false;
  if (!vpc) return [];
  const { findNetwork } = await import('../../aws/network/find-network.ts');
  try {
    await findNetwork(await clients.ec2(), vpc, region);
    return [];
  } catch (error) {
    if (error instanceof ApikitError) return ['Subnets or security groups of its function do not exist any more.'];
    throw error;
  }
}

async function secretsOf(config: StageConfig, kept: KeptRelease | undefined, { clients }: RunParts): Promise<string[]> {
  const references = Object.entries(kept?.secrets ?? {}).map(([name, from]) => [name, { from }] as const);
  const { absent, unknown } = await missingSecrets(clients, Object.fromEntries(references), config.region);
  return [...absent, ...unknown];
}

async function rightsOf(
  config: StageConfig,
  kept: KeptRelease | undefined,
  { clients }: RunParts,
): Promise<Record<string, object>> {
  return kept ? await missingRights(await clients.iam(), roleName(config), kept.policies) : {};
}
