/** The function that an integration or an authorizer of API Gateway calls. Pure. */

export interface CalledFunction {
  /** The name without version or alias. */
  readonly name: string;
  /** The version or the alias, if the URI has one. */
  readonly qualifier?: string;
}

const OF_FUNCTION =
  /:lambda:path\/[^/]+\/functions\/(?:arn:[^:]+:lambda:[^:]*:[^:]*:function:)?([^/:]+)(?::([^/:]+))?\/invocations$/;

/** Returns `undefined` for a URI of something else. Stage variables are replaced by their values. */
export function functionOfUri(
  uri: string,
  variables: Readonly<Record<string, string>> = {},
): CalledFunction | undefined {
  const filled = uri.replace(/\$\{stageVariables\.([^}]+)\}/g, (whole, name: string) => variables[name] ?? whole);
  const [, name, qualifier] = OF_FUNCTION.exec(filled) ?? [];
  if (name === undefined) return undefined;
  return { name, ...(qualifier !== undefined && { qualifier }) };
}
