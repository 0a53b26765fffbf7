/** A call of a tool, from the values that the client sent to the result that it gets. It never throws. */
import type { Context } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import { isQuery } from '../../../logs/search-query.ts';
import { shellWord } from '../../../text/shell-word.ts';
import { errorDocument } from '../../../ui/error-text.ts';
import { asApikitError } from '../as-apikit-error.ts';
import { type AnyCommand, type CommandEntry, optionsOf } from '../command.ts';
import { type ApprovedPlans, refuseProtected } from './approved-plans.ts';
import type { Cleaner } from './clean-text.ts';
import { refuseOutside } from './project-file.ts';
import { type Document, runTool } from './run-tool.ts';
import { type Cut, shortened } from './shortened.ts';
import { type Tool, toolName } from './tool.ts';
import { checkInput, commandLine, type ToolInput } from './tool-input.ts';
import { isWriteTool } from './tools.ts';

/** The parts that the calls of one server share. */
export interface ToolServer {
  /** All commands of the program. */
  readonly commands: readonly CommandEntry[];
  readonly tools: readonly Tool[];
  readonly context: Pick<Context, 'io' | 'flags' | 'run' | 'report'>;
  readonly plans: ApprovedPlans;
  readonly clean: Cleaner;
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
    return failure({ error: errorDocument(asApikitError(error, io)) }, server.clean);
  }
}

export async function commandOf({ commands }: Pick<ToolServer, 'commands'>, { command }: Tool): Promise<AnyCommand> {
  return await commands.find(({ path }) => path === command)!.load();
}

async function carryOut(server: ToolServer, { name, given, signal, progress }: ToolCall): Promise<ToolResult> {
  const { context, plans, clean } = server;
  const tool = server.tools.find((one) => toolName(one) === name);
  if (!tool) throw noTool(name, server.tools);
  const command = await commandOf(server, tool);
  const input = checkInput(tool, command, given);
  if (typeof input.file === 'string') await refuseOutside(input.file, context);
  if (name === 'logs_search') refuseQuery(String(input.text));
  if (name === 'rollback') refuseOtherThanId(String(input.release));
  if (tool.writes) await refuseProtected(tool.command, String(input.stage), context);
  if (name === 'deploy') plans.refuse(input);
  const argv = commandLine(tool, command, input, shared(command, context));
  context.report.note(logLine(clean.text(`apikit ${argv.map(shellWord).join(' ')}`)));
  const { document, warnings } = await runTool(argv, context, {
    signal,
    progress: (text) => progress(clean.text(text)),
  });
  if ('error' in document) return failure(document, clean);
  const { document: short, cuts } = shortened(clean.document(document));
  // A client that has seen a part of a plan has not read the plan.
  if (name === 'plan' && cuts.length === 0) plans.show(stageOf(input, context), document);
  return success(short, cuts, warningText(warnings, clean), tool);
}

/**
 * A query can read any log group of the account (`SOURCE`, `join`), and its size is then not the one whose price was
 * checked (docs/aws/logs.md). Words are searched in the stage's log groups only.
 */
function refuseQuery(text: string): void {
  if (!isQuery(text)) return;
  throw usageError(
    'The tool logs_search finds words, and this text is a query of Logs Insights. Nothing was searched.',
    'Pass words that the lines contain. A person can run a query in a terminal.',
  );
}

/** `previous` and times mean another release after each rollback, so a call that a client repeats would go on. */
function refuseOtherThanId(release: string): void {
  if (/^[0-9a-f]{12}$/.test(release)) return;
  throw usageError(
    `The tool rollback takes the whole ID of a release, and ${JSON.stringify(release)} is none. Nothing was changed.`,
    'Call releases for the IDs.',
  );
}

/** One line for the log of the client. A line break in an argument could look like another call. */
function logLine(text: string): string {
  const line = text.replaceAll(/[\r\n\u2028\u2029]/g, '\\n');
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}

const LONGEST_LINE = 500;

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
      `The tool ${name} changes a stage, and this server offers none that does. Nothing was changed.`,
      'A person decides that: the server offers it if it is started as `apikit mcp --allow-writes`.',
    );
  return usageError(`There is no tool ${JSON.stringify(name)}.`, `The tools are ${names}.`);
}

function success(short: Document, cuts: readonly Cut[], warnings: readonly string[], tool: Tool): ToolResult {
  const whole = cuts.length === 0 ? short : { ...short, cut: cuts.slice(0, MOST_CUTS) };
  const texts = [JSON.stringify(whole), ...warnings, ...(cuts.length > 0 ? [cutText(cuts, tool)] : [])];
  return { content: texts.map(asContent), structuredContent: whole, isError: false };
}

function failure(document: Document, clean: Cleaner): ToolResult {
  const { document: short } = shortened(clean.document(document));
  const { message, hint } = short.error as { message: string; hint?: string };
  const text = [message, hint].filter(Boolean).join('\n');
  return { content: [asContent(text)], structuredContent: short, isError: true };
}

const asContent = (text: string) => ({ type: 'text' as const, text });

const MOST_CUTS = 10;

function cutText(cuts: readonly Cut[], { less }: Tool): string {
  const named = cuts
    .slice(0, MOST_CUTS)
    .map(({ member, shown, of }) => `${member === '' ? 'the document' : member} has the first ${shown} of ${of}`);
  const more = cuts.length > MOST_CUTS ? `, and ${cuts.length - MOST_CUTS} more are cut` : '';
  return `The result is cut: ${named.join(', ')}${more}. ${less}.`;
}

/** In characters. A command has a few warnings; a text of somebody else in one of them can be long. */
const LONGEST_WARNINGS = 4_000;

function warningText(warnings: readonly string[], clean: Cleaner): string[] {
  const texts = warnings.map(clean.text).filter((text) => text !== '');
  const text = texts.join('\n');
  if (text === '') return [];
  return [text.length > LONGEST_WARNINGS ? `${text.slice(0, LONGEST_WARNINGS)}…` : text];
}
