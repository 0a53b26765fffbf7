/** The completion script for zsh, with descriptions. Pure. */
import { shellQuoted } from '../text/shell-quoted.ts';
import type { CompletionCommand } from './completion-command.ts';
import {
  type Completion,
  casesOf,
  casesWithoutValue,
  firstWords,
  flagsOf,
  flagsWithValue,
  groupsOf,
  valuesByFlag,
  verbsOf,
  WITHOUT_COMMAND,
} from './completion-words.ts';

export function zsh(commands: readonly CompletionCommand[]): string {
  const values = valuesByFlag(commands).map((known) => {
    const { value } = known;
    const offer = 'kind' in value ? `_apikit_values ${value.kind}` : `compadd -- ${value.map(shellQuoted).join(' ')}`;
    return `    ${casesOf(known)}) ${offer}; return ;;`;
  });
  const verbs = groupsOf(commands).map((group) => `    "${group}") offer=(${list(verbsOf(commands, group))}) ;;`);
  const flags = commands.map((command) => {
    const { path, argument } = command;
    const own = argument && `[[ $arguments == 0 && $current != -* ]] && _apikit_values ${argument.kind} && return; `;
    return `    "${path}") ${own ?? ''}offer=(${list(flagsOf(command))}) ;;`;
  });
  const withoutValue = casesWithoutValue(commands);
  return `#compdef apikit
_apikit_values() {
  local -a found
  local value description
  while IFS=$'\\t' read -r value description; do
    found+=("\${value//:/\\\\:}\${description:+:$description}")
  done < <(apikit completion --values $1 --line "\${(j: :)words}" 2>/dev/null)
  (( $#found )) && _describe $1 found
}
_apikit() {
  local path_typed="" arguments=0 skip="" word previous="$words[CURRENT-1]" current="$words[CURRENT]"
  local -a offer
  if [[ $current == --*=* ]]; then previous="\${current%%=*}"; compset -P '*='; fi
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ -n $skip ]]; then skip=""; continue; fi
${withoutValue === undefined ? '' : `    case "$path_typed $word" in ${withoutValue}) continue ;; esac\n`}    case "$word" in
      ${flagsWithValue(commands).join('|')}) skip=1 ;;
      -*) ;;
      *)
        case "$path_typed" in
          ""|${groupsOf(commands).join('|')}) path_typed="\${path_typed:+$path_typed }$word" ;;
          *) arguments=$((arguments + 1)) ;;
        esac ;;
    esac
  done
  case "$path_typed $previous" in
${values.join('\n')}
  esac
  if [[ -n $skip || $current == --*=* ]]; then _files; return; fi
  case "$path_typed" in
    "") offer=(${list([...firstWords(commands), ...WITHOUT_COMMAND])}) ;;
${[...verbs, ...flags].join('\n')}
  esac
  _describe apikit offer
}
compdef _apikit apikit
`;
}

const list = (offers: readonly Completion[]): string =>
  offers.map(({ word, description }) => shellQuoted(`${word.replaceAll(':', '\\:')}:${description}`)).join(' ');
