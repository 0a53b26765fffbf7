/** A tool of the MCP server: a command of this program, and which of its arguments and flags a caller may set. */

export interface Tool {
  /** The words of the command, such as `logs search`. The tool has the same name, with underscores. */
  readonly command: string;
  readonly title: string;
  /** The purpose of the tool, for a model. */
  readonly description: string;
  /**
   * The arguments and flags that a caller may set, by the names that the program gives them: `--new-table` is
   * `newTable`. A new flag of the command is not offered by itself, because it might write files or spend money.
   */
  readonly takes: readonly string[];
  readonly required?: readonly string[];
  /** Lists of names that are not flags of the command, with their descriptions. */
  readonly own?: Readonly<Record<string, string>>;
  /** The flags that every call has. */
  readonly always?: readonly string[];
  /** The command changes a stage, so the server offers it only with `--allow-writes`. */
  readonly writes?: true;
  /**
   * The command writes nothing, not even a file of the project. Others write generated types, or start the embedded
   * cloud for the stage `local`, although they change no stage.
   */
  readonly readsOnly?: true;
  /** The command reads only files of this machine. */
  readonly offline?: true;
  /** How a caller gets the rest of a result that was cut. */
  readonly less: string;
}

export const toolName = ({ command }: Pick<Tool, 'command'>): string => command.replaceAll(' ', '_');
