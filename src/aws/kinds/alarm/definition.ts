/** Describes the kind `alarm`. */
import { ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch';
import { alarmArn } from '../../../naming/arns.ts';
import { baseName } from '../../../naming/names.ts';
import { listAlarms } from '../../alarms/list-alarms.ts';
import { ownAlarms } from '../../arns/own-arns.ts';
import { fromTagList } from '../../ownership/ownership.ts';
import { splitMark } from '../../ownership/ownership-mark.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindDefinition } from '../definition.ts';
import type { KindSearch } from '../search.ts';
import { alarmKind } from './alarm.ts';
import type { AlarmShape } from './shape.ts';

/** Finds alarms with other names than ours. The listing has those with our names. */
const alarmSearch: KindSearch = {
  what: 'alarms with other names',
  reads: ['cloudwatch:ListTagsForResource'],
  own: ownAlarms,
  any: (scope) => [alarmArn(scope, '*')],
  in({ clients, facts: target }) {
    const arn = (name: string) => alarmArn(target, name);
    return {
      all: async () => [],
      ofStage: () => [],
      ofArn: (found) => /:cloudwatch:[^:]*:\d*:alarm:(.+)$/.exec(found)?.[1],
      async tags(name) {
        const client = await clients.cloudwatch();
        const found = await undefinedIfNotFound(
          client.send(new ListTagsForResourceCommand({ ResourceARN: arn(name) })),
        );
        return found && fromTagList(found.Tags);
      },
      arn,
    };
  },
};

export const alarm: KindDefinition<AlarmShape> = {
  kind: 'alarm',
  plural: 'alarms',
  create: alarmKind,
  // An alarm is deleted before the resources that it watches.
  former: { leftOver: 'listed', after: ['stage', 'function'] },
  search: alarmSearch,
  listing: {
    rights: [{ actions: ['cloudwatch:DescribeAlarms'] }],
    // The description of an alarm says who owns it (`ownership-mark.ts`).
    async list({ clients }, _census, only) {
      const alarms = await listAlarms(await clients.cloudwatch(), only && `${baseName(only)}-`);
      return alarms.map(({ AlarmName: name = '', AlarmArn: arn = '', AlarmDescription = '' }) => {
        const [app, stage] = splitMark(AlarmDescription).mark?.owner.split('/') ?? [];
        return { name, arn, owner: app !== undefined && stage !== undefined ? { app, stage } : undefined };
      });
    },
  },
};
