/** Transforms the request body for a non-proxy integration: content handling, then the mapping template. */
import type { Integration } from '../../state/apis/model.ts';
import { configurationError } from '../gateway-error.ts';
import type { Exchange } from '../mapping-context/exchange.ts';
import { type Payload, requestPayload } from './content-handling.ts';
import { compileRequestTemplates } from './mapping-templates.ts';

/** Throws `GatewayError`. */
export type RequestTransform = (exchange: Exchange) => Payload;

export function compileRequestTransform(integration: Integration): RequestTransform {
  const chooseTemplate = compileRequestTemplates(integration);
  return (exchange) => {
    const { invocation } = exchange;
    const template = chooseTemplate(invocation);
    const { binaryMediaTypes } = invocation.stage!.deployment;
    const payload = requestPayload(invocation.body, invocation.headers, binaryMediaTypes, integration.contentHandling);
    if (!template) return payload;
    if (typeof payload === 'string') return template(exchange, payload);
    throw configurationError('Unable to transform request: a mapping template needs text, and the payload is binary');
  };
}
