/** The completion script for bash. It also works in bash 3.2, the version of macOS. Pure. */
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

/**
 * Bash has no descriptions. The script adds them to the words of a list, but never to the single word that bash
 * inserts.
 */
export function bash(commands: readonly CompletionCommand[]): string {
  const values = valuesByFlag(commands).map((known) => {
    const { value } = known;
    const offer = 'kind' in value ? `"$(_apikit_values ${value.kind})"` : lines(value.map(plain));
    return `    ${casesOf(known)}) offer=${offer} ;;`;
  });
  const verbs = groupsOf(commands).map(
    (group) => `      "${group}") offer=${lines(verbsOf(commands, group).map(line))} ;;`,
  );
  const flags = commands.map((command) => {
    const { path, argument } = command;
    const own =
      argument &&
      `[[ $arguments == 0 && $current != -* ]] && offer="$(_apikit_values ${argument.kind})"; [[ $offer ]] || `;
    return `      "${path}") ${own ?? ''}offer=${lines(flagsOf(command).map(line))} ;;`;
  });
  const withoutValue = casesWithoutValue(commands);
  return `_apikit_values() {
  apikit completion --values "$1" --line "\${COMP_LINE-}" 2>/dev/null
}
_apikit() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local path="" arguments=0 skip="" word offer="" description width=0
  local -a words descriptions
  # --stage=prod is three words here.
  if [[ $current == "=" ]]; then current=""; elif [[ $previous == "=" ]]; then previous="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $word == "=" ]]; then skip=1; continue; fi
    if [[ $skip ]]; then skip=""; continue; fi
${withoutValue === undefined ? '' : `    case "$path $word" in ${withoutValue}) continue ;; esac\n`}    case "$word" in
      ${flagsWithValue(commands).join('|')}) skip=1 ;;
      -*) ;;
      *)
        case "$path" in
          ""|${groupsOf(commands).join('|')}) path="\${path:+$path }$word" ;;
          *) arguments=$((arguments + 1)) ;;
        esac ;;
    esac
  done
  COMPREPLY=()
  case "$path $previous" in
${values.join('\n')}
    *) if [[ $skip ]]; then return; fi
    case "$path" in
      "") offer=${lines([...firstWords(commands), ...WITHOUT_COMMAND].map(line))} ;;
${[...verbs, ...flags].join('\n')}
    esac ;;
  esac
  while IFS=$'\\t' read -r word description; do
    if [[ -z $word || $word != "$current"* ]]; then continue; fi
    words+=("$word") descriptions+=("$description")
    if (( \${#word} > width )); then width=\${#word}; fi
  done <<< "$offer"
  # 37 and 42: what is chosen from is typed in as it stands.
  if (( \${#words[@]} < 2 )) || [[ \${COMP_TYPE-} == 37 || \${COMP_TYPE-} == 42 ]]; then
    # A word can come from a contract, which is not the user's: the shell must read it as one word and no more.
    for word in "\${words[@]}"; do COMPREPLY+=("$(printf '%q' "$word")"); done
    return
  fi
  local i room=$(( \${COLUMNS:-80} - width - 4 ))
  for i in "\${!words[@]}"; do
    description="\${descriptions[i]}"
    if [[ -z $description ]] || (( room < 16 )); then COMPREPLY+=("\${words[i]}"); continue; fi
    if (( \${#description} > room )); then description="\${description:0:room-1}…"; fi
    COMPREPLY+=("$(printf "%-\${width}s  (%s)" "\${words[i]}" "$description")")
  done
}
complete -o default -F _apikit apikit
`;
}

const line = ({ word, description }: Completion): string => `${word}\t${description}`;
const plain = (word: string): string => `${word}\t`;

const lines = (all: readonly string[]): string => shellQuoted(all.join('\n'));
