/**
 * Completion scripts for the three common shells. Pure. A script holds the commands, the flags and the fixed values of
 * flags. For values that depend on the project, such as its stages, it runs `apikit completion --values`.
 */
import { bash } from './completion-bash.ts';
import type { CompletionCommand } from './completion-command.ts';
import { fish } from './completion-fish.ts';
import { zsh } from './completion-zsh.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export function completionScript(shell: Shell, commands: readonly CompletionCommand[]): string {
  return { bash, zsh, fish }[shell](commands);
}
