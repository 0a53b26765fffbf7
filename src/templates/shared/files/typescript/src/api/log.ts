/** The log: one JSON object per line on stdout, which Lambda sends to CloudWatch. */

const LEVELS = ['debug', 'info', 'warn', 'error'];
export type Level = 'debug' | 'info' | 'warn' | 'error';

export type Log = (level: Level, message: string, fields: Record<string, unknown>) => void;

/** `least` is the lowest level to write, in upper or lower case. An unknown level means 'info'. */
export function createLog(least = 'info', write = (line: string) => void process.stdout.write(line)): Log {
  const wanted = least.toLowerCase();
  const threshold = LEVELS.indexOf(LEVELS.includes(wanted) ? wanted : 'info');
  return (level, message, fields) => {
    if (LEVELS.indexOf(level) < threshold) return;
    write(`${JSON.stringify({ level, time: new Date().toISOString(), message, ...fields })}\n`);
  };
}

/** Returns an error as log fields, with its chain of causes. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause !== undefined && { cause: describeError(cause) }) };
}
