/** A command as the completion scripts need it. Types only. */

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
