/** `apikit keys show`: one key, by name or id, without its value. */
import type { KeySummary } from '../aws/api-keys.ts';
import type { Target } from '../context.ts';
import { usageError } from '../errors.ts';
import { stageTags } from '../stack/tags.ts';
import { minute } from '../ui/moment.ts';
import { table } from '../ui/table.ts';
import { defineCommand } from './command.ts';

export const keysShow = defineCommand<{ target: Target; key: string }, KeySummary>({
  arguments: [{ name: '[key]', completes: 'keys', description: 'name or id of the key' }],
  common: ['stage', 'profile', 'region'],
  examples: ['apikit keys show alice --stage prod'],
  async ask({ args }, context) {
    const key =
      args[0] ?? (context.interactive ? await context.prompts.text({ message: 'Name or id of the key?' }) : undefined);
    if (!key) throw usageError('No key was named.', 'Pass its name or id, as in apikit keys show alice --stage local.');
    return { target: await context.target(), key };
  },
  async execute({ target: { clients, config }, key }) {
    const { findKey } = await import('../aws/api-keys.ts');
    return await findKey(await clients.apiGateway(), stageTags(config), key);
  },
  render: ({ id, name, enabled, createdAt }, theme) => ({
    data: table(
      [
        ['name', name],
        ['id', id],
        ['state', enabled ? 'enabled' : 'disabled'],
        ['created', minute(createdAt)],
      ],
      (cell, column) => (column === 0 ? theme.dim(cell) : cell),
    ),
  }),
  json: (key) => key,
});
