/** The examples of all settings that ask for a resource, for the tests that try every setting. */
import { OPTIONAL_SETTINGS, optionalSchemas, type RawOptionalSettings } from '../../src/config/optional-settings.ts';

const examples = OPTIONAL_SETTINGS.map((name) => [name, ...(optionalSchemas[name]!.examples as unknown[])] as const);

export const FIRST_EXAMPLES = Object.fromEntries(
  examples.map(([name, first]) => [name, first]),
) as Required<RawOptionalSettings>;

/** The first example of each setting, and the members that differ in the second one. */
export const LAYERED_EXAMPLES = Object.fromEntries(
  examples.map(([name, first, second = false]) => [
    name,
    [first, second && changed(first as object, second as object)],
  ]),
);

/** Lines of apikit.yaml with the first examples, and what to replace in them for the second ones. */
export const FIRST_LINES = examples.map(([name, first]) => lineOf(name, first));

export const CHANGED_LINES = examples.flatMap(([name, first, second]): [string, string][] =>
  second === undefined ? [] : [[lineOf(name, first), lineOf(name, second)]],
);

function changed(first: object, second: object): object {
  const had = Object.entries(first).map((entry) => JSON.stringify(entry));
  return Object.fromEntries(Object.entries(second).filter((entry) => !had.includes(JSON.stringify(entry))));
}

function lineOf(name: string, value: unknown): string {
  return `${name}: ${JSON.stringify(value)}\n`;
}
