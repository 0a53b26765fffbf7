/** `apikit keys show`: shows one key, by name or ID, without its value. */
import type { StageKey } from '../../aws/keys/stage-key.ts';
import type { Target } from '../../context.ts';
import { stageTags } from '../../naming/tags.ts';
import { minute } from '../../ui/moment.ts';
import { table } from '../../ui/table.ts';
import { defineCommand } from '../parts/command.ts';
import { KEY_ARGUMENT, requiredKey } from '../parts/keys/key-flags.ts';
import { type ShownKey, shownKey } from '../parts/keys/shown-key.ts';

export const keysShow = defineCommand({
  arguments: [KEY_ARGUMENT],
  common: ['stage', 'profile', 'region'],
  ofRestApi: 'API keys',
  examples: ['apikit keys show alice --stage prod'],
  async ask({ args: [given] }, context): Promise<{ target: Target; key: string }> {
    const key = await requiredKey(given, context);
    return { target: await context.target(), key };
  },
  async execute({ target: { clients, config }, key }, context): Promise<ShownKey & { former: ShownKey[] }> {
    const [{ findKey, stageKeys }, { stagePlans, plansOfKey }, { awsTime }] = await Promise.all([
      import('../../aws/keys/stage-keys.ts'),
      import('../../aws/keys/stage-plans.ts'),
      import('../../aws/sdk/aws-time.ts'),
    ]);
    const client = await clients.apiGateway();
    const tags = stageTags(config);
    const { key: found, former } = findKey(await stageKeys(client, tags), key, tags);
    const plans = await stagePlans(client, tags);
    const now = awsTime({ clients, clock: context.io.clock });
    const shown = async (each: StageKey) => {
      const [plan] = await plansOfKey(client, each.id, plans);
      return shownKey(each, new Map(plan && [[each.id, plan.name]]), now);
    };
    return { ...(await shown(found)), former: await Promise.all(former.map(shown)) };
  },
  render: ({ former, ...key }, theme) => ({
    data: table(
      [
        ['name', key.name],
        ['id', key.id],
        ['state', key.state === 'unseen' ? 'enabled; its value was not handed out' : key.state],
        ['plan', key.plan ?? 'none, so it gives no access'],
        ['created', minute(key.createdAt)],
        ...(key.endsAt === null ? [] : [['ends', minute(key.endsAt)]]),
        ...(key.deleteAfter === null ? [] : [['deleted', `from ${minute(key.deleteAfter)} on`]]),
        ...former.map(({ id, state, endsAt }) => ['replaces', `${id}, ${state}${endsAt ? `, ${minute(endsAt)}` : ''}`]),
      ],
      (cell, column) => (column === 0 ? theme.dim(cell) : cell),
    ),
  }),
  json: (key) => key,
});
