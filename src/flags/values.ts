/**
 * The types of the values of a command line, derived from the declaration of its options and arguments. `program.ts`
 * reads values of these types, which `test/flags/values.test.ts` checks for every command.
 */
import type { Argument, Option } from './option.ts';

/** The values of options by the names that commander gives them: `--from-line <n>` is `fromLine`. */
export type FlagsOf<Declared extends Option> = {
  readonly [Each in Declared as FlagName<Each['flags']>]: FlagValue<Each>;
};

/** The values of arguments, in their order. */
export type ArgsOf<Declared extends readonly Argument[]> = {
  readonly [Index in keyof Declared]: ArgValue<Declared[Index]['name']>;
};

type FlagName<Flags extends string> = CamelCase<WithoutNo<LongName<Flags>>>;

type LongName<Flags extends string> = Flags extends `${string}--${infer Long}`
  ? Long extends `${infer Name} ${string}`
    ? Name
    : Long
  : never;

type WithoutNo<Name extends string> = Name extends `no-${infer Rest}` ? Rest : Name;

type CamelCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

type FlagValue<Declared extends Option> = Declared extends { repeatable: true }
  ? readonly string[]
  : Declared['flags'] extends `${string}--no-${string}`
    ? boolean
    : Declared['flags'] extends `${string}<${string}`
      ? Given<Declared> | undefined
      : Declared['flags'] extends `${string}[${string}`
        ? Given<Declared> | true | undefined
        : boolean;

type Given<Declared extends Option> = Declared extends { choices: readonly (infer Choice)[] } ? Choice : string;

type ArgValue<Name extends string> = Name extends `${string}...${string}`
  ? readonly string[]
  : Name extends `<${string}`
    ? string
    : string | undefined;
