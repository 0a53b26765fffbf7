/** `apikit keys list`: the keys of a stage, without their values. */
import type { KeySummary } from '../aws/api-keys.ts';
import type { Target } from '../context.ts';
import { stageTags } from '../stack/tags.ts';
import { minute } from '../ui/moment.ts';
import { table } from '../ui/table.ts';
import { defineCommand } from './command.ts';

interface Listed {
  keys: KeySummary[];
  stage: string;
  /** A usage plan that a first key could have. */
  plan: string | undefined;
}

export const keysList = defineCommand<{ target: Target }, Listed>({
  common: ['stage', 'profile', 'region'],
  examples: ['apikit keys list --stage prod', 'apikit keys list --stage prod --json'],
  ask: async (_input, context) => ({ target: await context.target() }),
  async execute({ target: { clients, config } }) {
    const { listKeys } = await import('../aws/api-keys.ts');
    const keys = await listKeys(await clients.apiGateway(), stageTags(config));
    return { keys, stage: config.stage, plan: Object.keys(config.usagePlans)[0] };
  },
  render: ({ keys, stage, plan }, theme) => {
    if (keys.length === 0) {
      const next = plan === undefined ? [] : [`apikit keys create my-key --plan ${plan} --stage ${stage}`];
      return { notes: ['This stage has no API keys.'], next };
    }
    const rows = keys.map(({ id, name, enabled, createdAt }) => [
      name,
      id,
      enabled ? 'enabled' : 'disabled',
      minute(createdAt),
    ]);
    const paint = (cell: string, _column: number, row: number) => (row === 0 ? theme.dim(cell) : cell);
    return { data: table([['NAME', 'ID', 'STATE', 'CREATED'], ...rows], paint) };
  },
  json: ({ keys }) => ({ keys }),
});
