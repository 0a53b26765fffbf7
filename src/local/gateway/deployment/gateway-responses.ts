/** Compiles the customised gateway responses of a deployment. */
import type { GatewayResponse } from '../../state/apis/model.ts';
import type { ConfiguredResponse } from '../invocation.ts';
import { compileValueSource } from '../values/value-source.ts';
import { compileTemplate } from '../values/variable-template.ts';

const HEADER = 'gatewayresponse.header.';

/** A type that is not configured inherits DEFAULT_4XX or DEFAULT_5XX as a whole (docs/aws/data-plane.md). */
export function compileGatewayResponses(
  configured: Readonly<Record<string, GatewayResponse>>,
): (type: string, status: number) => ConfiguredResponse | undefined {
  const compiled = new Map(Object.entries(configured).map(([type, response]) => [type, compile(response)]));
  return (type, status) => compiled.get(type) ?? compiled.get(status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
}

function compile({ statusCode, responseParameters, responseTemplates }: GatewayResponse): ConfiguredResponse {
  const headers = [];
  for (const [target, expression] of Object.entries(responseParameters ?? {})) {
    const value = compileValueSource(expression);
    if (target.startsWith(HEADER) && value) headers.push({ name: target.slice(HEADER.length), value });
  }
  return {
    status: statusCode === undefined ? undefined : Number(statusCode),
    headers,
    templates: new Map(
      Object.entries(responseTemplates ?? {}).map(([type, text]) => [type, compileTemplate(text, '')]),
    ),
  };
}
