/**
 * Kind `url-release`: a published version of the function, and the alias that has the record of the release. The
 * resource has the attributes of the kind `release`, so that commands handle both alike. Nothing is live until the
 * alias of the URL points to the version.
 */
import type { FieldChange, Kind, Later, Observed, Resolved, Resource } from '../../../engine/resource.ts';
import { ownFunctions } from '../../arns/own-arns.ts';
import { listAliases, putAlias } from '../../lambda/aliases.ts';
import { codeOfVersion, type PublishedVersion, publishVersion, untilReady } from '../../lambda/published-version.ts';
import type { LambdaWork } from '../../lambda/wait.ts';
import type { HistoryEntry, ReleaseRecord } from '../../releases/release-record.ts';
import { releaseAlias, releasesIn } from '../../releases/url-releases.ts';
import { isAwsError } from '../../sdk/errors/sdk-error.ts';
import type { KindDependencies } from '../kind-dependencies.ts';

export interface UrlReleaseShape {
  kind: 'url-release';
  properties: {
    function: Later<string>;
    /** The version that the upload of the code published; `null` if there was no upload. */
    published: Later<PublishedVersion | null>;
    release: string;
    contract: string;
    code: string;
    revision?: string;
    /** A function URL has no authorizers. */
    userPools?: never;
  };
  attributes: {
    /** The version, in place of a deployment. */
    deploymentId: string;
    version: string;
    release: string;
    /** The releases, newest first. */
    history: HistoryEntry[];
  };
  found: { release: string; contract: string; code: string };
}

type Desired = Resolved<UrlReleaseShape['properties']>;

export function urlReleaseKind({ clients, clock, target, releasedCode }: KindDependencies): Kind<UrlReleaseShape> {
  async function read({ properties }: Resource<UrlReleaseShape>): Promise<Observed<UrlReleaseShape> | undefined> {
    const { function: name, release } = properties;
    if (typeof name !== 'string') return undefined;
    const history = releasesIn((await listAliases(await clients.lambda(), name)) ?? []);
    for (const { record } of history) releasedCode?.add(record.code);
    const current = history.find(({ record }) => record.release === release) ?? history[0];
    return current && observedAs(current, history);
  }

  async function make(desired: Desired, work: LambdaWork, earlier: readonly HistoryEntry[]) {
    const { function: name, release, contract, code, revision } = desired;
    const published = desired.published ?? (await publishVersion(work, name, code));
    await untilReady(work, name, published);
    const record: ReleaseRecord = {
      release,
      contract,
      code,
      version: published.version,
      ...(revision !== undefined && { revision }),
      time: new Date(clock.now()).toISOString(),
      ...(target.caller !== undefined && { by: target.caller }),
    };
    const alias = releaseAlias(record);
    await putAlias(work.client, name, alias);
    const [made] = releasesIn([alias]);
    if (!made) throw new Error(`the record of release ${release} cannot be read`);
    return observedAs(made, [made, ...earlier.filter((entry) => entry.record.release !== release)]);
  }

  return {
    kind: 'url-release',
    rights: [
      {
        actions: [
          'lambda:PublishVersion',
          'lambda:GetFunction',
          'lambda:ListAliases',
          'lambda:CreateAlias',
          'lambda:UpdateAlias',
        ],
        on: ownFunctions,
      },
    ],
    readsBy: ['function'],
    read,
    diff,
    async apply({ properties: desired }, observed, context) {
      const work: LambdaWork = { client: await clients.lambda(), clock, context };
      const known = observed?.attributes.release === desired.release;
      if (known && (await isWhole(work, desired, String(observed.attributes.version)))) return observed;
      return await make(desired, work, observed?.attributes.history ?? []);
    },
    /** Lambda deletes aliases and versions with their function. */
    async remove() {},
  };
}

/** Whether the version of a release still exists and has its code. */
async function isWhole({ client }: LambdaWork, desired: Desired, version: string): Promise<boolean> {
  try {
    return (await codeOfVersion(client, desired.function, version)) === desired.code;
  } catch (error) {
    if (isAwsError(error, 'ResourceNotFoundException')) return false;
    throw error;
  }
}

function diff({ properties: wanted }: Resource<UrlReleaseShape>, { properties: had }: Observed<UrlReleaseShape>) {
  if (had.release === wanted.release) return [];
  const changes: FieldChange[] = [{ path: 'release', from: had.release, to: wanted.release }];
  for (const path of ['contract', 'code'] as const) {
    if (had[path] !== wanted[path]) changes.push({ path, from: had[path], to: wanted[path] });
  }
  return changes;
}

function observedAs(current: HistoryEntry, history: HistoryEntry[]): Observed<UrlReleaseShape> {
  const { release, contract, code, version } = current.record;
  return {
    attributes: { deploymentId: current.deploymentId, version, release, history },
    properties: { release, contract, code },
    owned: true,
  };
}
