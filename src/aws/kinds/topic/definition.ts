/** Describes the kind `topic`. */
import { topicName } from '../../../naming/names.ts';
import type { KindDefinition } from '../definition.ts';
import type { FormerContext } from '../former.ts';
import { topicSearch } from './search.ts';
import type { TopicShape } from './shape.ts';
import { topicKind } from './topic.ts';

export const topic: KindDefinition<TopicShape> = {
  kind: 'topic',
  plural: 'topics',
  create: topicKind,
  former: {
    properties: ({ tags }) => ({ emails: [], tags }),
    id: (name, owner) => (name === topicName(owner) ? 'topic' : undefined),
    leftOver: topicInUse,
  },
  search: topicSearch,
};

/**
 * The stage's topic, if an alarm sends to it. A deploy reads the alarms anyway, so a stage without a topic needs no
 * call to SNS. Alarms keep the topic as a target until it is deleted (`alarm.ts`), so that a deploy that is cut off
 * leaves no topic behind.
 */
function topicInUse({ owner, observed, former }: FormerContext): string[] {
  const name = topicName(owner);
  const actions = [...observed.values(), ...former].flatMap(({ properties }) => properties.actions ?? []);
  return actions.some((arn) => String(arn).endsWith(`:${name}`)) ? [name] : [];
}
