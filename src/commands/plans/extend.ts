/** `apikit plans extend`: sets how many requests a key has left of its quota in the current period. */
import type { StageKey } from '../../aws/keys/stage-key.ts';
import type { StagePlan } from '../../aws/keys/stage-plans.ts';
import type { Target } from '../../context.ts';
import { ApikitError, EXIT, usageError } from '../../errors.ts';
import { stageTags } from '../../naming/tags.ts';
import { counted } from '../../text/counted.ts';
import { SYMBOL } from '../../ui/theme.ts';
import { defineCommand } from '../parts/command.ts';
import { chosenKeys, KEY_ARGUMENT, requiredKey } from '../parts/keys/key-flags.ts';

interface Answers {
  target: Target;
  key: StageKey;
  plan: StagePlan;
  remaining: number;
}

interface Extended {
  id: string;
  name: string;
  plan: string;
  remaining: number;
}

export const plansExtend = defineCommand({
  arguments: [KEY_ARGUMENT],
  options: [
    {
      flags: '--remaining <requests>',
      description: 'number of requests left from now on, until the quota is renewed',
    },
  ],
  common: ['stage', 'profile', 'region'],
  ofRestApi: 'Usage plans',
  examples: ['apikit plans extend alice --remaining 5000 --stage prod'],

  async ask({ args: [given], flags }, context): Promise<Answers> {
    const name = await requiredKey(given, context);
    const remaining = requestsIn(flags.remaining);
    const { target, chosen } = await chosenKeys({ key: name }, context);
    const key = chosen[0]!;
    const { plansOfKey, stagePlans } = await import('../../aws/keys/stage-plans.ts');
    const client = await target.clients.apiGateway();
    const [plan] = await plansOfKey(client, key.id, await stagePlans(client, stageTags(target.config)));
    const of = `Key ${key.name} (${key.id})`;
    if (!plan)
      throw refused(
        'KeyWithoutPlan',
        `${of} is in no usage plan of this stage.`,
        `Move it to a plan: apikit keys move ${key.id} --plan <name> --stage ${target.config.stage}`,
      );
    if (plan.plan.quota?.limit === undefined)
      throw refused(
        'NoQuota',
        `${of} is in plan ${plan.name}, which has no quota: it can send any number of requests.`,
        'Change its rate in apikit.yaml, under usagePlans.',
      );
    return { target, key, plan, remaining };
  },

  async execute({ target: { clients }, key, plan, remaining }): Promise<Extended> {
    const { setRemaining } = await import('../../aws/keys/key-usage.ts');
    await setRemaining(await clients.apiGateway(), plan.id, key.id, remaining);
    return { id: key.id, name: key.name, plan: plan.name, remaining };
  },

  render: ({ id, name, plan, remaining }, theme) => ({
    notes: [
      `${theme.good(SYMBOL.done)} ${name} (${id}) has ${counted(remaining, 'request')} left in plan ${plan}, until its quota is renewed. API Gateway may take some minutes to see it.`,
    ],
  }),
  json: (extended) => extended,
});

function requestsIn(text: string | undefined): number {
  if (text !== undefined && /^\d{1,12}$/.test(text)) return Number(text);
  throw usageError(
    text === undefined ? 'The number of requests is not given.' : `--remaining takes a whole number, not "${text}".`,
    'Pass --remaining with the number of requests for the key, e.g. --remaining 5000.',
  );
}

const refused = (code: string, message: string, hint: string) =>
  new ApikitError(code, message, { hint, exitCode: EXIT.usage });
