/**
 * Completion scripts for the three common shells. Pure. A script holds the commands, the flags and the fixed values of
 * flags. For values that depend on the project, such as its stages, it runs `apikit completion --values`.
 */
import { bash } from './completion-bash.ts';
import { fish } from './completion-fish.ts';
import { zsh } from './completion-zsh.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export interface CompletionFlag {
  /** For example `--stage`. */
  readonly flag: string;
  readonly description: string;
  /**
   * The allowed values: a fixed list, a kind of value of the project, or any text. `undefined` if the flag takes no
   * value.
   */
  readonly value?: readonly string[] | { readonly kind: string } | 'any';
}

export interface CompletionCommand {
  /** For example `keys create`. */
  readonly path: string;
  readonly summary: string;
  readonly flags: readonly CompletionFlag[];
  /** The kind of value that the argument takes. */
  readonly argument?: { readonly kind: string };
}

export function completionScript(shell: Shell, commands: readonly CompletionCommand[]): string {
  return { bash, zsh, fish }[shell](commands);
}
