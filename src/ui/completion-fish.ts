/** The completion script for fish, with descriptions. Pure. */
import type { CompletionCommand, CompletionFlag } from './completion-command.ts';
import { firstWords, groupsOf, verbsOf } from './completion-words.ts';

export function fish(commands: readonly CompletionCommand[]): string {
  const lines = ['complete -c apikit -f'];
  for (const { word, description } of firstWords(commands))
    lines.push(`complete -c apikit -n __fish_use_subcommand -a ${word} -d ${quoted(description)}`);
  for (const { path, summary, flags, argument } of commands) {
    const [first, verb] = path.split(' ') as [string, string | undefined];
    const seen = isCommand(first, commands);
    const verbs = verbsOf(commands, first).map(({ word }) => word);
    if (verb)
      lines.push(
        `complete -c apikit -n '${seen}; and not __fish_seen_subcommand_from ${verbs.join(' ')}' -a ${verb} -d ${quoted(summary)}`,
      );
    const condition = verb ? `${seen}; and __fish_seen_subcommand_from ${verb}` : seen;
    if (argument) lines.push(`complete -c apikit -n '${condition}' -a ${asked(argument.kind)}`);
    for (const { flag, description, value } of flags)
      lines.push(
        `complete -c apikit -n '${condition}' -l ${flag.slice(2)}${afterFlag(value)} -d ${quoted(description)}`,
      );
  }
  return `${lines.join('\n')}\n`;
}

/** A condition: the word was typed as a command, and not as the verb of a group, as in `apikit keys list`. */
function isCommand(word: string, commands: readonly CompletionCommand[]): string {
  const groups = groupsOf(commands).filter((group) => verbsOf(commands, group).some((verb) => verb.word === word));
  const not = groups.length === 0 ? '' : `; and not __fish_seen_subcommand_from ${groups.join(' ')}`;
  return `__fish_seen_subcommand_from ${word}${not}`;
}

function afterFlag(value: CompletionFlag['value']): string {
  if (value === undefined) return '';
  if (value === 'any') return ' -r -F';
  return ` -x -a ${'kind' in value ? asked(value.kind) : quoted(value.join(' '))}`;
}

const asked = (kind: string): string => `'(apikit completion --values ${kind} --line (commandline -cp) 2>/dev/null)'`;

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
