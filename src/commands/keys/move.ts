/** `apikit keys move`: moves keys to another usage plan of the stage. */
import type { StagePlan } from '../../aws/keys/stage-plans.ts';
import { usagePlanName } from '../../naming/names.ts';
import { stageTags } from '../../naming/tags.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { eachKey } from '../parts/keys/each-key.ts';
import {
  agreeToMany,
  type ChosenKeys,
  choosePlan,
  chosenKeys,
  KEY_ARGUMENT,
  MANY_OPTIONS,
  PLAN_OPTION,
  selectedKeys,
} from '../parts/keys/key-flags.ts';
import { abbreviatedLines } from '../parts/keys/key-text.ts';

interface Answers extends ChosenKeys {
  to: Pick<StagePlan, 'id' | 'name'>;
  plans: StagePlan[];
  /** Key ID → its usage plan. */
  members: ReadonlyMap<string, string>;
}

interface Moved {
  plan: string;
  keys: { id: string; name: string; from: string | null; changed: boolean }[];
}

export const keysMove = defineCommand({
  arguments: [KEY_ARGUMENT],
  options: [{ ...PLAN_OPTION, description: 'usage plan to move the keys to' }, ...MANY_OPTIONS],
  common: ['stage', 'profile', 'region', 'yes'],
  ofRestApi: 'API keys',
  examples: ['apikit keys move alice --plan gold --stage prod'],

  async ask(input, context): Promise<Answers> {
    const { usagePlans } = await context.stage();
    const which = await selectedKeys(input, context);
    const plan = await choosePlan(Object.keys(usagePlans), input.flags.plan, context);
    const found = await chosenKeys(which, context);
    const { clients, config } = found.target;
    const [{ findPlan, membersOf, plansOf }, { listUsagePlans }] = await Promise.all([
      import('../../aws/keys/stage-plans.ts'),
      import('../../aws/api-gateway/usage-plans.ts'),
    ]);
    const client = await clients.apiGateway();
    const tags = stageTags(config);
    const listed = await listUsagePlans(client);
    const plans = plansOf(listed, tags);
    const to = { id: await findPlan(client, usagePlanName(config, plan), tags, listed), name: plan };
    const { of: members } = await membersOf(client, plans);
    const chosen = 'key' in which ? found.chosen : found.chosen.filter(({ id }) => members.get(id) !== plan);
    const answers = { ...found, chosen, to, plans, members };
    if (!('key' in which)) await agreeToMany('Moving', answers, context);
    return answers;
  },

  async execute({ target: { clients, facts }, chosen, to, plans, members }, context): Promise<Moved> {
    const { moveKey } = await import('../../aws/keys/move-key.ts');
    const place = { client: await clients.apiGateway(), facts };
    const fromOf = (id: string) => plans.find(({ name }) => name === members.get(id));
    await eachKey(chosen, 'moved', context, async (key) => await moveKey(place, key, fromOf(key.id), to));
    return {
      plan: to.name,
      keys: chosen.map(({ id, name }) => {
        const from = fromOf(id)?.name ?? null;
        return { id, name, from, changed: from !== to.name };
      }),
    };
  },

  render: ({ plan, keys }, theme) => {
    if (keys.length === 0) return { notes: [`There is no key to move to plan ${plan}.`] };
    const moved = keys.some(({ changed }) => changed);
    return {
      notes: [
        ...abbreviatedLines(
          keys.map(({ id, name, changed }) =>
            changed
              ? `${theme.good(SYMBOL.done)} Key ${name} (${id}) is in plan ${plan}.`
              : `${theme.dim(SYMBOL.note)} Key ${name} (${id}) is already in plan ${plan}.`,
          ),
        ),
        ...(moved ? ['API Gateway may reject the key with 403 for some seconds, and counts its quota from zero.'] : []),
      ],
    };
  },
  json: (moved) => moved,
});
