/** A call of a tool, from the values that the client sent to the result that it gets. It never throws. */
import type { Context } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import { shellWord } from '../../../text/shell-word.ts';
import { errorDocument } from '../../../ui/error-text.ts';
import { asApikitError } from '../as-apikit-error.ts';
import { type AnyCommand, type CommandEntry, optionsOf } from '../command.ts';
import { type ApprovedPlans, refuseProtected } from './approved-plans.ts';
import { refuseOutside } from './project-file.ts';
import { type Document, runTool } from './run-tool.ts';
import { type Cut, shortened } from './shortened.ts';
import { type Tool, toolName } from './tool.ts';
import { checkInput, commandLine, type ToolInput } from './tool-input.ts';
import { isWriteTool } from './tools.ts';
import { visible, visibleText } from './visible-text.ts';

/** The parts that the calls of one server share. */
export interface ToolServer {
  /** All commands of the program. */
  readonly commands: readonly CommandEntry[];
  readonly tools: readonly Tool[];
  readonly context: Pick<Context, 'io' | 'flags' | 'run' | 'report'>;
  readonly plans: ApprovedPlans;
}

export interface ToolCall {
  readonly name: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
  progress(text: string): void;
}

export interface ToolResult {
  readonly [member: string]: unknown;
  readonly content: { type: 'text'; text: string }[];
  readonly structuredContent: Record<string, unknown>;
  readonly isError: boolean;
}

export async function callTool(server: ToolServer, call: ToolCall): Promise<ToolResult> {
  const { io } = server.context;
  try {
    return await carryOut(server, call);
  } catch (error) {
    return failure({ error: errorDocument(asApikitError(error, io)) });
  }
}

export async function commandOf({ commands }: Pick<ToolServer, 'commands'>, { command }: Tool): Promise<AnyCommand> {
  return await commands.find(({ path }) => path === command)!.load();
}

async function carryOut(server: ToolServer, { name, given, signal, progress }: ToolCall): Promise<ToolResult> {
  const { context, plans } = server;
  const tool = server.tools.find((one) => toolName(one) === name);
  if (!tool) throw noTool(name, server.tools);
  const command = await commandOf(server, tool);
  const input = checkInput(tool, command, given);
  if (typeof input.file === 'string') await refuseOutside(input.file, context);
  if (tool.writes) await refuseProtected(tool.command, String(input.stage), context);
  if (name === 'deploy') plans.refuse(input);
  const argv = commandLine(tool, command, input, shared(command, context));
  context.report.note(`apikit ${argv.map(shellWord).join(' ')}`);
  const { document, warnings } = await runTool(argv, context, { signal, progress });
  if ('error' in document) return failure(document);
  if (name === 'plan') plans.show(stageOf(input, context), document);
  return success(document, warnings, tool);
}

/** The flags of the server that the command has, too. They say which project and which credentials it uses. */
function shared(command: AnyCommand, { flags }: Pick<Context, 'flags'>): string[] {
  const has = (flag: string) => optionsOf(command).some((option) => option.flags.startsWith(`--${flag}`));
  const places = (['config', 'profile', 'region'] as const).flatMap((name) => {
    const value = flags[name];
    return value !== undefined && has(name) ? [`--${name}=${value}`] : [];
  });
  return has('events') ? ['--events', ...places] : places;
}

const stageOf = ({ stage }: ToolInput, { io }: Pick<Context, 'io'>): string =>
  typeof stage === 'string' ? stage : (io.env.APIKIT_STAGE ?? '');

function noTool(name: string, tools: readonly Tool[]): Error {
  const names = tools.map(toolName).join(', ');
  if (isWriteTool(name))
    return usageError(
      `The tool ${name} changes a stage, and this server only reads. Nothing was changed.`,
      'A person decides that: the server offers it if it is started as `apikit mcp --allow-writes`.',
    );
  return usageError(`There is no tool ${JSON.stringify(name)}.`, `The tools are ${names}.`);
}

function success(document: Document, warnings: readonly string[], tool: Tool): ToolResult {
  const { document: short, cuts } = shortened(visible(document));
  const whole = cuts.length === 0 ? short : { ...short, cut: cuts };
  const texts = [JSON.stringify(whole), ...warningText(warnings), ...cuts.map((cut) => cutText(cut, tool))];
  return { content: texts.map(asContent), structuredContent: whole, isError: false };
}

function failure(document: Document): ToolResult {
  const { document: short } = shortened(visible(document));
  const { message, hint } = short.error as { message: string; hint?: string };
  const text = [message, hint].filter(Boolean).join('\n');
  return { content: [asContent(text)], structuredContent: short, isError: true };
}

const asContent = (text: string) => ({ type: 'text' as const, text });

const cutText = ({ member, shown, of }: Cut, { less }: Tool): string =>
  `The result is cut: ${member} has the first ${shown} of ${of}. ${less}.`;

function warningText(warnings: readonly string[]): string[] {
  const shown = warnings.map(visibleText).filter((text) => text !== '');
  return shown.length === 0 ? [] : [shown.join('\n')];
}
