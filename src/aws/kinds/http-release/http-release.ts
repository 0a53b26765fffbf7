/**
 * Kind `http-release`: contract and code together as one deployment of an HTTP API, with the same steps and attributes
 * as the kind `release` of a REST API. The deployment is a snapshot of routes and integrations, which name a version of
 * the function. Nothing is live until the stage points to it.
 */
import type { ApiGatewayV2Client, Deployment } from '@aws-sdk/client-apigatewayv2';
import type { FieldChange, Kind, KindContext, Later, Observed, Resolved, Resource } from '../../../engine/resource.ts';
import { executeApiArn } from '../../../naming/arns.ts';
import { fillDefinition } from '../../api-gateway/definition.ts';
import { listHttpDeployments } from '../../api-gateway/http-apis.ts';
import { importHttpDefinition } from '../../api-gateway/import-http-definition.ts';
import { changeOwn, equals, inApiGateway, ownFunctions, resourceHasAppTag } from '../../arns/own-arns.ts';
import { ensureInvokePermission, hasInvokePermission, type InvokePermission } from '../../lambda/invoke-permission.ts';
import { codeOfVersion, type PublishedVersion, publishVersion, untilReady } from '../../lambda/published-version.ts';
import type { LambdaWork } from '../../lambda/wait.ts';
import { recordedPools } from '../../releases/recorded-pools.ts';
import {
  formatReleaseRecord,
  type HistoryEntry,
  type ReleaseRecord,
  releaseHistory,
} from '../../releases/release-record.ts';
import { createOnce } from '../../sdk/create-once.ts';
import { isAwsError } from '../../sdk/errors/sdk-error.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { inParallel } from '../parallel-steps.ts';

export interface HttpReleaseShape {
  kind: 'http-release';
  properties: {
    api: Later<string>;
    function: Later<string>;
    /** The version that the upload of the code published; `null` if there was no upload. */
    published: Later<PublishedVersion | null>;
    release: string;
    contract: string;
    code: string;
    revision?: string;
    /** The ARNs of the stage's user pools and the IDs of their clients, by the names in apikit.yaml. */
    userPools?: Record<string, Later<string>>;
    userPoolClients?: Record<string, Later<string>>;
  };
  attributes: {
    deploymentId: string;
    version: string;
    release: string;
    /** The releases, newest first. */
    history: HistoryEntry[];
  };
  found: {
    release: string;
    contract: string;
    code: string;
    permission: boolean;
    /** The pools in the record of the release. */
    pools?: string;
  };
}

type Desired = Resolved<HttpReleaseShape['properties']>;

export function httpReleaseKind({
  clients,
  clock,
  artifacts,
  target,
  releasedCode,
}: KindDependencies): Kind<HttpReleaseShape> {
  const permissionOf = (api: string, name: string, version: string): InvokePermission => ({
    function: name,
    version,
    api,
    source: executeApiArn(target, api),
  });

  async function read({ properties }: Resource<HttpReleaseShape>): Promise<Observed<HttpReleaseShape> | undefined> {
    const { api, function: name, release } = properties;
    if (typeof api !== 'string') return undefined;
    const history = historyOf(await listHttpDeployments(await clients.apiGatewayV2(), api));
    for (const { record } of history) releasedCode?.add(record.code);
    const found = history.find(({ record }) => record.release === release);
    const current = found ?? history[0];
    if (!current) return undefined;
    const permission =
      found !== undefined &&
      typeof name === 'string' &&
      (await hasInvokePermission(await clients.lambda(), permissionOf(api, name, found.record.version)));
    return observedAs(current, history, permission);
  }

  async function make(desired: Desired, work: LambdaWork): Promise<Observed<HttpReleaseShape>> {
    const { context } = work;
    const { api, function: name, code } = desired;
    const published = desired.published ?? (await publishVersion(work, name, code));
    const client = await clients.apiGatewayV2();
    const definition = definitionOf(desired, published.arn);
    await inParallel(context, [
      (context) => ensureInvokePermission({ ...work, context }, permissionOf(api, name, published.version)),
      ({ note }) => importHttpDefinition(client, api, definition, note),
      (context) => untilReady({ ...work, context }, name, published),
    ]);
    const record = recordOf(desired, published.version, clock.now(), target.caller);
    const deployment = await deploy(client, desired, record, context);
    const [made] = historyOf([{ CreatedDate: new Date(record.time), ...deployment }]);
    if (!made) throw new Error('API Gateway returned a deployment without an ID');
    return observedAs(made, [made], true);
  }

  function definitionOf({ contract, userPools, userPoolClients }: Desired, arn: string): string {
    const template = artifacts.get(contract);
    if (!template) throw new Error(`the definition ${contract} is not among the artifacts`);
    return fillDefinition(template, arn, userPools, userPoolClients);
  }

  async function deploy(
    client: ApiGatewayV2Client,
    { api, release }: Desired,
    record: ReleaseRecord,
    { signal }: KindContext,
  ): Promise<Deployment> {
    const Description = formatReleaseRecord(record);
    const { CreateDeploymentCommand } = await import('@aws-sdk/client-apigatewayv2');
    const command = new CreateDeploymentCommand({ ApiId: api, Description });
    return await createOnce<Deployment>(command, {
      send: async () => ({ Description, ...(await client.send(command)) }),
      async find() {
        const all = await listHttpDeployments(client, api);
        const made = historyOf(all).find(
          ({ record: found }) => found.release === release && found.time === record.time,
        );
        return made && all.find(({ DeploymentId }) => DeploymentId === made.deploymentId);
      },
      clock,
      signal,
    });
  }

  /** Whether the version of an existing release is still there with its code. Restores the permission. */
  async function isWhole(work: LambdaWork, desired: Desired, version: string): Promise<boolean> {
    try {
      if ((await codeOfVersion(work.client, desired.function, version)) !== desired.code) return false;
      await ensureInvokePermission(work, permissionOf(desired.api, desired.function, version));
      return true;
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) return false;
      throw error;
    }
  }

  return {
    kind: 'http-release',
    rights: [
      { actions: ['apigateway:GET'], on: inApiGateway('/apis/*'), when: resourceHasAppTag },
      changeOwn('/apis/*'),
      {
        actions: ['lambda:PublishVersion', 'lambda:GetFunction', 'lambda:GetPolicy', 'lambda:RemovePermission'],
        on: ownFunctions,
      },
      {
        actions: ['lambda:AddPermission'],
        on: ownFunctions,
        when: () => equals({ 'lambda:Principal': 'apigateway.amazonaws.com' }),
      },
    ],
    readsBy: ['api', 'function'],
    read,
    diff,
    async apply({ properties: desired }, observed, context) {
      const work: LambdaWork = { client: await clients.lambda(), clock, context };
      const known = observed?.attributes.release === desired.release && samePools(observed, desired);
      if (known && (await isWhole(work, desired, String(observed.attributes.version))))
        return { ...observed, properties: { ...observed.properties, permission: true } };
      const made = await make(desired, work);
      const earlier = observed?.attributes.history ?? [];
      return { ...made, attributes: { ...made.attributes, history: [...(made.attributes.history ?? []), ...earlier] } };
    },
    /** API Gateway deletes deployments with their API, and Lambda deletes versions with their function. */
    async remove() {},
  };
}

const historyOf = (deployments: readonly Deployment[]): HistoryEntry[] =>
  releaseHistory(
    deployments.map(({ DeploymentId: id, Description: description, CreatedDate: createdDate }) => ({
      id,
      description,
      createdDate,
    })),
  );

function samePools(
  { properties }: Observed<HttpReleaseShape>,
  { userPools, userPoolClients }: HttpReleaseShape['properties'],
): boolean {
  return properties.pools === recordedPools(userPools, userPoolClients);
}

function recordOf(desired: Desired, version: string, now: number, by: string | undefined): ReleaseRecord {
  const { release, contract, code, revision } = desired;
  const pools = recordedPools(desired.userPools, desired.userPoolClients);
  return {
    release,
    contract,
    code,
    version,
    ...(revision !== undefined && { revision }),
    ...(pools !== undefined && { pools }),
    time: new Date(now).toISOString(),
    ...(by !== undefined && { by }),
  };
}

function diff({ properties: wanted }: Resource<HttpReleaseShape>, observed: Observed<HttpReleaseShape>): FieldChange[] {
  const { properties: had } = observed;
  if (had.release === wanted.release) {
    if (!samePools(observed, wanted)) return [{ path: 'userPools', from: 'others', to: 'those of the stage' }];
    const missing: FieldChange[] = [{ path: 'permission', from: 'missing', to: 'present' }];
    return had.permission ? [] : missing;
  }
  const changes: FieldChange[] = [{ path: 'release', from: had.release, to: wanted.release }];
  for (const path of ['contract', 'code'] as const) {
    if (had[path] !== wanted[path]) changes.push({ path, from: had[path], to: wanted[path] });
  }
  return changes;
}

function observedAs(current: HistoryEntry, history: HistoryEntry[], permission: boolean): Observed<HttpReleaseShape> {
  const { release, contract, code, version, pools } = current.record;
  return {
    attributes: { deploymentId: current.deploymentId, version, release, history },
    properties: { release, contract, code, permission, ...(pools !== undefined && { pools }) },
    owned: true,
  };
}
