/** `apikit keys create`: the value is shown this once; in text it is all that stdout gets, so that it can be captured. */
import { isFormer, type StageKey } from '../../aws/keys/stage-key.ts';
import type { Target } from '../../context.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { usagePlanName } from '../../naming/names.ts';
import { PLAN_TAG, stageTags } from '../../naming/tags.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import {
  checkDelivery,
  DELIVERY_OPTIONS,
  type Deliver,
  type Delivered,
  delivered,
  deliveryOf,
  noteHandedOut,
} from '../parts/keys/key-delivery.ts';
import { choosePlan, keyName, PLAN_OPTION } from '../parts/keys/key-flags.ts';
import { deliveredLine, keyWord } from '../parts/keys/key-text.ts';

interface Answers {
  target: Target;
  name: string;
  plan: string;
  keys: StageKey[];
  /** One that an earlier run has made and nobody has been given. */
  unfinished: StageKey | undefined;
  deliver: Deliver;
}

interface Created extends Delivered {
  id: string;
  name: string;
  plan: string;
  resumed: boolean;
}

export const keysCreate = defineCommand<Answers, Created>({
  arguments: [{ name: '[name]', description: 'name of the key, for you to recognise it' }],
  options: [
    PLAN_OPTION,
    { flags: '--another', description: 'make one more key of a name that a key has already' },
    ...DELIVERY_OPTIONS,
  ],
  common: ['stage', 'profile', 'region'],
  examples: [
    'KEY=$(apikit keys create alice --plan basic --stage prod)',
    'apikit keys create alice --plan basic --copy --stage prod',
  ],

  async ask({ args, flags }, context) {
    checkDelivery(flags);
    const { usagePlans } = await context.stage();
    const plan = await choosePlan(Object.keys(usagePlans), flags.plan, context);
    const name = await keyName(args[0], context);
    const target = await context.target();
    const { stageKeys } = await import('../../aws/keys/stage-keys.ts');
    const keys = await stageKeys(await target.clients.apiGateway(), stageTags(target.config));
    const unfinished = unfinishedOf(name, keys, flags.another === true, target.config.stage);
    return { target, name, plan, keys, unfinished, deliver: await deliveryOf(context, target) };
  },

  async execute({ target, name, plan, keys, unfinished, deliver }, context) {
    const [{ goOnWith, makeUnseenKey }, { findPlan, plansOf, plansOfKey }, { listUsagePlans }] = await Promise.all([
      import('../../aws/keys/new-key.ts'),
      import('../../aws/keys/stage-plans.ts'),
      import('../../aws/api-gateway/usage-plans.ts'),
    ]);
    const { config, clients, facts } = target;
    const { clock, signal } = context.io;
    const client = await clients.apiGateway();
    const listed = await listUsagePlans(client);
    const planId = await findPlan(client, usagePlanName(config, plan), stageTags(config), listed);
    const tags = { ...stageTags(config), [PLAN_TAG]: plan };
    if (unfinished) {
      const { moveKey } = await import('../../aws/keys/move-key.ts');
      // The earlier run may have been asked for another plan.
      const [from] = await plansOfKey(client, unfinished.id, plansOf(listed, tags));
      await moveKey({ client, facts }, unfinished, from, { id: planId, name: plan });
    }
    const key = unfinished
      ? await goOnWith(client, unfinished, [])
      : await makeUnseenKey(
          { client, clock, signal },
          { name, tags, planIds: [planId], keys },
          ({ replaces }) => replaces === undefined,
        );
    const { id } = key;
    return { id, name, plan, resumed: unfinished !== undefined, ...(await delivered(deliver, key, context)) };
  },

  render: ({ id, name, plan, resumed, ...way }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} Key ${name} (${id}) in plan ${plan}${resumed ? ', which an earlier run had made and not handed out' : ''}. ${deliveredLine(way)}`,
    ],
    ...(way.value !== null && { document: [way.value] }),
  }),

  json: ({ resumed: _, ...created }) => created,
  afterwards: async (created, { target }, context) => await noteHandedOut(target, [created], context),
});

/** AWS takes any number of keys of one name. A second one is rarely meant, and afterwards the name no longer says which one. */
function unfinishedOf(name: string, keys: readonly StageKey[], another: boolean, stage: string): StageKey | undefined {
  const twins = keys.filter((key) => key.name === name && !isFormer(key, keys));
  // One that somebody has disabled or revoked since lets nobody in, so its value is of no use.
  const unfinished = twins.find(({ unseen, replaces, enabled }) => unseen && replaces === undefined && enabled);
  if (unfinished || another || twins.length === 0) return unfinished;
  const ids = twins.map(({ id }) => id).join(', ');
  const has = twins.length === 1 ? 'a key' : `${twins.length} keys`;
  const off = twins.find(({ enabled }) => !enabled);
  const way = off
    ? `${off.id} is disabled; to let its client in again, run: apikit keys enable ${off.id} --stage ${stage}`
    : `For a new value of the same key, run: apikit keys rotate ${keyWord(twins[0]!)} --stage ${stage}`;
  throw new ApikitError('KeyExists', `This stage has ${has} named "${name}" already (${ids}). No key was made.`, {
    hint: `If ${name} is to have one more key, pass --another; from then on only the ids tell them apart. ${way}`,
    exitCode: EXIT.usage,
  });
}
