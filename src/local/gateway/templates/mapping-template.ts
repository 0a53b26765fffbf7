/** Mapping templates of integrations: Velocity with API Gateway's `$input`, `$context`, `$stageVariables` and `$util`. */
import { configurationError, type GatewayError } from '../gateway-error.ts';
import { parseTemplate } from '../velocity/parse-template.ts';
import { render } from '../velocity/render.ts';
import { type ParsedTemplate, VelocityError } from '../velocity/syntax.ts';
import { map, type Value } from '../velocity/values.ts';
import type { Exchange } from './exchange.ts';
import { inputObject } from './input-object.ts';
import { UTIL } from './util-object.ts';

/** Throws `GatewayError`. */
export type MappingTemplate = (exchange: Exchange, body: string) => string;

/** Bytes (aws-facts §1). */
export const MAX_TEMPLATE = 307_200;

/** `where` says which template, for the log. One that cannot be read fails at each use, as on AWS. */
export function compileMappingTemplate(text: string, where: string): MappingTemplate {
  if (!/[$#\\]/.test(text)) return () => text;
  let parsed: ParsedTemplate | GatewayError;
  try {
    if (Buffer.byteLength(text) > MAX_TEMPLATE) throw new VelocityError(`it is longer than ${MAX_TEMPLATE} bytes`);
    parsed = parseTemplate(text);
  } catch (error) {
    parsed = failure(where, error);
  }
  return (exchange, body) => {
    if (parsed instanceof Error) throw parsed;
    try {
      return render(parsed, variables(exchange, body));
    } catch (error) {
      throw failure(where, error);
    }
  };
}

function variables(exchange: Exchange, body: string): Map<string, Value> {
  return new Map<string, Value>([
    ['input', inputObject(body, exchange.parameters)],
    ['context', exchange.context()],
    ['stageVariables', map(Object.entries(exchange.invocation.stage!.variables))],
    ['util', UTIL],
  ]);
}

/** A `RangeError` is the engine's own stack or string limit, which the bounds leave out of reach of sane templates. */
function failure(where: string, error: unknown): GatewayError {
  if (error instanceof VelocityError || error instanceof RangeError) {
    return configurationError(`Unable to transform: ${where}: ${error.message}`);
  }
  throw error;
}
