/** `function.logging` of apikit.yaml: the format and the levels of the log that Lambda writes to CloudWatch. Pure. */
import { section } from './schema-node.ts';
import type { ReportProblem } from './stage-report.ts';

/** From everything to the least. The names are Lambda's, in lower case. */
const APPLICATION_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
const SYSTEM_LEVELS = ['debug', 'info', 'warn'] as const;

/** The levels belong to the JSON format: Lambda does not filter text. */
export interface FunctionLogging {
  format: 'text' | 'json';
  applicationLevel?: (typeof APPLICATION_LEVELS)[number];
  systemLevel?: (typeof SYSTEM_LEVELS)[number];
}

export const functionLoggingSchema = section('Format and levels of the log of the function (docs/function.md).', {
  format: {
    enum: ['text', 'json'],
    description: "How Lambda writes its own lines and the handler's: text, or one JSON object per line. Default: json.",
  },
  applicationLevel: {
    enum: APPLICATION_LEVELS,
    description: 'The lowest level of lines of the handler that Lambda keeps; only with format json. Default: info.',
  },
  systemLevel: {
    enum: SYSTEM_LEVELS,
    description:
      'The lowest level of lines of Lambda itself that it keeps; only with format json. warn leaves out the start, end and duration of calls that succeed. Default: info.',
  },
});

/** Lambda's own defaults are filled in, so that a plan shows a level that somebody else has changed. */
export function resolveLogging(said: Partial<FunctionLogging>): FunctionLogging {
  const { format = 'json' } = said;
  return format === 'json' ? { applicationLevel: 'info', systemLevel: 'info', ...said, format } : { ...said, format };
}

export function checkLogging(logging: FunctionLogging | undefined, report: ReportProblem): void {
  if (logging?.format !== 'text') return;
  for (const level of ['applicationLevel', 'systemLevel'] as const) {
    if (logging[level] === undefined) continue;
    report(
      ['function', 'logging', level],
      `function.logging.${level} is ${logging[level]}, but format is text, and Lambda filters only JSON by level.`,
      'Write format: json, or remove the level.',
    );
  }
}

/** Returns the log controls to request; text is what Lambda writes without any. */
export const logControls = ({
  function: { logging },
}: {
  readonly function: { readonly logging?: FunctionLogging };
}) => (logging?.format === 'json' ? { logging: { ...logging } } : {});

/** The level for the handler's own logger, whose levels are debug, info, warn and error. */
export function loggerLevel({ applicationLevel = 'info' }: Partial<FunctionLogging> = {}): string {
  if (applicationLevel === 'trace') return 'debug';
  return applicationLevel === 'fatal' ? 'error' : applicationLevel;
}
