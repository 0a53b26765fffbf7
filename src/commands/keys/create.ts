/**
 * `apikit keys create`: creates a key and shows its value once. In text mode, stdout gets only the value, so that it
 * can be captured.
 */
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
  markDelivered,
} from '../parts/keys/key-delivery.ts';
import { choosePlan, keyName, PLAN_OPTION } from '../parts/keys/key-flags.ts';
import { deliveredLine, keyArgument } from '../parts/keys/key-text.ts';

interface Answers {
  target: Target;
  name: string;
  plan: string;
  keys: StageKey[];
  /** A key that an earlier run created, but whose value no one received. */
  unfinished: StageKey | undefined;
  deliver: Deliver;
}

interface Created extends Delivered {
  id: string;
  name: string;
  plan: string;
  resumed: boolean;
}

export const keysCreate = defineCommand({
  arguments: [{ name: '[name]', description: 'name of the key, so that you recognize it' }],
  options: [
    PLAN_OPTION,
    { flags: '--another', description: 'create one more key with a name that a key already has' },
    ...DELIVERY_OPTIONS,
  ],
  common: ['stage', 'profile', 'region'],
  ofRestApi: 'API keys',
  examples: [
    'KEY=$(apikit keys create alice --plan basic --stage prod)',
    'apikit keys create alice --plan basic --copy --stage prod',
  ],

  async ask({ args: [given], flags }, context): Promise<Answers> {
    checkDelivery(flags);
    const { usagePlans } = await context.stage();
    const plan = await choosePlan(Object.keys(usagePlans), flags.plan, context);
    const name = await keyName(given, context);
    const target = await context.target();
    const { stageKeys } = await import('../../aws/keys/stage-keys.ts');
    const keys = await stageKeys(await target.clients.apiGateway(), stageTags(target.config));
    const unfinished = unfinishedOf(name, keys, flags.another, target.config.stage);
    return { target, name, plan, keys, unfinished, deliver: await deliveryOf(flags, target, context.io) };
  },

  async execute({ target, name, plan, keys, unfinished, deliver }, context): Promise<Created> {
    const [{ resumeKey, makeUnseenKey }, { findPlan, plansOf, plansOfKey }, { listUsagePlans }] = await Promise.all([
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
      // The earlier run may have had another plan.
      const [from] = await plansOfKey(client, unfinished.id, plansOf(listed, tags));
      await moveKey({ client, facts }, unfinished, from, { id: planId, name: plan });
    }
    const key = unfinished
      ? await resumeKey(client, unfinished, [])
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
      `${theme.good(SYMBOL.done)} Key ${name} (${id}) in plan ${plan}${resumed ? ', which an earlier run created but did not hand out' : ''}. ${deliveredLine(way)}`,
    ],
    ...(way.value !== null && { document: [way.value] }),
  }),

  json: ({ resumed: _, ...created }) => created,
  afterwards: async (created, { target }, context) => await markDelivered(target, [created], context),
});

/**
 * AWS allows any number of keys with the same name. A second key is seldom intended, and then the name no longer
 * identifies a key.
 */
function unfinishedOf(name: string, keys: readonly StageKey[], another: boolean, stage: string): StageKey | undefined {
  const twins = keys.filter((key) => key.name === name && !isFormer(key, keys));
  // A key that was disabled or revoked since then gives no access, so its value is useless.
  const unfinished = twins.find(({ unseen, replaces, enabled }) => unseen && replaces === undefined && enabled);
  if (unfinished || another || twins.length === 0) return unfinished;
  const ids = twins.map(({ id }) => id).join(', ');
  const has = twins.length === 1 ? 'a key' : `${twins.length} keys`;
  const off = twins.find(({ enabled }) => !enabled);
  const way = off
    ? `${off.id} is disabled; to enable it again, run: apikit keys enable ${off.id} --stage ${stage}`
    : `For a new value of the same key, run: apikit keys rotate ${keyArgument(twins[0]!)} --stage ${stage}`;
  throw new ApikitError('KeyExists', `This stage already has ${has} named "${name}" (${ids}). No key was created.`, {
    hint: `If ${name} should have one more key, pass --another; from then on only the IDs distinguish them. ${way}`,
    exitCode: EXIT.usage,
  });
}
