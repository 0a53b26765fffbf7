/** Runs a command for its `--json` document, without a command line and without output. */
import { type Context, createContext } from '../../context.ts';
import type { CommonFlags } from '../../flags/common-flags.ts';
import type { Option } from '../../flags/option.ts';
import { type AnyCommand, optionsOf } from './command.ts';

export interface Wish {
  readonly args: readonly string[];
  /** Values by the names of the options' values: `since` for `--since <when>`. Absent ones are not given. */
  readonly flags: Readonly<Record<string, string>>;
}

/** A document needs these parts of the program that shows it. */
export type Host = Pick<Context, 'io' | 'run'>;

/** `common` has the flags that all documents share, such as the stage. Throws what the command throws. */
export async function documentOf(command: AnyCommand, wish: Wish, common: CommonFlags, host: Host): Promise<object> {
  const shared = { ...common, json: true };
  const context = createContext(host.io, shared, command, host.run);
  try {
    const flags = { ...absentFlags(optionsOf(command)), ...shared, ...wish.flags };
    const work = await command.begin({ args: wish.args, flags }, context);
    return (await work()).json() ?? {};
  } finally {
    context.close();
  }
}

/** The values that `program.ts` gives to options that are not on the command line. */
function absentFlags(options: readonly Option[]): Record<string, boolean | readonly string[]> {
  const values: Record<string, boolean | readonly string[]> = {};
  for (const { flags, repeatable } of options) {
    const [, no, long = ''] = /--(no-)?([\w-]+)/.exec(flags) ?? [];
    const name = long.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (repeatable) values[name] = [];
    else if (!/[<[]/.test(flags)) values[name] = no !== undefined;
  }
  return values;
}
