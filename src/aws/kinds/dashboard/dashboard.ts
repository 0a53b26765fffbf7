/**
 * Kind `dashboard`: the graphs of a stage in CloudWatch's console. Its text names the owner and a digest of the tags
 * (`ownership-mark.ts`), so one call reads it.
 */
import { DeleteDashboardsCommand, GetDashboardCommand, PutDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { type FieldChange, isRef, type Kind, type Observed, type Resource } from '../../../engine/resource.ts';
import { alarmArn, dashboardArn } from '../../../naming/arns.ts';
import { ownDashboards } from '../../arns/own-arns.ts';
import { cloudwatchTags, syncCloudwatchTags } from '../../ownership/cloudwatch-tags.ts';
import { owns, toTagList } from '../../ownership/ownership.ts';
import { markOf } from '../../ownership/ownership-mark.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { bodyChanges, bodyOf, marksIn, readBody } from './dashboard-body.ts';
import type { DashboardShape, DesiredDashboard } from './shape.ts';

export function dashboardKind({ clients, target }: KindDependencies): Kind<DashboardShape> {
  const place = { region: target.region, alarmArn: (name: string) => alarmArn(target, name) };
  const bodyFor = (properties: DesiredDashboard) => bodyOf(properties, markOf(properties.tags), place);

  function diff({ properties }: Resource<DashboardShape>, observed: Observed<DashboardShape>): FieldChange[] {
    const { history } = properties;
    const { body, tagsDigest } = observed.properties;
    const { digest } = markOf(properties.tags);
    const tags = tagsDigest === digest ? [] : [{ path: 'tags', from: tagsDigest, to: properties.tags }];
    if (isRef(history)) return [{ path: 'releases', from: marksIn(body), to: history }, ...tags];
    // The text contains the digest of the tags, so a change of tags also changes the text.
    const others = bodyChanges(bodyFor({ ...properties, history }), body).filter(
      ({ path }) => tags.length === 0 || path !== 'widgets.text',
    );
    return [...others, ...tags];
  }

  return {
    kind: 'dashboard',
    rights: [
      {
        actions: [
          'cloudwatch:GetDashboard',
          'cloudwatch:PutDashboard',
          'cloudwatch:DeleteDashboards',
          'cloudwatch:ListTagsForResource',
          'cloudwatch:TagResource',
          'cloudwatch:UntagResource',
        ],
        on: ownDashboards,
      },
    ],
    readsBy: [],
    async read({ name, properties }) {
      const client = await clients.cloudwatch();
      const found = await undefinedIfNotFound(client.send(new GetDashboardCommand({ DashboardName: name })));
      if (!found) return undefined;
      const { tags } = properties;
      const arn = dashboardArn(target, name);
      const { body = { widgets: [] }, mark } = readBody(found.DashboardBody ?? '') ?? {};
      return {
        attributes: { arn, name },
        properties: { body, ...(mark && { tagsDigest: mark.digest }) },
        owned: mark ? mark.owner === markOf(tags).owner : owns(tags, await cloudwatchTags(client, arn)),
      };
    },
    diff,
    async apply({ name, properties }, observed, context) {
      const client = await clients.cloudwatch();
      const desired = properties;
      const arn = dashboardArn(target, name);
      const { digest } = markOf(desired.tags);
      // The tags change before the text: a run that ends in between compares them again.
      if (observed && observed.properties.tagsDigest !== digest) await syncCloudwatchTags(client, arn, desired.tags);
      const body = bodyFor(desired);
      const { DashboardValidationMessages: said = [] } = await client.send(
        new PutDashboardCommand({
          DashboardName: name,
          DashboardBody: JSON.stringify(body),
          Tags: toTagList(desired.tags),
        }),
      );
      for (const { Message = '', DataPath = '' } of said)
        context.note(`CloudWatch warns about ${DataPath}: ${Message}`);
      return { attributes: { arn, name }, properties: { body, tagsDigest: digest }, owned: true };
    },
    async remove({ name }) {
      const client = await clients.cloudwatch();
      await undefinedIfNotFound(client.send(new DeleteDashboardsCommand({ DashboardNames: [name] })));
    },
  };
}
