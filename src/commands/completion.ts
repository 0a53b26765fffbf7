/** `apikit completion`: a script for the shell, made from the command list, so that it is never out of step. */
import { usageError } from '../errors.ts';
import { type CompletionCommand, completionScript, SHELLS, type Shell } from '../ui/completion-script.ts';
import { defineCommand, optionsOf } from './command.ts';

export const completion = defineCommand<{ shell: Shell }, string>({
  withoutProject: true,
  arguments: [{ name: '[shell]', description: 'bash, zsh or fish (default: that of SHELL)' }],
  examples: ['apikit completion bash >> ~/.bashrc', 'apikit completion fish > ~/.config/fish/completions/apikit.fish'],

  ask({ args }, context) {
    const shell = args[0] ?? context.io.env.SHELL?.split('/').at(-1);
    if (SHELLS.includes(shell as Shell)) return { shell: shell as Shell };
    throw usageError(
      shell ? `There is no completion for ${shell}.` : 'No shell was named.',
      `Pass one of ${SHELLS.join(', ')}.`,
    );
  },

  async execute({ shell }) {
    // Imported here: the list imports this command.
    const { COMMANDS } = await import('./index.ts');
    const commands = await Promise.all(
      COMMANDS.map(async (entry): Promise<CompletionCommand> => {
        const options = optionsOf(await entry.load());
        const flags = options.map(({ flags, description }) => ({ flag: /--[a-z-]+/.exec(flags)![0], description }));
        return { path: entry.path, summary: entry.summary, flags };
      }),
    );
    return completionScript(shell, commands);
  },

  render: (script) => ({ data: [script.trimEnd()] }),
  json: (script) => ({ script }),
});
