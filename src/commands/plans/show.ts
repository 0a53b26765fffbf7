/** `apikit plans show`: shows the limits of a usage plan, its keys and their use. Reads only. */
import { type DayOfUse, lastDays } from '../../aws/keys/days-of-use.ts';
import type { KeyUse } from '../../aws/keys/key-usage.ts';
import { type KeyState, stateOf } from '../../aws/keys/stage-key.ts';
import type { StagePlan } from '../../aws/keys/stage-plans.ts';
import type { Context, Target } from '../../context.ts';
import type { Argument } from '../../flags/option.ts';
import { stageTags } from '../../naming/tags.ts';
import { counted } from '../../text/counted.ts';
import { dimHead, table } from '../../ui/table.ts';
import { defineCommand } from '../parts/command.ts';
import { choosePlan } from '../parts/keys/key-flags.ts';
import { type Allowed, allowedBy, quotaText, rateText } from '../parts/keys/usage-plan-text.ts';

interface Shown extends Allowed {
  id: string;
  name: string;
  keys: {
    id: string;
    name: string;
    state: KeyState | null;
    /** The requests of today, in UTC. */
    usedToday: number;
    /** The rest of the quota; `null` without a quota. */
    left: number | null;
  }[];
}

const PLAN_ARGUMENT = {
  name: '[plan]',
  completes: 'plans',
  description: 'name of the plan in apikit.yaml (default: the only one)',
} as const satisfies Argument;

export const plansShow = defineCommand({
  arguments: [PLAN_ARGUMENT],
  common: ['stage', 'profile', 'region'],
  ofRestApi: 'Usage plans',
  examples: ['apikit plans show basic --stage prod'],
  async ask({ args: [name] }, context): Promise<{ target: Target; plan: StagePlan }> {
    const target = await context.target();
    return { target, plan: await livePlan(name, target, context) };
  },
  async execute({ target: { clients, config }, plan }, context): Promise<Shown> {
    const [{ stageKeys }, { membersOf }, { usageOf }, { awsTime }] = await Promise.all([
      import('../../aws/keys/stage-keys.ts'),
      import('../../aws/keys/stage-plans.ts'),
      import('../../aws/keys/key-usage.ts'),
      import('../../aws/sdk/aws-time.ts'),
    ]);
    const client = await clients.apiGateway();
    const now = awsTime({ clients, clock: context.io.clock });
    const [keys, members, usage] = await Promise.all([
      stageKeys(client, stageTags(config)),
      membersOf(client, [plan]),
      todayOf(usageOf(client, plan.id, lastDays(1, now))),
    ]);
    const known = new Map(keys.map((key) => [key.id, key]));
    const limit = plan.plan.quota?.limit;
    return {
      ...{ id: plan.id, name: plan.name, ...allowedBy(plan.plan) },
      keys: [...members.of.keys()].map((id) => {
        const key = known.get(id);
        const today = usage.get(id);
        return {
          id,
          // A key in the plan that does not belong to the stage has no name here.
          name: key?.name ?? '',
          state: key ? stateOf(key, now) : null,
          usedToday: today?.used ?? 0,
          left: limit === undefined ? null : (today?.left ?? limit),
        };
      }),
    };
  },
  render: ({ keys, ...plan }, theme) => {
    const rows = keys.map(({ id, name, state, usedToday, left }) => [
      ...[name || '-', id, state ?? 'of another stage', String(usedToday), left === null ? '-' : String(left)],
    ]);
    const dimFirst = (cell: string, column: number) => (column === 0 ? theme.dim(cell) : cell);
    return {
      data: [
        ...table(
          [
            ['plan', `${plan.name} (${plan.id})`],
            ['rate', rateText(plan)],
            ['quota', quotaText(plan.quota)],
            ...plan.operations.map((one): [string, string] => [one.operation, rateText(one)]),
            ['keys', counted(keys.length, 'key')],
          ],
          dimFirst,
        ),
        ...(keys.length === 0 ? [] : ['', ...table([HEAD, ...rows], dimHead(theme))]),
      ],
    };
  },
  json: (shown) => shown,
});

const HEAD = ['NAME', 'ID', 'STATE', 'TODAY', 'LEFT'];

/** Key ID → its last day. */
async function todayOf(usage: AsyncIterable<KeyUse>): Promise<Map<string, DayOfUse>> {
  const today = new Map<string, DayOfUse>();
  for await (const { id, days } of usage) {
    const last = days.at(-1);
    if (last) today.set(id, last);
  }
  return today;
}

/** Finds a live plan of the stage by its name. Throws a usage error. */
async function livePlan(given: string | undefined, target: Target, context: Context): Promise<StagePlan> {
  const { stagePlans } = await import('../../aws/keys/stage-plans.ts');
  const plans = await stagePlans(await target.clients.apiGateway(), stageTags(target.config));
  const name = await choosePlan(
    plans.map((plan) => plan.name),
    given,
    context,
    `Pass the name of a plan, as in apikit plans show basic --stage ${target.config.stage}.`,
  );
  return plans.find((plan) => plan.name === name)!;
}
