/** MOCK: the request template names a status code, the integration response of that status makes the answer. */
import type { Integration, IntegrationResponse } from '../../services/apigateway/model.ts';
import { configurationError, unsupportedMediaType } from '../gateway-error.ts';
import { addHeader, addMappedHeader, MAPPED_REMAPPED, newHeaders } from '../http/answer-headers.ts';
import { mediaTypeOf } from '../http/media-type.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Answer, Invocation } from '../invocation.ts';
import { compileValueSource } from '../values/value-source.ts';
import { chooseResponse } from './choose-response.ts';
import type { IntegrationRunner } from './compile-integration.ts';
import { compilePlainTemplate } from './plain-template.ts';

const JSON_TYPE = 'application/json';
const HEADER = 'method.response.header.';

type PlainTemplate = () => string;

export function compileMock(integration: Integration): IntegrationRunner {
  const templates = compileTemplates('request', integration.requestTemplates);
  const respond = chooseResponse(integration.integrationResponses, compileResponse);
  const passthrough = integration.passthroughBehavior ?? 'WHEN_NO_MATCH';

  return (invocation) => {
    const type = mediaTypeOf(headerValue(invocation.headers, 'content-type')) ?? JSON_TYPE;
    const template = templates.get(type) ?? templates.get('$default');
    if (!template && (passthrough === 'NEVER' || (passthrough === 'WHEN_NO_TEMPLATES' && templates.size > 0))) {
      throw unsupportedMediaType();
    }
    const status = statusCodeOf(template ? template() : invocation.body.toString('utf8'));
    if (status === undefined) {
      throw configurationError(
        'Unable to parse statusCode. It should be an integer that is defined in the request template.',
      );
    }
    const response = respond(String(status));
    if (!response) throw configurationError(`no integration response matches the status ${status}`);
    return response(invocation);
  };
}

function compileTemplates(
  side: 'request' | 'response',
  templates: Readonly<Record<string, string | null>> | undefined,
): Map<string, PlainTemplate> {
  return new Map(
    Object.entries(templates ?? {}).map(([type, text]) => [
      type === '$default' ? type : type.toLowerCase(),
      compilePlainTemplate(text ?? '', `the ${type} ${side} template`),
    ]),
  );
}

/** Keys may go without quotes, as the CDK writes them: `{statusCode: 200}` (recorded). */
function statusCodeOf(text: string): number | undefined {
  for (const candidate of [text, text.replaceAll(/([{,]\s*)([A-Za-z_]\w*)\s*:/g, '$1"$2":')]) {
    try {
      const { statusCode } = JSON.parse(candidate) as { statusCode?: unknown };
      return Number.isInteger(statusCode) ? (statusCode as number) : undefined;
    } catch {
      // Not JSON in this reading; the next one may be.
    }
  }
  return undefined;
}

function compileResponse(response: IntegrationResponse): (invocation: Invocation) => Answer {
  const templates = compileTemplates('response', response.responseTemplates);
  const parameters = Object.entries(response.responseParameters ?? {}).flatMap(([target, expression]) => {
    const value = compileValueSource(expression);
    return target.startsWith(HEADER) && value ? [{ name: target.slice(HEADER.length), value }] : [];
  });
  const status = Number(response.statusCode);

  return (invocation) => {
    if (response.contentHandling !== undefined) throw configurationError('contentHandling is not emulated yet');
    const accepted = mediaTypeOf(headerValue(invocation.headers, 'accept')) ?? JSON_TYPE;
    const type = [accepted, JSON_TYPE, ...templates.keys()].find((candidate) => templates.has(candidate));
    const headers = newHeaders();
    for (const { name, value } of parameters) {
      addMappedHeader(headers, name, value(invocation), MAPPED_REMAPPED);
    }
    if (type !== undefined && type !== '$default' && !headers.has('content-type')) {
      addHeader(headers, 'Content-Type', [type], MAPPED_REMAPPED);
    }
    return { status, headers, body: type === undefined ? '' : templates.get(type)!(), traced: false };
  };
}
