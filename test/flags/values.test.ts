/** Checks what compiles: `npm run check:types` fails if a line under `@ts-expect-error` compiles. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { COMMANDS } from '../../src/commands/index.ts';
import { type AnyCommand, defineCommand, optionsOf } from '../../src/commands/parts/command.ts';
import type { Option } from '../../src/flags/option.ts';
import type { ArgsOf, FlagsOf } from '../../src/flags/values.ts';
import { type Parsed, parse } from '../../src/program.ts';
import { silentIo } from '../helpers/silent-io.ts';

type Flags<Notation extends string> = FlagsOf<{ flags: Notation; description: string }>;

describe('the type of a flag', () => {
  it('follows from its notation', () => {
    expectTypeOf<Flags<'--keep <n>'>>().toEqualTypeOf<{ readonly keep: string | undefined }>();
    expectTypeOf<Flags<'--wait [duration]'>>().toEqualTypeOf<{ readonly wait: string | true | undefined }>();
    expectTypeOf<Flags<'--dry-run'>>().toEqualTypeOf<{ readonly dryRun: boolean }>();
    expectTypeOf<Flags<'--no-follow'>>().toEqualTypeOf<{ readonly follow: boolean }>();
    expectTypeOf<Flags<'-f, --force'>>().toEqualTypeOf<{ readonly force: boolean }>();
    expectTypeOf<Flags<'--max-p95-increase <share>'>>().toEqualTypeOf<{
      readonly maxP95Increase: string | undefined;
    }>();
  });

  it('is a list if the flag can be repeated, and one of the choices if it has choices', () => {
    expectTypeOf<FlagsOf<{ flags: '--header <name>'; description: ''; repeatable: true }>>().toEqualTypeOf<{
      readonly header: readonly string[];
    }>();
    expectTypeOf<
      FlagsOf<{ flags: '--by <unit>'; description: ''; choices: readonly ['day', 'hour'] }>
    >().toEqualTypeOf<{
      readonly by: 'day' | 'hour' | undefined;
    }>();
  });
});

describe('the type of an argument', () => {
  it('follows from its notation', () => {
    type Named<Name extends string> = { name: Name; description: string };
    expectTypeOf<ArgsOf<[Named<'<table>'>, Named<'[file]'>]>>().toEqualTypeOf<
      readonly [table: string, file: string | undefined]
    >();
    expectTypeOf<ArgsOf<[Named<'<names...>'>]>>().toEqualTypeOf<readonly [names: readonly string[]]>();
  });
});

describe('a command', () => {
  const greet = defineCommand({
    arguments: [{ name: '<name>', description: 'the name' }],
    options: [{ flags: '--keep <n>', description: 'a number' }],
    common: ['stage'],
    ask({ args, flags }) {
      expectTypeOf(args).toEqualTypeOf<readonly [string]>();
      expectTypeOf(flags.keep).toEqualTypeOf<string | undefined>();
      expectTypeOf(flags.stage).toEqualTypeOf<string | undefined>();
      expectTypeOf(flags.json).toEqualTypeOf<boolean>();
      // @ts-expect-error: the flag is `--keep`.
      flags.kepp;
      // @ts-expect-error: `common` does not name `yes`.
      flags.yes;
      // @ts-expect-error: the command has one argument.
      args[1];
      return { name: args[0], keep: flags.keep };
    },
    async execute(answers) {
      expectTypeOf(answers).toEqualTypeOf<{ name: string; keep: string | undefined }>();
      return { greeting: `Hello ${answers.name}` };
    },
    render: ({ greeting }) => ({ data: [greeting] }),
    json(result) {
      expectTypeOf(result).toEqualTypeOf<{ greeting: string }>();
      return result;
    },
  });

  it('keeps its types, and is in the list of all commands without them', () => {
    expectTypeOf<Awaited<ReturnType<typeof greet.execute>>>().toEqualTypeOf<{ greeting: string }>();
    expectTypeOf(greet).toExtend<AnyCommand>();
    expect(optionsOf(greet).map(({ flags }) => flags)).toContain('--keep <n>');
  });

  it('has only common flags that exist', () => {
    // @ts-expect-error: the flag is `stage`.
    defineCommand({ common: ['stgae'], ask: () => 1, execute: async () => 1, render: () => ({}), json: () => ({}) });
  });
});

/** The values of a flag by the types above: if it is not given, and by the words that give it. */
function valuesOf({ flags, choices, repeatable }: Option): {
  absent: unknown;
  given: [words: string[], value: unknown][];
} {
  const flag = /--[a-z0-9-]+/.exec(flags)![0];
  const text = choices?.[0] ?? 'text';
  if (repeatable)
    return {
      absent: [],
      given: [
        [
          [flag, 'a', flag, 'b'],
          ['a', 'b'],
        ],
      ],
    };
  if (flag.startsWith('--no-')) return { absent: true, given: [[[flag], false]] };
  if (flags.includes('<')) return { absent: undefined, given: [[[flag, text], text]] };
  if (!flags.includes('[')) return { absent: false, given: [[[flag], true]] };
  return {
    absent: undefined,
    given: [
      [[flag, text], text],
      [[flag], true],
    ],
  };
}

const nameOf = ({ flags }: Option) =>
  /--(?:no-)?([a-z0-9-]+)/.exec(flags)![1]!.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

describe.each(COMMANDS)('the command line of `$path`', ({ path, load }) => {
  it('has the values that the types promise', async () => {
    const command = await load();
    const known = command.arguments ?? [];
    const needed = known.filter(({ name }) => name.startsWith('<')).map((_, index) => `word${index}`);
    const read = async (...words: string[]) => (await parse([...path.split(' '), ...words], silentIo()))!;

    const least = await read(...needed);
    expect(least.args).toEqual(known.map((_, index) => needed[index]));
    const all = known.map((_, index) => `word${index}`);
    expect((await read(...all)).args).toEqual(all);

    for (const option of optionsOf(command)) {
      const { absent, given } = valuesOf(option);
      const value = ({ flags }: Parsed) => new Map<string, unknown>(Object.entries(flags)).get(nameOf(option));
      expect(value(least), option.flags).toEqual(absent);
      for (const [words, expected] of given)
        expect(value(await read(...needed, ...words)), option.flags).toEqual(expected);
    }
  });
});
