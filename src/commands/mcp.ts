/** `apikit mcp`: serves commands to coding agents over the Model Context Protocol, read-only by default (ADR 33). */
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
      const [{ serveTools }, { toolsFor }, { createApprovedPlans }] = await Promise.all([
        import('./parts/mcp/serve-stdio.ts'),
        import('./parts/mcp/tools.ts'),
        import('./parts/mcp/approved-plans.ts'),
      ]);
      const note = `Serving MCP on stdin and stdout, ${allowWrites ? 'with tools that change stages' : 'read-only'}. An MCP client starts this command (docs/mcp.md); Ctrl-C ends it.`;
      const tools = toolsFor(allowWrites);
      await serveTools({ commands: known, tools, context, plans: createApprovedPlans() }, note);
    },

    // Stdout has the messages of the protocol, and nothing else.
    render: () => ({}),
    json: () => undefined,
  });
