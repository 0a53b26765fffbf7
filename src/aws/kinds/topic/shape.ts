/** The shape of an SNS topic, which forwards alarms by e-mail. Types only. */
import type { Tags } from '../../../naming/tags.ts';
import type { PolicyDocument } from '../../iam/policy-document.ts';

export type TopicProperties = {
  emails: string[];
  /**
   * The user connects Slack or Teams by hand. apikit says so when it creates the topic, and cannot read it afterwards.
   */
  chat?: true;
  tags: Tags;
};

export interface TopicShape {
  kind: 'topic';
  properties: TopicProperties;
  attributes: { arn: string; name: string };
  found: { emails: string[]; policy: PolicyDocument | undefined; tags: Tags };
}
