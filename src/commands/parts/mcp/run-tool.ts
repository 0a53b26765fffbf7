/** Runs a command line for a tool: in this process, with streams of its own, without a terminal. */
import { Readable } from 'node:stream';
import type { Context } from '../../../context.ts';
import type { OutputStream } from '../../../ui/io.ts';

/** The `--json` document of a command, or of its error. */
export type Document = Readonly<Record<string, unknown>>;

export interface ToolRun {
  readonly document: Document;
  readonly warnings: readonly string[];
}

interface RunOptions {
  /** Ends the command as Ctrl-C does. */
  readonly signal: AbortSignal;
  /** Called for each step of a command with `--events`. */
  progress(text: string): void;
}

/** `argv` contains `--json`. */
export async function runTool(
  argv: readonly string[],
  { io, run }: Pick<Context, 'io' | 'run'>,
  { signal, progress }: RunOptions,
): Promise<ToolRun> {
  let document = '';
  const warnings: string[] = [];
  await run(argv, {
    stdin: Object.assign(Readable.from([]), { isTTY: false }),
    stdout: stream((text) => {
      document += text;
    }),
    stderr: stream((line) => {
      const event = eventOf(line);
      if (event?.type === 'warning') warnings.push(event.text ?? '');
      else if (event && event.type !== 'error') progress(textOf(event));
      else if (!event) warnings.push(line.trim());
    }),
    env: io.env,
    cwd: io.cwd,
    clock: io.clock,
    signal: AbortSignal.any([io.signal, signal]),
    self: io.self,
    unattended: true,
  });
  return { document: JSON.parse(document) as Document, warnings };
}

/** A stream that no terminal shows. Each call of `write` has whole lines. */
const stream = (write: (text: string) => void): OutputStream => ({ write, isTTY: false });

/** An event of the engine, a note, a warning or an error (`src/ui/reporter.ts`). */
interface ReportedEvent {
  readonly type: string;
  readonly text?: string;
  readonly resource?: string;
}

function eventOf(line: string): ReportedEvent | undefined {
  return line.startsWith('{"time":') ? (JSON.parse(line) as ReportedEvent) : undefined;
}

/** `changing function`, from the event `resource.changing`. */
const textOf = ({ type, text, resource = '' }: ReportedEvent): string =>
  text === undefined ? `${type.replace('resource.', '')} ${resource}` : [resource, text].filter(Boolean).join(': ');
