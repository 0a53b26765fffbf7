/**
 * Kind `release`: contract and code together as one immutable API Gateway deployment. Making one goes
 * published version → its invoke permission, the definition that names it, and its becoming ready, all at once →
 * deployment. The deployment is the record that the release is whole: whoever finds one may make it live, so it comes last.
 * Nothing is live until the stage points at it, and each step is idempotent or harmless to repeat, so a crash in between
 * costs nothing.
 *
 * The definition of new code is put while the code is being uploaded, naming the version that will come of it: Lambda counts
 * versions. If another one came of it (a run that was killed has published one in between), it is put again.
 */
import { createHash } from 'node:crypto';
import { type APIGatewayClient, CreateDeploymentCommand, type Deployment } from '@aws-sdk/client-api-gateway';
import type { FieldChange, Kind, KindContext, Later, Observed, Resource } from '../../../engine/resource.ts';
import { fillDefinition, putDefinition } from '../../api-gateway/definition.ts';
import { listDeployments } from '../../api-gateway/deployments.ts';
import { executeApiArn, functionArn } from '../../arns/arns.ts';
import { changingOwn, equals, ifOfApikit, inApiGateway, ownFunctions } from '../../arns/own-arns.ts';
import { ensureInvokePermission, hasInvokePermission, type InvokePermission } from '../../lambda/invoke-permission.ts';
import { codeOfVersion, publishVersion, untilReady } from '../../lambda/published-version.ts';
import type { LambdaWork } from '../../lambda/wait.ts';
import type { ReleaseRecord } from '../../releases/release-record.ts';
import { formatReleaseRecord, type HistoryEntry, releaseHistory } from '../../releases/release-record.ts';
import { createOnce } from '../../sdk/create-once.ts';
import { isAwsError } from '../../sdk/errors/sdk-error.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { inParallel } from '../parallel-steps.ts';
import type { DesiredRelease, ReleaseProperties, ReleaseShape } from './shape.ts';

type Invoked = Pick<DesiredRelease, 'api' | 'function'>;
type Defined = Pick<DesiredRelease, 'api' | 'contract' | 'userPools'>;

/** A definition that was put before its version was there. */
interface PutAhead {
  /** Of the version that it names. */
  readonly arn: string;
  /** What API Gateway warned about. */
  readonly warnings: Promise<string[]>;
}

/** Characters of a record that has other things to say too. */
const POOLS_LIMIT = 400;

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
    // Only a release that may go live again needs its permission looked at.
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
    // Told by `apply`, which may never come.
    await ahead.warnings.catch(() => undefined);
  }

  /** `undefined`: it has to be put again, for another version or because this one was refused before it was there. */
  async function putAlready(arn: string): Promise<string[] | undefined> {
    try {
      const warnings = await ahead?.warnings;
      return ahead?.arn === arn ? warnings : undefined;
    } catch (error) {
      if (ahead?.arn === arn && !isAwsError(error, 'BadRequestException')) throw error;
      return undefined;
    }
  }

  /** ARN of the version that the upload of this code will make; `undefined` where it has one, or will not be uploaded. */
  function nextVersion(name: string, code: string, { attributes }: Observed<ReleaseShape>): string | undefined {
    const { history } = attributes;
    if (!history || !releasedCode || releasedCode.has(code)) return undefined;
    const last = Math.max(...history.map(({ record }) => Number(record.version)));
    return functionArn(target, `${name}:${last + 1}`);
  }

  /** What was put ahead must have ended in any case: two definitions that are put at once may land in any order. */
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

  /** `false` when the release's version is gone, or is not the code that the release was made of. */
  async function repairPermission(
    desired: DesiredRelease,
    observed: Observed<ReleaseShape>,
    work: LambdaWork,
  ): Promise<boolean> {
    const version = String(observed.attributes.version);
    try {
      if ((await codeOfVersion(work.client, desired.function, version)) !== desired.code) return false;
      await ensureInvokePermission(work, permissionOf(desired, version));
      // Where the function had gone, its first version has just come back.
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
      { actions: ['apigateway:GET'], on: inApiGateway('/restapis/*'), when: ifOfApikit },
      changingOwn('/restapis/*'),
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
    /** Deployments go with their API, versions with their function. */
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
  const pools = poolsOf(desired);
  return {
    release,
    contract,
    code,
    version,
    ...(revision && { revision }),
    ...(pools !== undefined && { pools }),
    time: new Date(now).toISOString(),
    ...(by !== undefined && { by }),
    ...(promoted && { promoted }),
  };
}

/** A pool that was made anew has another ARN, which is not part of the release's id: that is made before any pool is there. */
function samePools(observed: Observed<ReleaseShape>, desired: ReleaseProperties): boolean {
  return observed.properties.pools === poolsOf(desired);
}

/** Whether every pool exists: the ARN of one that does not is still a reference. */
function areKnown(pools: Readonly<Record<string, Later<string>>>): pools is Record<string, string> {
  return Object.values(pools).every((arn) => typeof arn === 'string');
}

/** For the record: which pool each name is, by its id. `undefined`: there are none. A pool that is to be made has no id yet. */
function poolsOf({ userPools = {} }: Pick<ReleaseProperties, 'userPools'>): string | undefined {
  const ids = Object.entries(userPools).map(([name, arn]) => `${name}=${String(arn).split('/').at(-1)}`);
  if (ids.length === 0) return undefined;
  const text = ids.sort().join(' ');
  return text.length <= POOLS_LIMIT ? text : createHash('sha256').update(text).digest('hex');
}
