/** `apikit keys list`: the keys of a stage, without their values. */
import type { KeySummary } from '../aws/api-keys.ts';
import type { Target } from '../context.ts';
import { stageTags } from '../stack/tags.ts';
import { table } from '../ui/table.ts';
import { defineCommand } from './command.ts';

export const keysList = defineCommand<{ target: Target }, KeySummary[]>({
  common: ['stage', 'profile', 'region'],
  examples: ['apikit keys list --stage prod', 'apikit keys list --stage prod --json'],
  ask: async (_input, context) => ({ target: await context.target() }),
  async execute({ target: { clients, config } }) {
    const { listKeys } = await import('../aws/api-keys.ts');
    return await listKeys(await clients.apiGateway(), stageTags(config));
  },
  render: (keys, theme) => {
    if (keys.length === 0) return { notes: ['This stage has no API keys.'], next: ['apikit keys create <name>'] };
    const rows = keys.map(({ id, name, enabled, createdAt }) => [
      name,
      id,
      enabled ? 'enabled' : 'disabled',
      createdAt,
    ]);
    const paint = (cell: string, _column: number, row: number) => (row === 0 ? theme.dim(cell) : cell);
    return { data: table([['NAME', 'ID', 'STATE', 'CREATED'], ...rows], paint) };
  },
  json: (keys) => ({ keys }),
});
