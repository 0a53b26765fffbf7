/**
 * `apikit completion`: prints a completion script that is built from the command list, so that it always matches the
 * commands. The script also calls it for the values of the project.
 */
import { usageError } from '../errors.ts';
import { type Option, VALUE_KINDS, type ValueKind } from '../flags/option.ts';
import type { CompletionCommand, CompletionFlag } from '../ui/completion-command.ts';
import { completionScript, SHELLS, type Shell } from '../ui/completion-script.ts';
import { oneLine } from '../ui/completion-words.ts';
import { type CommandEntry, defineCommand, optionsOf } from './parts/command.ts';
import { type CompletionValue, completionValues } from './parts/completion-values.ts';

type CompletionRequest = { shell: Shell } | { kind: ValueKind; line: string };

/** `known` has all commands of the program. */
export const completion = (known: readonly CommandEntry[]) =>
  defineCommand({
    withoutProject: true,
    arguments: [{ name: '[shell]', description: 'bash, zsh or fish (default: the shell in SHELL)' }],
    options: [
      {
        flags: '--values <kind>',
        description: "print the project's values of this kind, for the script",
        choices: VALUE_KINDS,
      },
      { flags: '--line <text>', description: 'with --values: the command line so far' },
    ],
    examples: [
      'apikit completion bash >> ~/.bashrc',
      'apikit completion fish > ~/.config/fish/completions/apikit.fish',
    ],

    ask({ args: [given], flags }, context): CompletionRequest {
      if (flags.values !== undefined) return { kind: flags.values, line: flags.line ?? '' };
      const shell = given ?? context.io.env.SHELL?.split('/').at(-1);
      if (SHELLS.includes(shell as Shell)) return { shell: shell as Shell };
      throw usageError(
        shell ? `There is no completion for ${shell}.` : 'No shell is given.',
        `Pass one of ${SHELLS.join(', ')}.`,
      );
    },

    async execute(asked, context): Promise<string | CompletionValue[]> {
      if ('kind' in asked) return await completionValues(asked.kind, asked.line, context);
      const commands = await Promise.all(
        known.map(async (entry): Promise<CompletionCommand> => {
          const command = await entry.load();
          const [argument] = command.arguments ?? [];
          const flags = optionsOf(command).map(flagOf);
          const { path, summary } = entry;
          return { path, summary, flags, ...(argument?.completes && { argument: { kind: argument.completes } }) };
        }),
      );
      return completionScript(asked.shell, commands);
    },

    render: (result) => ({
      document:
        typeof result === 'string'
          ? [result.trimEnd()]
          : result.map(({ value, description }) => `${oneLine(value)}\t${oneLine(description)}`),
    }),
    json: (result) => (typeof result === 'string' ? { script: result } : { values: result }),
  });

function flagOf({ flags, description, choices, completes }: Option): CompletionFlag {
  const flag = /--[a-z-]+/.exec(flags)![0];
  if (!/[<[]/.test(flags)) return { flag, description };
  return { flag, description, value: completes ? { kind: completes } : (choices ?? 'any') };
}
