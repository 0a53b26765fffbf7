/** `apikit keys list`: the keys of a stage, without their values. */
import type { Target } from '../context.ts';
import { stageTags } from '../stack/tags.ts';
import { counted } from '../ui/counted.ts';
import { table } from '../ui/table.ts';
import { defineCommand } from './command.ts';
import { paintState, stateText } from './key-text.ts';
import { ageOf, type ShownKey, shownKey } from './shown-key.ts';

interface Listed {
  keys: ShownKey[];
  stage: string;
  /** A usage plan that a first key could have. */
  plan: string | undefined;
  now: number;
}

export const keysList = defineCommand<{ target: Target }, Listed>({
  common: ['stage', 'profile', 'region'],
  examples: ['apikit keys list --stage prod', 'apikit keys list --stage prod --json'],
  ask: async (_input, context) => ({ target: await context.target() }),
  async execute({ target: { clients, config } }, context) {
    const [{ stageKeys }, { stagePlans }, { plansOfKeys }, { awsTime }] = await Promise.all([
      import('../aws/keys/stage-keys.ts'),
      import('../aws/keys/stage-plans.ts'),
      import('../aws/keys/key-plans.ts'),
      import('../aws/aws-time.ts'),
    ]);
    const client = await clients.apiGateway();
    const tags = stageTags(config);
    const [keys, plans] = await Promise.all([stageKeys(client, tags), stagePlans(client, tags)]);
    const planOf = keys.length === 0 ? new Map<string, string>() : await plansOfKeys(client, keys, plans);
    const now = awsTime({ clients, clock: context.io.clock });
    return {
      keys: keys.map((key) => shownKey(key, planOf, now)),
      stage: config.stage,
      plan: Object.keys(config.usagePlans)[0],
      now,
    };
  },
  render: ({ keys, stage, plan, now }, theme) => {
    if (keys.length === 0) {
      const next = plan === undefined ? [] : [`apikit keys create my-key --plan ${plan} --stage ${stage}`];
      return { notes: ['This stage has no API keys.'], next };
    }
    const rows = keys.map((key) => [key.name, key.id, key.plan ?? '-', ageOf(key, now), stateText(key.state, key)]);
    const paint = (cell: string, column: number, row: number) => {
      if (row === 0) return theme.dim(cell);
      return column === 4 ? paintState(keys[row - 1]!.state, cell, theme) : cell;
    };
    const due = keys.filter((key) => isDue(key, now));
    return {
      data: table([['NAME', 'ID', 'PLAN', 'AGE', 'STATE'], ...rows], paint),
      ...(due.length > 0 && {
        notes: [
          `The time of ${counted(due.length, 'key')} is over: nothing on AWS disables or deletes them by itself.`,
        ],
        next: [`apikit keys prune --stage ${stage}`],
      }),
    };
  },
  json: ({ keys }) => ({ keys }),
});

const isDue = ({ state, deleteAfter }: ShownKey, now: number): boolean =>
  state === 'over' || (state === 'revoked' && Date.parse(deleteAfter ?? '') <= now);
