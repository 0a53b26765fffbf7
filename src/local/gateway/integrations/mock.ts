/** MOCK: the request template returns a status code, and the integration response of that status makes the response. */
import type { Integration } from '../../state/apis/model.ts';
import { configurationError } from '../gateway-error.ts';
import type { RequestHeaders } from '../http/request-headers.ts';
import type { IntegrationRunner } from '../invocation.ts';
import { beginExchange } from '../mapping-context/exchange.ts';
import { compileRequestTransform } from './transform-request.ts';
import { compileResponseTransform } from './transform-response.ts';

const NO_HEADERS: RequestHeaders = new Map();

export function compileMock(integration: Integration): IntegrationRunner {
  const transformRequest = compileRequestTransform(integration);
  const transformResponse = compileResponseTransform(integration);

  return (invocation) => {
    const exchange = beginExchange(invocation);
    const status = statusCodeOf(transformRequest(exchange).toString());
    if (status === undefined) {
      throw configurationError(
        'Unable to parse statusCode. It should be an integer that is defined in the request template.',
      );
    }
    return transformResponse(exchange, { selection: String(status), body: '', headers: NO_HEADERS, traced: false });
  };
}

/** Keys can be unquoted, as the CDK writes them: `{statusCode: 200}` (recorded). */
function statusCodeOf(text: string): number | undefined {
  for (const candidate of [text, text.replaceAll(/([{,]\s*)([A-Za-z_]\w*)\s*:/g, '$1"$2":')]) {
    try {
      const parsed = JSON.parse(candidate) as { statusCode?: unknown } | null;
      return Number.isInteger(parsed?.statusCode) ? (parsed!.statusCode as number) : undefined;
    } catch {
      // This reading is not JSON; the next one may be.
    }
  }
  return undefined;
}
