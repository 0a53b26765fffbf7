/**
 * The resources that API Gateway and CloudWatch list together with their owners: one listing each, however many there
 * are. Reads only.
 */
import type { RestApi } from '@aws-sdk/client-api-gateway';
import { baseName } from '../../naming/names.ts';
import type { Tags } from '../../naming/tags.ts';
import { APP_TAG, PREVIEW_TAG, STAGE_TAG } from '../../naming/tags.ts';
import { listAlarms } from '../alarms/list-alarms.ts';
import { listRestApis } from '../api-gateway/rest-apis.ts';
import { listUsagePlans } from '../api-gateway/usage-plans.ts';
import { apiGatewayArn } from '../arns/arns.ts';
import { allApiKeys } from '../keys/all-api-keys.ts';
import type { Owner, Place } from '../kinds/search.ts';
import { splitMark } from '../ownership/ownership-mark.ts';
import { type Census, regionalApis } from '../quotas/quota-use.ts';
import { searched, type Unsearched } from '../sdk/unsearched.ts';
import type { Found } from './found.ts';

export function ownerOf(tags: Tags | undefined): Owner | undefined {
  const [app, stage] = [tags?.[APP_TAG], tags?.[STAGE_TAG]];
  const preview = tags?.[PREVIEW_TAG] !== undefined;
  return app === undefined || stage === undefined ? undefined : { app, stage, ...(preview && { preview }) };
}

export interface InApiGateway {
  readonly found: Found[];
  readonly apis: RestApi[];
  /** The counts of all resources, whoever owns them. */
  readonly census: Census;
}

/** APIs, usage plans and API keys. */
export async function inApiGateway({ clients, target }: Place, unsearched: Unsearched[]): Promise<InApiGateway> {
  const client = await clients.apiGateway();
  const [apis, plans, keys] = await Promise.all([
    listRestApis(client),
    searched('usage plans', unsearched, [], () => listUsagePlans(client)),
    searched('API keys', unsearched, [], () => allApiKeys(client)),
  ]);
  const listed = [
    ...apis.map((item) => ({ kind: 'rest-api' as const, path: `/restapis/${item.id}`, ...item })),
    ...plans.map((item) => ({ kind: 'usage-plan' as const, path: `/usageplans/${item.id}`, ...item })),
    ...keys.map((item) => ({ kind: 'api-key' as const, path: `/apikeys/${item.id}`, ...item })),
  ];
  const found = listed.flatMap(({ kind, path, name = '', tags }): Found[] => {
    const owner = ownerOf(tags);
    return owner ? [{ kind, name, arn: apiGatewayArn(target, path), ...owner }] : [];
  });
  return { found, apis, census: { apis: regionalApis(apis), plans: plans.length, keys: keys.length } };
}

/** The description of an alarm names its owner (`ownership-mark.ts`). */
export async function alarms({ clients }: Place, only?: Owner): Promise<Found[]> {
  const client = await clients.cloudwatch();
  const all = await listAlarms(client, only && `${baseName(only)}-`);
  return all.flatMap(({ AlarmName: name = '', AlarmArn: arn = '', AlarmDescription = '' }): Found[] => {
    const [app, stage] = splitMark(AlarmDescription).mark?.owner.split('/') ?? [];
    return app !== undefined && stage !== undefined ? [{ kind: 'alarm', name, arn, app, stage }] : [];
  });
}
