/** Describes the kind `message-topic`. */
import { messageTopicName } from '../../../naming/names.ts';
import { footprintBefore } from '../../releases/footprint-before.ts';
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
    leftOver: ({ owner, observed }) =>
      footprintBefore(observed).flatMap(({ what, name, part }) =>
        what === 'topic' && part === undefined ? [messageTopicName(owner, name)] : [],
      ),
  },
  search: messageTopicSearch,
};
