/** `apikit keys create`: the value is shown this once; in text it is all that stdout gets, so that it can be captured. */
import type { Context, Target } from '../context.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
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
  common: ['stage', 'profile', 'region', 'yes'],
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
    const target = await context.target();
    if (flags.yes !== true) await agreeToTwins(name, target, context);
    return { target, name, plan };
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
    document: [value],
  }),

  json: (created) => created,
});

/** AWS takes any number of keys of one name. A second one is rarely meant, and afterwards the name no longer says which one. */
async function agreeToTwins(name: string, { config, clients }: Target, context: Context): Promise<void> {
  const { listKeys } = await import('../aws/api-keys.ts');
  const keys = await listKeys(await clients.apiGateway(), stageTags(config));
  const twins = keys.filter((key) => key.name === name).map(({ id }) => id);
  if (twins.length === 0) return;
  const there = `This stage has ${twins.length === 1 ? 'a key' : `${twins.length} keys`} named "${name}" already (${twins.join(', ')}).`;
  if (!context.interactive) {
    const fix = `Choose another name, or pass --yes if ${name} is to have one more; from then on only the ids tell them apart.`;
    throw new ApikitError('KeyExists', `${there} No key was made.`, { hint: fix, exitCode: EXIT.usage });
  }
  if (await context.prompts.confirm({ message: `${there} Make one more?`, default: false })) return;
  throw new ApikitError('Declined', 'No key was made.', { exitCode: EXIT.declined });
}

async function choosePlan(plans: string[], given: unknown, context: Context): Promise<string> {
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
