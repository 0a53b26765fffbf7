/** Names, reports and logs errors like AWS's Node.js runtime. */

export class RuntimeError extends Error {
  constructor(name, reason) {
    super(reason);
    this.name = name;
  }
}

/** Returns the error document for the Runtime API. */
export function describe(error) {
  if (!(error instanceof Error) && Object.prototype.toString.call(error) !== '[object Error]') {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  const { name, message, stack } = error;
  return { errorType: name, errorMessage: message, trace: typeof stack === 'string' ? stack.split('\n') : [] };
}

/** Returns the second half of `Invoke Error \t{…}`. */
export function inLog(error) {
  if (!(error instanceof Error)) return `\t${JSON.stringify(describe(error))}`;
  const stack = typeof error.stack === 'string' ? error.stack.split('\n') : [];
  try {
    return `\t${JSON.stringify({ errorType: error.name, errorMessage: error.message, code: error.code, ...error, stack })}`;
  } catch {
    return `\t${JSON.stringify(describe(error))}`;
  }
}
