/** `apikit keys create`: the value is shown this once; in text it is all that stdout gets, so that it can be captured. */
import type { Target } from '../context.ts';
import { usageError } from '../errors.ts';
import { usagePlanName } from '../stack/names.ts';
import { stageTags } from '../stack/tags.ts';
import { SYMBOL } from '../ui/theme.ts';
import { defineCommand } from './command.ts';

interface Answers {
  target: Target;
  name: string;
  plan: string;
}

interface Created {
  id: string;
  name: string;
  plan: string;
  value: string;
}

export const keysCreate = defineCommand<Answers, Created>({
  arguments: [{ name: '[name]', description: 'name of the key, for you to recognise it' }],
  options: [{ flags: '--plan <name>', completes: 'plans', description: 'usage plan (default: the only one)' }],
  common: ['stage', 'profile', 'region'],
  examples: ['KEY=$(apikit keys create alice --plan basic --stage prod)'],

  async ask({ args, flags }, context) {
    const { usagePlans } = await context.stage();
    const plan = await choosePlan(Object.keys(usagePlans), flags.plan, context);
    const name =
      args[0] ?? (context.interactive ? await context.prompts.text({ message: 'Name of the key?' }) : undefined);
    if (!name?.trim())
      throw usageError(
        'The key needs a name.',
        'Pass it before the flags, as in apikit keys create alice --stage local.',
      );
    if (name.length > 1024)
      throw usageError('The name of a key can have at most 1,024 characters.', 'Choose a shorter one.');
    return { target: await context.target(), name, plan };
  },

  async execute({ target: { config, clients }, name, plan }, context) {
    const { createKey } = await import('../aws/api-keys.ts');
    const client = await clients.apiGateway();
    const physical = usagePlanName(config, plan);
    const work = { client, clock: context.io.clock, signal: context.io.signal };
    const { id, value } = await createKey(work, { name, plan: physical, tags: stageTags(config) });
    return { id, name, plan, value };
  },

  render: ({ id, name, plan, value }, theme) => ({
    notes: [`${theme.good(SYMBOL.done)} Key ${name} (${id}) in plan ${plan}. Its value is shown only now:`],
    data: [value],
  }),

  json: (created) => created,
});

async function choosePlan(
  plans: string[],
  given: unknown,
  context: Parameters<typeof keysCreate.ask>[1],
): Promise<string> {
  const known = `This stage declares ${plans.length > 0 ? plans.join(', ') : 'none'} under usagePlans.`;
  if (typeof given === 'string') {
    if (plans.includes(given)) return given;
    throw usageError(`There is no usage plan "${given}".`, known);
  }
  if (plans.length === 1) return plans[0]!;
  if (plans.length === 0)
    throw usageError('A key without a usage plan opens nothing.', `${known} Declare one in apikit.yaml and deploy.`);
  if (!context.interactive) throw usageError('No usage plan was named.', `Pass --plan <name>. ${known}`);
  return context.prompts.choose({ message: 'Which usage plan?', choices: plans });
}
