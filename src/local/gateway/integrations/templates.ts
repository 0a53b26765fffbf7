/** The templates of one side of an integration, by media type. */

import type { Integration, IntegrationResponse } from '../../services/apigateway/model.ts';
import { unsupportedMediaType } from '../gateway-error.ts';
import { mediaTypeOf } from '../http/media-type.ts';
import { headerValue } from '../http/request-headers.ts';
import type { Invocation } from '../invocation.ts';
import { compileMappingTemplate, type MappingTemplate } from '../templates/mapping-template.ts';

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
 * The template of the request's media type (JSON when it names none); `undefined` when the body passes through as it is.
 * Throws 415 where `passthroughBehavior` does not let it.
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
  /** Media type of the answer. */
  readonly type: string;
  /** `undefined`: the body passes through as it is. */
  readonly template: MappingTemplate | undefined;
}

/**
 * The template of what the client accepts first, else JSON's, else the first there is. One without text passes the body through, as the
 * console and Terraform make it: https://github.com/hashicorp/terraform/issues/10157.
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
