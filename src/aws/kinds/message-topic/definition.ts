/** Describes the kind `message-topic`. */
import { messageTopicName } from '../../../naming/names.ts';
import { namesBefore } from '../../releases/footprint-before.ts';
import type { KindDefinition } from '../definition.ts';
import { messageTopicKind } from './message-topic.ts';
import { messageTopicSearch } from './search.ts';
import type { MessageTopicShape } from './shape.ts';

export const messageTopic: KindDefinition<MessageTopicShape> = {
  kind: 'message-topic',
  plural: 'topics of operations',
  create: messageTopicKind,
  former: {
    properties: ({ tags }) => ({ subscribers: [], tags }),
    leftOver: ({ owner, observed }) => namesBefore(observed, 'topic').map((name) => messageTopicName(owner, name)),
  },
  search: messageTopicSearch,
};
