/** The log: one JSON object a line, on stdout, from where Lambda takes it to CloudWatch. */

const LEVELS = ['debug', 'info', 'warn', 'error'];
export type Level = 'debug' | 'info' | 'warn' | 'error';

export type Log = (level: Level, message: string, fields: Record<string, unknown>) => void;

/** `least` is the lowest level that is written: 'info' unless it is one of the others, in any case. */
export function createLog(least = 'info', write = (line: string) => void process.stdout.write(line)): Log {
  const wanted = least.toLowerCase();
  const threshold = LEVELS.indexOf(LEVELS.includes(wanted) ? wanted : 'info');
  return (level, message, fields) => {
    if (LEVELS.indexOf(level) < threshold) return;
    write(`${JSON.stringify({ level, time: new Date().toISOString(), message, ...fields })}\n`);
  };
}

/** An error as log fields, with the chain of what caused it. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause !== undefined && { cause: describeError(cause) }) };
}
