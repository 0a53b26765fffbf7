/**
 * The input of a tool: its JSON Schema, which follows from the arguments and options that the command declares, and the
 * command line for given values.
 */
import type { Tool as ListedTool } from '@modelcontextprotocol/server';
import { suggest } from '../../../config/suggest.ts';
import { usageError } from '../../../errors.ts';
import type { Option } from '../../../flags/option.ts';
import { type AnyCommand, optionsOf } from '../command.ts';
import { type Tool, toolName } from './tool.ts';

type ValueType = 'string' | 'number' | 'boolean' | 'string or true' | 'strings';

interface Property {
  readonly name: string;
  readonly type: ValueType;
  readonly description: string;
  readonly choices?: readonly string[];
  /** `--new-table`; absent for arguments, and for lists that the command does not have. */
  readonly flag?: string;
  readonly isArgument?: true;
}

type InputSchema = ListedTool['inputSchema'];

const SCHEMA_OF: Record<ValueType, NonNullable<InputSchema['properties']>[string] & object> = {
  string: { type: 'string' },
  number: { type: ['integer', 'string'] },
  boolean: { type: 'boolean' },
  'string or true': { anyOf: [{ type: 'string' }, { const: true }] },
  strings: { type: 'array', items: { type: 'string' } },
};

const WORDS_OF: Record<ValueType, string> = {
  string: 'a text',
  number: 'a whole number',
  boolean: 'true or false',
  'string or true': 'a text or true',
  strings: 'a list of texts',
};

export function inputSchema(tool: Tool, command: AnyCommand): InputSchema {
  const properties = propertiesOf(tool, command).map(({ name, type, description, choices }) => [
    name,
    { ...SCHEMA_OF[type], ...(choices && { enum: [...choices] }), description },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(tool.required && { required: [...tool.required] }),
    additionalProperties: false,
  };
}

/** The given values, checked, by name. */
export type ToolInput = Readonly<Record<string, string | boolean | readonly string[]>>;

/** Throws a usage error for a value that the tool does not have, that is missing, or that has another type. */
export function checkInput(tool: Tool, command: AnyCommand, given: Readonly<Record<string, unknown>>): ToolInput {
  const of = toolName(tool);
  const properties = propertiesOf(tool, command);
  const names = properties.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    const near = suggest(name, names);
    throw usageError(
      `The tool ${of} has no argument ${JSON.stringify(name)}.`,
      `${near === undefined ? '' : `Did you mean ${near}? `}${names.length === 0 ? 'It takes none.' : `It takes ${names.join(', ')}.`}`,
    );
  }
  // `null` is how some clients say that they set nothing.
  const values = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  const missing = tool.required?.find((name) => !values.some(([given]) => given === name));
  if (missing !== undefined) throw usageError(`The tool ${of} needs the argument ${missing}.`);
  for (const [name, value] of values) {
    const { type } = properties.find((property) => property.name === name)!;
    if (!hasType(value, type)) throw usageError(`The argument ${name} of the tool ${of} takes ${WORDS_OF[type]}.`);
    if (value === '') throw usageError(`The argument ${name} of the tool ${of} is empty.`, 'Leave it out, or set it.');
  }
  return Object.fromEntries(
    values.map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
  ) as ToolInput;
}

/**
 * Returns the words after `apikit`, with `more` flags. They contain each value in one word, so that no value is read as
 * a flag.
 */
export function commandLine(tool: Tool, command: AnyCommand, input: ToolInput, more: readonly string[]): string[] {
  const properties = propertiesOf(tool, command);
  const flags = properties.flatMap(({ name, flag }) => (flag === undefined ? [] : flagWords(flag, input[name])));
  const places = properties.filter(({ isArgument }) => isArgument);
  const count = places.findLastIndex(({ name }) => input[name] !== undefined) + 1;
  const missing = places.slice(0, count).find(({ name }) => input[name] === undefined);
  if (missing) {
    const last = places[count - 1]!.name;
    throw usageError(`The argument ${last} of the tool ${toolName(tool)} needs ${missing.name} as well.`);
  }
  const values = places.slice(0, count).map(({ name }) => String(input[name]));
  return [
    ...tool.command.split(' '),
    ...(tool.always ?? []),
    ...more,
    ...flags,
    '--json',
    ...(values.length > 0 ? ['--', ...values] : []),
  ];
}

function flagWords(flag: string, value: ToolInput[string] | undefined): string[] {
  if (value === undefined || value === false) return [];
  if (value === true) return [flag];
  return [value].flat().map((text) => `${flag}=${text}`);
}

function hasType(value: unknown, type: ValueType): boolean {
  if (type === 'strings') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (type === 'string or true') return typeof value === 'string' || value === true;
  if (type === 'number') return typeof value === 'string' || Number.isSafeInteger(value);
  return typeof value === type;
}

function propertiesOf(tool: Tool, command: AnyCommand): Property[] {
  const places = (command.arguments ?? []).map(({ name, description }): Property => {
    return { name: name.replaceAll(/[<>[\].]/g, ''), type: 'string', description, isArgument: true };
  });
  const known = [...places, ...optionsOf(command).map(propertyOf)];
  const own = Object.entries(tool.own ?? {}).map(([name, description]): Property => {
    return { name, type: 'strings', description };
  });
  return [...known.filter(({ name }) => tool.takes.includes(name)), ...own];
}

function propertyOf({ flags, description, choices, repeatable }: Option): Property {
  const flag = /--[a-z-]+/.exec(flags)![0];
  const name = flag.slice(2).replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const type = repeatable
    ? 'strings'
    : flags.includes('<n>')
      ? 'number'
      : flags.includes('<')
        ? 'string'
        : flags.includes('[')
          ? 'string or true'
          : 'boolean';
  return { name, type, description, flag, ...(choices && { choices }) };
}
