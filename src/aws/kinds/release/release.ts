/**
 * Kind `release`: contract and code together as one immutable API Gateway deployment. Its creation first publishes the
 * version. Then it adds the invoke permission, imports the definition that names the version, and waits until the
 * version is ready, all at once. The deployment comes last, because it records that the release is complete: anybody
 * who finds it may make it live. Nothing is live until the stage points to it, and each step is idempotent or harmless
 * to repeat, so a crash in between does no harm.
 *
 * The definition for new code is imported while the code is uploaded. It names the version that the upload will create,
 * because Lambda counts versions. If that was wrong (a killed run has published one in between), the definition is
 * imported again.
 */
import { type APIGatewayClient, CreateDeploymentCommand, type Deployment } from '@aws-sdk/client-api-gateway';
import type { FieldChange, Kind, KindContext, Later, Observed, Resource } from '../../../engine/resource.ts';
import { executeApiArn, functionArn } from '../../../naming/arns.ts';
import { fillDefinition, putDefinition } from '../../api-gateway/definition.ts';
import { listDeployments } from '../../api-gateway/deployments.ts';
import { changeOwn, equals, inApiGateway, ownFunctions, resourceHasAppTag } from '../../arns/own-arns.ts';
import { ensureInvokePermission, hasInvokePermission, type InvokePermission } from '../../lambda/invoke-permission.ts';
import { codeOfVersion, publishVersion, untilReady } from '../../lambda/published-version.ts';
import type { LambdaWork } from '../../lambda/wait.ts';
import { recordedPools } from '../../releases/recorded-pools.ts';
import type { ReleaseRecord } from '../../releases/release-record.ts';
import { formatReleaseRecord, type HistoryEntry, releaseHistory } from '../../releases/release-record.ts';
import { createOnce } from '../../sdk/create-once.ts';
import { isAwsError } from '../../sdk/errors/sdk-error.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { inParallel } from '../parallel-steps.ts';
import type { DesiredRelease, ReleaseProperties, ReleaseShape } from './shape.ts';

type Invoked = Pick<DesiredRelease, 'api' | 'function'>;
type Defined = Pick<DesiredRelease, 'api' | 'contract' | 'userPools'>;

/** A definition that was imported before its version exists. */
interface PutAhead {
  /** The ARN of the version that it names. */
  readonly arn: string;
  /** The warnings of API Gateway. */
  readonly warnings: Promise<string[]>;
}

/** The characters for the names in a record, which has other parts, too. */
const NAMES_LIMIT = 200;

export function releaseKind({ clients, clock, artifacts, target, releasedCode }: KindDependencies): Kind<ReleaseShape> {
  let ahead: PutAhead | undefined;

  function permissionOf({ api, function: name }: Invoked, version: string): InvokePermission {
    return { function: name, version, api, source: executeApiArn(target, api) };
  }

  async function read(resource: Resource<ReleaseShape>): Promise<Observed<ReleaseShape> | undefined> {
    const { api, function: name, release } = resource.properties;
    if (typeof api !== 'string') return undefined;
    const history = releaseHistory(await listDeployments(await clients.apiGateway(), api));
    for (const { record } of history) releasedCode?.add(record.code);
    const found = history.find(({ record }) => record.release === release);
    const current = found ?? history[0];
    if (!current) return undefined;
    // Only a release that may go live again needs a check of its permission.
    const permission =
      found !== undefined &&
      typeof name === 'string' &&
      (await hasInvokePermission(await clients.lambda(), permissionOf({ api, function: name }, found.record.version)));
    return observedRelease(current, history, permission);
  }

  async function makeRelease(desired: DesiredRelease, work: LambdaWork): Promise<Observed<ReleaseShape>> {
    const { context } = work;
    const published = desired.published ?? (await publishVersion(work, desired.function, desired.code));
    await inParallel(context, [
      (context) => ensureInvokePermission({ ...work, context }, permissionOf(desired, published.version)),
      (context) => ensureContract(desired, published.arn, context),
      (context) => untilReady({ ...work, context }, desired.function, published),
    ]);

    const client = await clients.apiGateway();
    const record = recordOf(desired, published.version, clock.now(), target.caller);
    const deployment = await createDeployment(client, desired, record, context);
    const [made] = releaseHistory([
      { createdDate: new Date(record.time), ...deployment, description: formatReleaseRecord(record) },
    ]);
    if (!made) throw new Error('API Gateway returned a deployment without an id');
    return observedRelease(made, [made], true);
  }

  async function putAhead(resource: Resource<ReleaseShape>, observed: Observed<ReleaseShape>): Promise<void> {
    const { api, function: name, code, contract, userPools = {} } = resource.properties;
    if (typeof api !== 'string' || typeof name !== 'string' || !areKnown(userPools)) return;
    const arn = nextVersion(name, code, observed);
    if (arn === undefined) return;
    ahead = { arn, warnings: putContract({ api, contract, userPools }, arn) };
    // `apply` reports the error. It may not run at all.
    await ahead.warnings.catch(() => undefined);
  }

  /**
   * Returns `undefined` if the definition must be imported again: for another version, or because API Gateway rejected
   * it before the version existed.
   */
  async function putAlready(arn: string): Promise<string[] | undefined> {
    try {
      const warnings = await ahead?.warnings;
      return ahead?.arn === arn ? warnings : undefined;
    } catch (error) {
      if (ahead?.arn === arn && !isAwsError(error, 'BadRequestException')) throw error;
      return undefined;
    }
  }

  /**
   * The ARN of the version that the upload of this code will create. Returns `undefined` if the code already has a
   * version, or will not be uploaded.
   */
  function nextVersion(name: string, code: string, { attributes }: Observed<ReleaseShape>): string | undefined {
    const { history } = attributes;
    if (!history || !releasedCode || releasedCode.has(code)) return undefined;
    const last = Math.max(...history.map(({ record }) => Number(record.version)));
    return functionArn(target, `${name}:${last + 1}`);
  }

  /** The early import must have ended in any case, because two imports at once may finish in any order. */
  async function ensureContract(desired: DesiredRelease, arn: string, context: KindContext): Promise<void> {
    const warnings = (await putAlready(arn)) ?? (await putContract(desired, arn));
    for (const warning of warnings) context.note(`API Gateway warns: ${warning}`);
  }

  async function putContract({ api, contract, userPools }: Defined, arn: string): Promise<string[]> {
    const template = artifacts.get(contract);
    if (!template) throw new Error(`the definition ${contract} is not among the artifacts`);
    const client = await clients.apiGateway();
    const document = fillDefinition(template, arn, userPools);
    return await putDefinition(client, api, document);
  }

  async function createDeployment(
    client: APIGatewayClient,
    { api, release }: DesiredRelease,
    record: ReleaseRecord,
    { signal }: KindContext,
  ): Promise<Deployment> {
    const command = new CreateDeploymentCommand({ restApiId: api, description: formatReleaseRecord(record) });
    return await createOnce<Deployment>(command, {
      send: () => client.send(command),
      async find() {
        const made = releaseHistory(await listDeployments(client, api)).find(
          (entry) => entry.record.release === release && entry.record.time === record.time,
        );
        return made && { id: made.deploymentId, createdDate: new Date(made.createdAt) };
      },
      clock,
      signal,
    });
  }

  /** Returns `false` if the release's version does not exist any more, or has other code than the release. */
  async function repairPermission(
    desired: DesiredRelease,
    observed: Observed<ReleaseShape>,
    work: LambdaWork,
  ): Promise<boolean> {
    const version = String(observed.attributes.version);
    try {
      if ((await codeOfVersion(work.client, desired.function, version)) !== desired.code) return false;
      await ensureInvokePermission(work, permissionOf(desired, version));
      // If the function had been deleted, its first version has just been created again.
      if (desired.published?.version === version) await untilReady(work, desired.function, desired.published);
      return true;
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) return false;
      throw error;
    }
  }

  return {
    kind: 'release',
    rights: [
      { actions: ['apigateway:GET'], on: inApiGateway('/restapis/*'), when: resourceHasAppTag },
      changeOwn('/restapis/*'),
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
    headStart: { by: 'api', begin: putAhead },
    read,
    diff,
    async apply(resource, observed, context) {
      const desired = resource.properties;
      const work: LambdaWork = { client: await clients.lambda(), clock, context };
      const exists = observed?.attributes.release === desired.release && samePools(observed, desired);
      if (exists && (await repairPermission(desired, observed, work))) {
        return { ...observed, properties: { ...observed.properties, permission: true } };
      }
      const made = await makeRelease(desired, work);
      const earlier = observed?.attributes.history ?? [];
      return { ...made, attributes: { ...made.attributes, history: [...(made.attributes.history ?? []), ...earlier] } };
    },
    /** API Gateway deletes deployments with their API, and Lambda deletes versions with their function. */
    async remove() {},
  };
}

function diff(desired: Resource<ReleaseShape>, observed: Observed<ReleaseShape>): FieldChange[] {
  const wanted = desired.properties;
  const had = observed.properties;
  if (had.release === wanted.release) {
    if (!samePools(observed, wanted)) return [{ path: 'userPools', from: 'others', to: 'those of the stage' }];
    return had.permission ? [] : [{ path: 'permission', from: 'missing', to: 'present' }];
  }
  const changes: FieldChange[] = [{ path: 'release', from: had.release, to: wanted.release }];
  for (const path of ['contract', 'code'] as const) {
    if (had[path] !== wanted[path]) changes.push({ path, from: had[path], to: wanted[path] });
  }
  return changes;
}

function observedRelease(current: HistoryEntry, history: HistoryEntry[], permission: boolean): Observed<ReleaseShape> {
  const { release, contract, code, version, pools } = current.record;
  return {
    attributes: { deploymentId: current.deploymentId, version, release, history },
    properties: { release, contract, code, permission, ...(pools !== undefined && { pools }) },
    owned: true,
  };
}

function recordOf(desired: DesiredRelease, version: string, now: number, by: string | undefined): ReleaseRecord {
  const { release, contract, code, revision, promoted } = desired;
  const pools = recordedPools(desired.userPools);
  const queues = shortened(desired.queues);
  const footprint = shortened(desired.footprint);
  return {
    release,
    contract,
    code,
    version,
    ...(revision && { revision }),
    ...(pools !== undefined && { pools }),
    ...(queues !== undefined && { queues }),
    ...(footprint !== undefined && { footprint }),
    time: new Date(now).toISOString(),
    ...(by !== undefined && { by }),
    ...(promoted && { promoted }),
  };
}

/**
 * The names by which a deploy finds what is left of queues (`kinds/queue/definition.ts`) and of what operations start.
 * Names without room are left out.
 */
function shortened(names: readonly string[] = []): string | undefined {
  const text = names.join(' ');
  if (text.length <= NAMES_LIMIT) return text || undefined;
  return text.slice(0, text.lastIndexOf(' ', NAMES_LIMIT));
}

function samePools(observed: Observed<ReleaseShape>, desired: ReleaseProperties): boolean {
  return observed.properties.pools === recordedPools(desired.userPools);
}

/** Whether all pools exist. The ARN of a pool that does not exist is still a reference. */
function areKnown(pools: Readonly<Record<string, Later<string>>>): pools is Record<string, string> {
  return Object.values(pools).every((arn) => typeof arn === 'string');
}
