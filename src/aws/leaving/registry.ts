/** How each kind of resource leaves. `test/aws/leaving/registry.test.ts` fails if a kind is not in the list. */

import { alarm } from './kinds/alarm.ts';
import { anomalyMonitor } from './kinds/anomaly-monitor.ts';
import { bucket } from './kinds/bucket.ts';
import { budget } from './kinds/budget.ts';
import { dashboard } from './kinds/dashboard.ts';
import { basePathMapping, certificate, dnsRecord, domainName } from './kinds/domain.ts';
import { eventSource } from './kinds/event-source.ts';
import { eventBus, eventRule } from './kinds/events.ts';
import { lambdaFunction } from './kinds/function.ts';
import { functionUrl, urlRelease } from './kinds/function-url.ts';
import { httpApi, httpRelease, httpStage } from './kinds/http-api.ts';
import { servicePermission } from './kinds/invoke-permission.ts';
import { ipSet } from './kinds/ip-set.ts';
import { logGroup } from './kinds/log-group.ts';
import { messageTopic } from './kinds/message-topic.ts';
import { metricFilter } from './kinds/metric-filter.ts';
import { provisionedConcurrency } from './kinds/provisioned-concurrency.ts';
import { queue } from './kinds/queue.ts';
import { release } from './kinds/release.ts';
import { restApi } from './kinds/rest-api.ts';
import { role } from './kinds/role.ts';
import { stage } from './kinds/stage.ts';
import { stateMachine } from './kinds/state-machine.ts';
import { table } from './kinds/table.ts';
import { topic } from './kinds/topic.ts';
import { usagePlan } from './kinds/usage-plan.ts';
import { userPool } from './kinds/user-pool.ts';
import { userPoolClient } from './kinds/user-pool-client.ts';
import { webAcl } from './kinds/web-acl.ts';
import { webAclAssociation } from './kinds/web-acl-association.ts';
import type { Leaving } from './leaving.ts';
import { ONLY_IN_APIKIT, staysBehind } from './left-behind.ts';

export const LEAVING: Readonly<Record<string, Leaving>> = {
  'rest-api': restApi,
  'http-api': httpApi,
  'usage-plan': usagePlan,
  table,
  queue,
  bucket,
  role,
  topic,
  'log-group': logGroup,
  'metric-filter': metricFilter,
  function: lambdaFunction,
  layer: staysBehind({
    why: 'A layer version never changes, so a stack could not take it over and publish the next one.',
    instead: 'It stays, and the template names the version. Publish later versions yourself.',
  }),
  consumer: lambdaFunction,
  'user-pool': userPool,
  'user-pool-client': userPoolClient,
  alarm,
  dashboard,
  budget,
  'anomaly-monitor': anomalyMonitor,
  'web-acl': webAcl,
  'web-acl-association': webAclAssociation,
  'ip-set': ipSet,
  certificate,
  'dns-record': dnsRecord,
  'domain-name': domainName,
  'base-path-mapping': basePathMapping,
  'provisioned-concurrency': provisionedConcurrency,
  'event-source': eventSource,
  'invoke-permission': servicePermission,
  'message-topic': messageTopic,
  'event-bus': eventBus,
  'event-rule': eventRule,
  'state-machine': stateMachine,
  release,
  stage,
  'http-release': httpRelease,
  'http-stage': httpStage,
  'url-release': urlRelease,
  'function-url': functionUrl,
  'api-gateway-account': staysBehind({
    why: 'It belongs to the account and the region, and all APIs there use it.',
    instead: 'It stays. Manage it in one stack for the whole account, if at all.',
  }),
  'imported-table': staysBehind({
    why: 'apikit did not create the table, and something else manages it.',
    instead: 'It stays where it is managed.',
  }),
  'trust-store': staysBehind({
    why: 'It is a file in your bucket, and no resource.',
    instead: 'It stays, and the template names it. Upload a new version yourself when a certificate changes.',
  }),
  // Only the search for former resources makes resources of these kinds. No stage asks for them.
  'api-key': ONLY_IN_APIKIT,
  'mute-rule': ONLY_IN_APIKIT,
  'table-index': ONLY_IN_APIKIT,
  // The pruning of releases is work of a deploy. AWS has nothing of it.
  'release-history': ONLY_IN_APIKIT,
  'http-history': ONLY_IN_APIKIT,
  'url-history': ONLY_IN_APIKIT,
};
