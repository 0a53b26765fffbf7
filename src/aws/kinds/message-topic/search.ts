/** Finds topics of operations by name and by tags. The topic of the alarms is a kind of its own. Reads only. */
import { topicArn } from '../../../naming/arns.ts';
import { baseName, topicName } from '../../../naming/names.ts';
import { ownTopics } from '../../arns/own-arns.ts';
import type { KindSearch } from '../search.ts';
import { listTopics } from '../topic/search.ts';
import { topicTags } from '../topic/topic-tags.ts';

const ALARMS = /-alarms$/;

export const messageTopicSearch: KindSearch = {
  lists: ['sns:ListTopics'],
  listsForStage: true,
  reads: ['sns:ListTagsForResource'],
  own: ownTopics,
  any: (scope) => [topicArn(scope, '*')],
  in({ clients, facts: target }) {
    const arn = (name: string) => topicArn(target, name);
    const others = async () => (await listTopics(await clients.sns())).filter((name) => !ALARMS.test(name));
    return {
      ofArn(found) {
        const name = /:sns:[^:]*:\d*:([^:]+)$/.exec(found)?.[1];
        return name === undefined || ALARMS.test(name) ? undefined : name;
      },
      // `<app>-<stage>-<topic>`
      all: async () => (await others()).filter((name) => name.split('-').length >= 3),
      ofStage: async (owner) =>
        (await others()).filter((name) => name.startsWith(`${baseName(owner)}-`) && name !== topicName(owner)),
      tags: async (name) => await topicTags(await clients.sns(), arn(name)),
      arn,
    };
  },
};
