/** Lists everything with tags in a region for the tagging API: ARNs and tags, sorted by ARN. */
import type { OperationContext } from '../../cloud/operation.ts';
import type { Tag } from '../../cloud/tag-list.ts';
import { certificatesOf } from '../../state/certificates.ts';
import { firewallOf } from '../../state/firewall.ts';
import { functionArn, lambdaState } from '../../state/functions/model.ts';
import { keyArn, keysOf } from '../../state/keys/keys.ts';
import { queueArn, queuesOf } from '../../state/queues/model.ts';
import { poolArn, userPools } from '../../state/user-pools.ts';
import { apiKeys, domainNames, restApis, stages, usagePlans } from '../apigateway/state.ts';
import { apis, stages as httpStages } from '../apigatewayv2/state.ts';
import { alarmArn, alarmsOf } from '../cloudwatch/alarm.ts';
import { muteRuleArn, muteRulesOf } from '../cloudwatch/mute-rule.ts';
import { settingsOf } from '../dynamodb/table-settings.ts';
import { busArn, busesOf, ruleArn, rulesOf } from '../events/model.ts';
import { eventSourcesOf, mappingArn } from '../lambda/event-sources/model.ts';
import { groupArn, groupsOf } from '../logs/model.ts';
import { bucketArn, bucketsOf } from '../s3/model.ts';
import { secretsOf } from '../secretsmanager/model.ts';
import { topicsOf } from '../sns/model.ts';
import { machineArn, machinesOf } from '../states/model.ts';

export interface TaggedResource {
  readonly ResourceARN: string;
  readonly Tags: readonly Tag[];
}

/** IAM's roles are not included: "The GetResources operation does not currently support IAM users and roles." */
export function taggedResources(context: OperationContext): TaggedResource[] {
  const { cloud, region, account } = context;
  const firewall = firewallOf(cloud, context);
  const gateway = (path: string) => `arn:aws:apigateway:${region}::/${path}`;
  const found: TaggedResource[] = [
    ...restApis(context)
      .values()
      .map(({ id, tags }) => tagged(gateway(`restapis/${id}`), tags)),
    ...stages(context)
      .keys()
      .map((key) => {
        const [api, stage] = key.split('/');
        return tagged(gateway(`restapis/${api}/stages/${stage}`), stages(context).get(key)?.tags);
      }),
    ...usagePlans(context)
      .values()
      .map(({ id, tags }) => tagged(gateway(`usageplans/${id}`), tags)),
    ...apiKeys(context)
      .values()
      .map(({ id, tags }) => tagged(gateway(`apikeys/${id}`), tags)),
    ...domainNames(context)
      .values()
      .map(({ domainName, tags }) => tagged(gateway(`domainnames/${domainName}`), tags)),
    ...certificatesOf(cloud, context)
      .values()
      .map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tags })),
    ...apis(context)
      .values()
      .map(({ ApiId, Tags }) => tagged(gateway(`apis/${ApiId}`), Tags)),
    ...httpStages(context)
      .keys()
      .map((key) => {
        const [api, stage] = key.split('/');
        return tagged(gateway(`apis/${api}/stages/${stage}`), httpStages(context).get(key)?.Tags);
      }),
    ...alarmsOf(cloud, context)
      .values()
      .map(({ configuration, tags }) => ({ ResourceARN: alarmArn(context, configuration.AlarmName), Tags: tags })),
    ...muteRulesOf(context)
      .values()
      .map(({ name, tags }) => ({ ResourceARN: muteRuleArn(context, name), Tags: tags })),
    ...userPools(context)
      .values()
      .map(({ id, tags }) => tagged(poolArn(context, id), tags)),
    ...settingsOf(cloud, context)
      .keys()
      .map((name) => ({
        ResourceARN: `arn:aws:dynamodb:${region}:${account}:table/${name}`,
        Tags: settingsOf(cloud, context).get(name)?.tags ?? [],
      })),
    ...lambdaState(cloud, context)
      .functions.values()
      .map(({ name, tags }) => tagged(functionArn(context, name), tags)),
    ...eventSourcesOf(cloud, context)
      .values()
      .map(({ uuid, tags }) => tagged(mappingArn(context, uuid), tags)),
    ...groupsOf(cloud, context)
      .values()
      .map(({ logGroupName, tags }) => tagged(groupArn(context, logGroupName), tags)),
    ...keysOf(cloud, context)
      .values()
      .map(({ id, tags }) => ({ ResourceARN: keyArn(context, id), Tags: tags })),
    ...secretsOf(context)
      .values()
      .map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tags })),
    ...machinesOf(cloud, context)
      .values()
      .map(({ name, tags }) => ({
        ResourceARN: machineArn(context, name),
        Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })),
      })),
    ...queuesOf(cloud, context)
      .values()
      .map(({ name, tags }) => tagged(queueArn(context, name), tags)),
    ...bucketsOf(cloud)
      .values()
      .filter((bucket) => bucket.region === region)
      .map(({ name, tags }) => ({ ResourceARN: bucketArn(name), Tags: tags })),
    ...busesOf(context)
      .values()
      .map(({ name, tags }) => ({ ResourceARN: busArn(context, name), Tags: tags })),
    ...rulesOf(context)
      .values()
      .map((rule) => ({ ResourceARN: ruleArn(context, rule), Tags: rule.tags })),
    ...topicsOf(context)
      .values()
      .map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tags })),
    ...[firewall.webAcls, firewall.ipSets].flatMap((all) =>
      all.values().map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tags })),
    ),
  ];
  return found.filter(({ Tags }) => Tags.length > 0).sort((a, b) => (a.ResourceARN < b.ResourceARN ? -1 : 1));
}

function tagged(ResourceARN: string, tags: Readonly<Record<string, string>> = {}): TaggedResource {
  return { ResourceARN, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}
