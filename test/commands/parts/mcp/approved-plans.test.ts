/** A deploy needs a plan that the client has seen as a whole. */
import { expect, it } from 'vitest';
import { COMMANDS } from '../../../../src/commands/index.ts';
import { createApprovedPlans } from '../../../../src/commands/parts/mcp/approved-plans.ts';
import { callTool, type ToolServer } from '../../../../src/commands/parts/mcp/call-tool.ts';
import { createCleaner } from '../../../../src/commands/parts/mcp/clean-text.ts';
import { toolsFor } from '../../../../src/commands/parts/mcp/tools.ts';
import { silentIo } from '../../../helpers/silent-io.ts';

it.each([
  ['carries out a plan that was shown', 3, false],
  ['refuses a plan that was cut', 3_000, true],
])('%s', async (_, count, refused) => {
  const changes = Array.from({ length: count }, (_, at) => ({ resource: `usage-plan/${at}`, action: 'create' }));
  const io = silentIo();
  const context = {
    io,
    flags: {},
    report: { note: () => {} },
    async run(_argv: readonly string[], { stdout }: typeof io) {
      stdout.write(JSON.stringify({ fingerprint: '0123456789abcdef', changes }));
      return 0;
    },
  } as unknown as ToolServer['context'];
  const plans = createApprovedPlans();
  const server = { commands: COMMANDS, tools: toolsFor(true), context, plans, clean: createCleaner(io) };
  const { signal } = new AbortController();
  const result = await callTool(server, { name: 'plan', given: { stage: 'dev' }, signal, progress: () => {} });
  expect('cut' in result.structuredContent).toBe(refused);
  const deploy = () => plans.refuse({ plan: '0123456789abcdef', stage: 'dev' });
  if (refused) expect(deploy).toThrow(/has not shown a plan/);
  else expect(deploy).not.toThrow();
});
