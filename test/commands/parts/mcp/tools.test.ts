/** The list of tools fits the commands. */
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../../src/commands/index.ts';
import { toolName } from '../../../../src/commands/parts/mcp/tool.ts';
import { checkInput, commandLine, inputSchema } from '../../../../src/commands/parts/mcp/tool-input.ts';
import { toolsFor } from '../../../../src/commands/parts/mcp/tools.ts';
import { parse } from '../../../../src/program.ts';
import { silentIo } from '../../../helpers/silent-io.ts';

const EXAMPLES: Record<string, unknown> = { string: 'x', boolean: true, array: ['a', 'b'], 'integer,string': 5 };

describe.each(toolsFor(true).map((tool) => [toolName(tool), tool] as const))('the tool %s', (_, tool) => {
  it('takes only arguments and flags that its command has, and the program understands them', async () => {
    const command = await COMMANDS.find(({ path }) => path === tool.command)!.load();
    const schema = inputSchema(tool, command);
    const properties = schema.properties as Record<string, { type?: string | string[] }>;
    expect(Object.keys(properties).sort()).toEqual([...tool.takes, ...Object.keys(tool.own ?? {})].sort());
    expect(Object.keys(properties)).toEqual(expect.arrayContaining([...(tool.required ?? [])]));
    const given = Object.fromEntries(
      Object.entries(properties).map(([name, { type }]) => [name, type === undefined ? true : EXAMPLES[String(type)]]),
    );
    const input = checkInput(tool, command, given);
    const parsed = await parse(commandLine(tool, command, input, []), silentIo());
    const flags = parsed!.flags as Record<string, unknown>;
    const args = [...parsed!.args].filter((arg) => arg !== undefined);
    for (const [name, value] of Object.entries(input))
      if (!(name in (tool.own ?? {}))) expect(flags[name] ?? args[0]).toEqual(value);
    expect(flags.json).toBe(true);
  });
});
