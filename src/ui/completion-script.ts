/** Completion scripts for the three common shells. Pure. */

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export interface CompletionCommand {
  /** `keys create` */
  readonly path: string;
  readonly summary: string;
  readonly flags: readonly { readonly flag: string; readonly description: string }[];
}

export function completionScript(shell: Shell, commands: readonly CompletionCommand[]): string {
  return { bash, zsh, fish }[shell](commands);
}

const firstWords = (commands: readonly CompletionCommand[]) => [
  ...new Set(commands.map(({ path }) => path.split(' ')[0]!)),
];

const verbsOf = (commands: readonly CompletionCommand[], group: string) =>
  commands.flatMap(({ path }) => (path.startsWith(`${group} `) ? [path.slice(group.length + 1)] : []));

const groups = (commands: readonly CompletionCommand[]) =>
  firstWords(commands).filter((word) => verbsOf(commands, word).length > 0);

/** `case` branches of a POSIX-like shell: the words that may follow what has been typed. */
function branches(commands: readonly CompletionCommand[], indent: string): string {
  const verbs = groups(commands).map(
    (group) => `${indent}"${group}") offer="${verbsOf(commands, group).join(' ')}" ;;`,
  );
  const flags = commands.map(
    ({ path, flags }) => `${indent}"${path}") offer="${flags.map(({ flag }) => flag).join(' ')}" ;;`,
  );
  return [...verbs, ...flags].join('\n');
}

function bash(commands: readonly CompletionCommand[]): string {
  return `_apikit() {
  local current="\${COMP_WORDS[COMP_CWORD]}" typed="" word offer
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) typed="\${typed:+$typed }$word" ;; esac
  done
  case "$typed" in
    "") offer="${firstWords(commands).join(' ')} --help --version" ;;
${branches(commands, '    ')}
  esac
  COMPREPLY=($(compgen -W "$offer" -- "$current"))
}
complete -o default -F _apikit apikit
`;
}

function zsh(commands: readonly CompletionCommand[]): string {
  return `#compdef apikit
_apikit() {
  local typed="" word offer
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$word" in -*) ;; *) typed="\${typed:+$typed }$word" ;; esac
  done
  case "$typed" in
    "") offer="${firstWords(commands).join(' ')} --help --version" ;;
${branches(commands, '    ')}
  esac
  compadd -- \${=offer}
}
compdef _apikit apikit
`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;

function fish(commands: readonly CompletionCommand[]): string {
  const lines = ['complete -c apikit -f'];
  const names = firstWords(commands);
  for (const name of names) {
    const summary = commands.find(({ path }) => path === name)?.summary ?? name;
    lines.push(`complete -c apikit -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`);
  }
  for (const { path, summary, flags } of commands) {
    const [first, verb] = path.split(' ') as [string, string | undefined];
    const seen = `__fish_seen_subcommand_from ${first}`;
    if (verb)
      lines.push(
        `complete -c apikit -n '${seen}; and not __fish_seen_subcommand_from ${verbsOf(commands, first).join(' ')}' -a ${verb} -d ${quoted(summary)}`,
      );
    const condition = verb ? `${seen}; and __fish_seen_subcommand_from ${verb}` : seen;
    for (const { flag, description } of flags)
      lines.push(`complete -c apikit -n '${condition}' -l ${flag.slice(2)} -d ${quoted(description)}`);
  }
  return `${lines.join('\n')}\n`;
}
