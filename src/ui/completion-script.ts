/**
 * Completion scripts for the three common shells. Pure. Commands, flags and what a flag may be are in the script; what a project
 * has, such as its stages, the script asks `apikit completion --values` for.
 */
import { bash } from './completion-bash.ts';
import { fish } from './completion-fish.ts';
import { zsh } from './completion-zsh.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export interface CompletionFlag {
  /** `--stage` */
  readonly flag: string;
  readonly description: string;
  /** What it may be: `undefined` without a value, a list, what the project has, or any text. */
  readonly value?: readonly string[] | { readonly kind: string } | 'any';
}

export interface CompletionCommand {
  /** `keys create` */
  readonly path: string;
  readonly summary: string;
  readonly flags: readonly CompletionFlag[];
  /** What its argument may be. */
  readonly argument?: { readonly kind: string };
}

export function completionScript(shell: Shell, commands: readonly CompletionCommand[]): string {
  return { bash, zsh, fish }[shell](commands);
}
