/**
 * Kind `dashboard`: what a stage does, in CloudWatch's console. Whose it is, and whether its tags are still right, stands in its text
 * (`ownership-mark.ts`), so that one call reads it.
 */
import { DeleteDashboardsCommand, GetDashboardCommand, PutDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { type FieldChange, isRef, type Kind, type Observed, type Resource } from '../../../engine/resource.ts';
import type { DashboardProperties } from '../../../stack/properties.ts';
import { alarmArn, dashboardArn } from '../../arns/arns.ts';
import { ownDashboards } from '../../arns/own-arns.ts';
import { cloudwatchTags, syncCloudwatchTags } from '../../ownership/cloudwatch-tags.ts';
import { owns, toTagList } from '../../ownership/ownership.ts';
import { markOf } from '../../ownership/ownership-mark.ts';
import { ifThere } from '../../sdk/errors/sdk-error.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import { type Body, bodyChanges, bodyOf, marksIn, readBody } from './dashboard-body.ts';

interface ObservedDashboard {
  readonly body: Body;
  /** Absent: it carries no mark of ours. */
  readonly tagsDigest?: string;
}

export function dashboardKind({ clients, target }: KindDependencies): Kind {
  const place = { region: target.region, alarmArn: (name: string) => alarmArn(target, name) };
  const bodyFor = (properties: DashboardProperties) => bodyOf(properties, markOf(properties.tags), place);

  function diff({ properties }: Resource, observed: Observed): FieldChange[] {
    const desired = properties as unknown as DashboardProperties;
    const { body, tagsDigest } = observed.properties as unknown as ObservedDashboard;
    const { digest } = markOf(desired.tags);
    const tags = tagsDigest === digest ? [] : [{ path: 'tags', from: tagsDigest, to: desired.tags }];
    if (isRef(desired.history)) return [{ path: 'releases', from: marksIn(body), to: desired.history }, ...tags];
    // The text carries the mark, which the tags are told by.
    const others = bodyChanges(bodyFor(desired), body).filter(
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
      const found = await ifThere(client.send(new GetDashboardCommand({ DashboardName: name })));
      if (!found) return undefined;
      const { tags } = properties as unknown as DashboardProperties;
      const arn = dashboardArn(target, name);
      const { body = { widgets: [] }, mark } = readBody(found.DashboardBody ?? '') ?? {};
      const observed: ObservedDashboard = { body, ...(mark && { tagsDigest: mark.digest }) };
      return {
        attributes: { arn, name },
        properties: { ...observed },
        owned: mark ? mark.owner === markOf(tags).owner : owns(tags, await cloudwatchTags(client, arn)),
      };
    },
    diff,
    async apply({ name, properties }, observed, context) {
      const client = await clients.cloudwatch();
      const desired = properties as unknown as DashboardProperties;
      const arn = dashboardArn(target, name);
      const { digest } = markOf(desired.tags);
      // Before the text says so: a run that ends in between has them compared again.
      if (observed && observed.properties.tagsDigest !== digest) await syncCloudwatchTags(client, arn, desired.tags);
      const body = bodyFor(desired);
      const { DashboardValidationMessages: said = [] } = await client.send(
        new PutDashboardCommand({
          DashboardName: name,
          DashboardBody: JSON.stringify(body),
          Tags: toTagList(desired.tags),
        }),
      );
      for (const { Message = '', DataPath = '' } of said) context.note(`CloudWatch says of ${DataPath}: ${Message}`);
      return { attributes: { arn, name }, properties: { body, tagsDigest: digest }, owned: true };
    },
    async remove({ name }) {
      const client = await clients.cloudwatch();
      await ifThere(client.send(new DeleteDashboardsCommand({ DashboardNames: [name] })));
    },
  };
}
