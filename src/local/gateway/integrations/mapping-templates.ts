/** The templates of the request or the response of an integration, by media type. */
import type { Integration, IntegrationResponse } from '../../state/apis/model.ts';
import { unsupportedMediaType } from '../gateway-error.ts';
import { mediaTypeOf } from '../http/media-type.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Invocation } from '../invocation.ts';
import { compileMappingTemplate, type MappingTemplate } from '../mapping-context/mapping-template.ts';

const JSON_TYPE = 'application/json';

function compileTemplates(
  side: 'request' | 'response',
  templates: Readonly<Record<string, string>>,
): Map<string, MappingTemplate> {
  return new Map(
    Object.entries(templates).map(([type, text]) => [keyOf(type), compileMappingTemplate(text, side, type)]),
  );
}

const keyOf = (type: string): string => (type === '$default' ? type : (mediaTypeOf(type) ?? type));

/**
 * Returns the template of the request's media type (JSON if it has none); `undefined` if the body passes through
 * unchanged. Throws 415 if `passthroughBehavior` does not allow that.
 */
export function compileRequestTemplates({
  requestTemplates,
  passthroughBehavior,
}: Integration): (invocation: Invocation) => MappingTemplate | undefined {
  const templates = compileTemplates('request', requestTemplates ?? {});
  const refuses =
    passthroughBehavior === 'NEVER' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && templates.size > 0);
  return ({ headers }) => {
    const type = mediaTypeOf(headerValue(headers, 'content-type')) ?? JSON_TYPE;
    const template = templates.get(type) ?? templates.get('$default');
    if (!template && refuses) throw unsupportedMediaType();
    return template;
  };
}

export interface ChosenTemplate {
  /** The media type of the response. */
  readonly type: string;
  /** `undefined` if the body passes through unchanged. */
  readonly template: MappingTemplate | undefined;
}

/**
 * Chooses the template of the media type that the client accepts first, otherwise JSON's, otherwise the first. A
 * template without text passes the body through; the console and Terraform create such templates:
 * https://github.com/hashicorp/terraform/issues/10157.
 */
export function compileResponseTemplates({
  responseTemplates = {},
}: IntegrationResponse): (invocation: Invocation) => ChosenTemplate | undefined {
  const types = new Set(Object.keys(responseTemplates).map(keyOf));
  const templates = compileTemplates('response', withText(responseTemplates));
  return ({ headers }) => {
    const accepted = mediaTypeOf(headerValue(headers, 'accept')) ?? JSON_TYPE;
    const type = [accepted, JSON_TYPE, ...types].find((candidate) => types.has(candidate));
    return type === undefined ? undefined : { type, template: templates.get(type) };
  };
}

const withText = (templates: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(Object.entries(templates).flatMap(([type, text]) => (text ? [[type, text]] : [])));
