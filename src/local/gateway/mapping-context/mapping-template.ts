/**
 * Mapping templates of integrations: Velocity with API Gateway's `$input`, `$context`, `$stageVariables` and `$util`.
 */
import { parseTemplate } from '../../../velocity/parse-template.ts';
import { type ParsedTemplate, VelocityError } from '../../../velocity/syntax.ts';
import { configurationError, type GatewayError, invalidJson } from '../gateway-error.ts';
import { render } from '../velocity/render.ts';
import { map, type Value } from '../velocity/values.ts';
import type { Exchange } from './exchange.ts';
import { InvalidPayload, inputObject } from './input-object.ts';
import { UTIL } from './util-object.ts';

/** Throws `GatewayError`. */
export type MappingTemplate = (exchange: Exchange, body: string) => string;

/** The limit in bytes (docs/aws/quotas.md). */
export const MAX_TEMPLATE = 307_200;

/** `side` and `type` identify the template in messages. An invalid template fails at each use, as on AWS. */
export function compileMappingTemplate(text: string, side: 'request' | 'response', type: string): MappingTemplate {
  const where = `the ${type} ${side} template`;
  if (!/[$#\\]/.test(text)) return () => text;
  // `$context` has dozens of members, so it is built only for templates that use it.
  const usesContext = text.includes('context');
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
      return render(parsed, variables(exchange, body, usesContext));
    } catch (error) {
      if (side === 'request' && error instanceof InvalidPayload) throw invalidJson();
      throw failure(where, error);
    }
  };
}

function variables(exchange: Exchange, body: string, usesContext: boolean): Map<string, Value> {
  return new Map<string, Value>([
    ['input', inputObject(body, exchange.parameters)],
    ['context', usesContext ? exchange.context() : null],
    ['stageVariables', map(Object.entries(exchange.invocation.stage!.variables))],
    ['util', UTIL],
  ]);
}

/**
 * A `RangeError` is JavaScript's own stack or string limit. Within our own bounds a normal template does not reach it.
 */
function failure(where: string, error: unknown): GatewayError {
  if (error instanceof VelocityError || error instanceof RangeError) {
    return configurationError(`Unable to transform: ${where}: ${error.message}`);
  }
  throw error;
}
