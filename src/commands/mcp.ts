/** `apikit mcp`: serves commands to coding agents over MCP. By default, no tool changes a stage (ADR 33). */
import { type CommandEntry, defineCommand } from './parts/command.ts';

interface Answers {
  allowWrites: boolean;
}

/** `known` has all commands of the program. */
export const mcp = (known: readonly CommandEntry[]) =>
  defineCommand({
    options: [
      {
        flags: '--allow-writes',
        description: 'also offer the tools that change a stage: deploy and rollback, for stages that are not protected',
      },
    ],
    common: ['profile', 'region'],
    examples: [
      'apikit mcp',
      'apikit mcp --config services/orders/apikit.yaml --profile reader',
      'apikit mcp --allow-writes',
    ],
    ask: ({ flags }): Answers => ({ allowWrites: flags.allowWrites }),

    async execute({ allowWrites }, context): Promise<undefined> {
      const [{ serveTools }, { toolsFor }, { createApprovedPlans }, { createCleaner }] = await Promise.all([
        import('./parts/mcp/serve-stdio.ts'),
        import('./parts/mcp/tools.ts'),
        import('./parts/mcp/approved-plans.ts'),
        import('./parts/mcp/clean-text.ts'),
      ]);
      const note = `Serving MCP on stdin and stdout, ${allowWrites ? 'with tools that change stages' : 'which change no stage'}. An MCP client starts this command (docs/mcp.md); Ctrl-C ends it.`;
      const tools = toolsFor(allowWrites);
      const clean = createCleaner(context.io);
      await serveTools({ commands: known, tools, context, plans: createApprovedPlans(), clean }, note);
    },

    // Stdout has the messages of the protocol, and nothing else.
    render: () => ({}),
    json: () => undefined,
  });
