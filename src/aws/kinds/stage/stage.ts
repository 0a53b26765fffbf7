/**
 * Kind `stage`: the pointer to the live deployment, and the settings that need no deployment. All changes are in one
 * `UpdateStage`, so a switch to another release and its settings happen together or not at all.
 */
import {
  type APIGatewayClient,
  CreateStageCommand,
  DeleteStageCommand,
  GetStageCommand,
  type Stage,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import type { Kind, KindContext, Observed, ResolvedResource, Resource } from '../../../engine/resource.ts';
import { ApikitError } from '../../../errors.ts';
import { apiGatewayArn } from '../../../naming/arns.ts';
import { domainInvokeUrl, invokeUrl } from '../../api-gateway/invoke-url.ts';
import { replaceOperation } from '../../api-gateway/patch-path.ts';
import { changeOwn, inApiGateway, resourceHasAppTag } from '../../arns/own-arns.ts';
import { comparableTags, owns, tagChanges } from '../../ownership/ownership.ts';
import { confirmProtection } from '../../releases/confirm-protection.ts';
import type { Promotion } from '../../releases/release-record.ts';
import {
  formatSwitchRecord,
  parseSwitchRecord,
  type SwitchRecord,
  switchAfter,
  switchedBy,
} from '../../releases/switch-record.ts';
import { errorMessage, isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { retry, waitUntil } from '../../sdk/retry.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import type { DesiredStage, StageShape } from './shape.ts';
import { methodsWithSettings } from './stage-methods.ts';
import { isClusterChanging, isClusterPatch, observedStage, silencing, stagePatch } from './stage-settings.ts';

/**
 * Milliseconds. The account's CloudWatch role may be new, and API Gateway may not see it everywhere yet
 * (docs/pitfalls.md, pitfall 10).
 */
const ROLE_PATIENCE = 120_000;

/** Milliseconds. AWS says up to four minutes. Terraform's provider waits for half an hour. */
const CLUSTER_PATIENCE = 30 * 60_000;

export function stageKind({ clients, clock, artifacts, target, rights, logs }: KindDependencies): Kind<StageShape> {
  function describe(resource: Resource<StageShape>, api: string, stage: Stage): Observed<StageShape> {
    const { definition, promoted, address, tags, ...wanted } = resource.properties;
    const switched = parseSwitchRecord(stage.description);
    const methods = methodsWithSettings(stage.methodSettings ?? {});
    const { canary, ...properties } = observedStage(stage, wanted, target.region);
    // A canary of apikit is not a difference: other commands end it.
    const foreign = canary !== undefined && switched?.canary === undefined;
    return {
      attributes: {
        arn: arnOf(api, resource.name),
        name: resource.name,
        url: address ? domainInvokeUrl(target, address.domain) : invokeUrl(target, api, resource.name),
        ...(address?.needsCertificate && { needsCertificate: true as const }),
        deploymentId: stage.deploymentId,
        previous: switched?.from ?? null,
        webAcl: stage.webAclArn ?? null,
        ...(switched && { switched }),
        ...(stage.clientCertificateId && { clientCertificate: stage.clientCertificateId }),
        ...(stage.canarySettings && {
          canary: stage.canarySettings.deploymentId ?? stage.deploymentId,
          percent: stage.canarySettings.percentTraffic ?? 0,
        }),
        ...(methods.length > 0 && { methods }),
        ...(isClusterChanging(stage) && { cluster: stage.cacheClusterStatus }),
      },
      properties: {
        ...properties,
        ...(foreign && { canary }),
        ...{ api, definition, ...(promoted && { promoted }) },
        tags: comparableTags(properties.tags),
      },
      owned: owns(tags, properties.tags),
    };
  }

  const arnOf = (api: string, name: string) => apiGatewayArn(target, `/restapis/${api}/stages/${name}`);

  /** The description of the stage for a deploy that switches it. */
  function switchTo(from: string | undefined, before: SwitchRecord | undefined, source: Promotion | undefined): string {
    const record: SwitchRecord = {
      how: source ? 'promote' : 'deploy',
      ...switchedBy(clock.now(), target.caller),
      ...(from !== undefined && { from }),
      ...(source && { source }),
    };
    return formatSwitchRecord(switchAfter(before, record));
  }

  async function read(resource: Resource<StageShape>): Promise<Observed<StageShape> | undefined> {
    const { api } = resource.properties;
    if (typeof api !== 'string') return undefined;
    const client = await clients.apiGateway();
    const stage = await undefinedIfNotFound(
      client.send(new GetStageCommand({ restApiId: api, stageName: resource.name })),
    );
    return stage && describe(resource, api, stage);
  }

  /** Sets everything that `CreateStage` accepts. A patch follows for the rest. */
  async function create(
    client: APIGatewayClient,
    resource: ResolvedResource<StageShape>,
  ): Promise<Observed<StageShape>> {
    const { api, deployment, variables, tracing, promoted, tags } = resource.properties;
    const command = new CreateStageCommand({
      restApiId: api,
      stageName: resource.name,
      deploymentId: deployment,
      variables,
      tracingEnabled: tracing,
      description: switchTo(undefined, undefined, promoted),
      tags,
    });
    try {
      const made = await client.send(command);
      return describe(resource, api, { tags, ...made });
    } catch (error) {
      // Another run was faster, or the response to our own first try was lost.
      const existing = isAwsError(error, 'ConflictException') ? await read(resource) : undefined;
      if (!existing?.owned) throw error;
      return existing;
    }
  }

  async function sync(
    client: APIGatewayClient,
    resource: ResolvedResource<StageShape>,
    observed: Observed<StageShape>,
    context: KindContext,
  ) {
    const desired = resource.properties;
    const had = observed.properties;
    if (observed.attributes.canary && desired.deployment !== had.deployment) throw canaryInProgress(resource.name);
    const { set, remove } = tagChanges(desired.tags, had.tags);
    const resourceArn = arnOf(desired.api, resource.name);
    if (Object.keys(set).length > 0) await client.send(new TagResourceCommand({ resourceArn, tags: set }));
    if (remove.length > 0) await client.send(new UntagResourceCommand({ resourceArn, tagKeys: remove }));
    // A cluster that is changing must not delay the release: `finish` waits for it.
    const changing = observed.attributes.cluster !== undefined;
    const patchOperations = stagePatch(desired, had).filter((one) => !(changing && isClusterPatch(one)));
    if (desired.deployment !== had.deployment) {
      const before = observed.attributes.switched;
      patchOperations.push(replaceOperation('/description', switchTo(had.deployment, before, desired.promoted)));
    }
    if (patchOperations.length === 0)
      return { ...observed, properties: { ...observed.properties, tags: desired.tags } };
    const command = new UpdateStageCommand({ restApiId: desired.api, stageName: resource.name, patchOperations });
    if (desired.deployment !== had.deployment) await rights?.over(context.note, context.signal);
    if (patchOperations.some(isClusterPatch)) tellOfCluster(desired, context);
    const updated = await retryUntilRoleWorks(context, () => client.send(command));
    return describe(resource, desired.api, { ...updated, tags: desired.tags });
  }

  /** Makes the changes that had to wait until API Gateway completed an earlier change of the cache. */
  async function changeCluster(
    resource: ResolvedResource<StageShape>,
    applied: Observed<StageShape>,
    context: KindContext,
  ): Promise<void> {
    const desired = resource.properties;
    const later = (had: Observed<StageShape>) => stagePatch(desired, had.properties).filter(isClusterPatch);
    if (later(applied).length === 0) return;
    context.note('waiting for an earlier change of the cache, which takes AWS up to four minutes');
    const client = await clients.apiGateway();
    const stage = { restApiId: desired.api, stageName: resource.name };
    const patience = {
      what: `change the cache of stage "${resource.name}"`,
      within: CLUSTER_PATIENCE,
      firstDelay: 5_000,
      longestDelay: 15_000,
      hint: 'Everything else of the stage is up to date. Run the same command again later: it changes only the cache.',
      clock,
      signal: context.signal,
    };
    const settled = await waitUntil(patience, async () => {
      const now = await client.send(new GetStageCommand(stage));
      return isClusterChanging(now) ? undefined : now;
    });
    const patchOperations = later(describe(resource, desired.api, settled));
    if (patchOperations.length === 0) return;
    tellOfCluster(desired, context);
    await client.send(new UpdateStageCommand({ ...stage, patchOperations }));
  }

  /** A release that does not protect what the contract protects must not go live. */
  async function confirmRelease(
    client: APIGatewayClient,
    resource: ResolvedResource<StageShape>,
    observed: Observed<StageShape> | undefined,
    context: KindContext,
  ): Promise<void> {
    const { api, deployment, definition } = resource.properties;
    if (deployment === observed?.properties.deployment) return;
    const put = artifacts.get(definition);
    if (!put) throw new Error(`the definition ${definition} is not among the artifacts`);
    await confirmProtection(client, { api, deployment, definition: put, context });
  }

  async function retryUntilRoleWorks<T>(context: KindContext, send: () => Promise<T>): Promise<T> {
    return await retry(
      {
        what: 'turn on the logs of the stage',
        within: ROLE_PATIENCE,
        firstDelay: 2_000,
        hint: 'The CloudWatch role in the API Gateway settings of this account and region must exist and be allowed to write logs.',
        clock,
        signal: context.signal,
        retryable: (error) =>
          /CloudWatch Logs role ARN must be set|role ARN does not have required/i.test(errorMessage(error)),
        onRetry: (tries) => tries === 1 && context.note('waiting for the CloudWatch role to be usable'),
      },
      send,
    );
  }

  return {
    kind: 'stage',
    rights: [
      { actions: ['apigateway:GET'], on: inApiGateway('/restapis/*'), when: resourceHasAppTag },
      changeOwn('/restapis/*'),
      { actions: ['apigateway:PUT', 'apigateway:DELETE'], on: inApiGateway('/tags/*') },
    ],
    readsBy: ['api'],
    read,
    diff({ properties: { address: _, ...settings } }, observed) {
      return diffFields(settings, observed.properties);
    },
    async apply(resource, observed, context) {
      const client = await clients.apiGateway();
      await confirmRelease(client, resource, observed, context);
      return await sync(client, resource, observed ?? (await create(client, resource)), context);
    },
    finish: changeCluster,
    async remove(resource, observed) {
      const client = await clients.apiGateway();
      const stage = { restApiId: observed.properties.api, stageName: resource.name };
      const had = observed.properties;
      // API Gateway may create a log group again as long as it has something to write (docs/aws/logs.md).
      if (had.accessLog.destination !== undefined || had.logging !== 'OFF') {
        logs?.begun();
        const silenced = new UpdateStageCommand({ ...stage, patchOperations: silencing(had) });
        await undefinedIfNotFound(client.send(silenced));
      }
      await undefinedIfNotFound(client.send(new DeleteStageCommand(stage)));
    },
  };
}

function tellOfCluster({ cache }: Pick<DesiredStage, 'cache'>, { note }: KindContext): void {
  if (cache) note(`AWS creates the cache of ${cache.size} GB, which takes about four minutes`);
}

/**
 * A switch under a canary would leave the requests split between two releases that nobody compared
 * (docs/aws/deployments.md).
 */
function canaryInProgress(stage: string): ApikitError {
  return new ApikitError(
    'CanaryInProgress',
    `Stage "${stage}" is serving a canary, so no other release can go live now.`,
    {
      hint: `End it first, then deploy: apikit canary promote --stage ${stage}, or apikit canary abort --stage ${stage}`,
    },
  );
}
