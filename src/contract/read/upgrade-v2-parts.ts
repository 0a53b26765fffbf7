/** Turns parameters, responses and security schemes of Swagger 2.0 into those of 3.0. Pure. */
import { isObject, type Json, objectOf, textOf } from '../model/json.ts';
import { unicodePattern } from './unicode-pattern.ts';

/** The members that describe a parameter itself. The rest is its schema. */
const OF_PARAMETER = new Set(['name', 'in', 'required', 'description', 'allowEmptyValue', 'deprecated', 'example']);

/** The equivalents of `collectionFormat` in 3.0. `tsv` has none, and becomes csv. */
const STYLES: Record<string, Json> = {
  multi: { explode: true },
  csv: { explode: false },
  ssv: { style: 'spaceDelimited', explode: false },
  pipes: { style: 'pipeDelimited', explode: false },
};

export function upgradeParameter(parameter: Json): Json {
  const { own, schema } = parts(parameter);
  const isList = parameter.type === 'array' && parameter.in === 'query';
  const style = isList ? STYLES[textOf(parameter.collectionFormat) ?? 'csv'] : undefined;
  return { ...own, ...style, schema };
}

export function upgradeResponse(response: Json, types: readonly string[]): Json {
  const { schema, examples, headers, ...rest } = response;
  const shown = objectOf(examples);
  const named = Object.keys(shown);
  const content = [...new Set([...(schema === undefined ? [] : types), ...named])].map((type) => [
    type,
    { ...(schema !== undefined && { schema }), ...(shown[type] !== undefined && { example: shown[type] }) },
  ]);
  return {
    ...rest,
    ...(isObject(headers) && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, header]) => [name, isObject(header) ? upgradeHeader(header) : header]),
      ),
    }),
    ...(content.length > 0 && { content: Object.fromEntries(content) }),
  };
}

function upgradeHeader(header: Json): Json {
  const { own, schema } = parts(header);
  return { ...own, schema };
}

export function upgradeScheme(scheme: Json): Json {
  const { type, flow, authorizationUrl, tokenUrl, scopes, ...rest } = scheme;
  if (type === 'basic') return { ...rest, type: 'http', scheme: 'basic' };
  if (type !== 'oauth2') return scheme;
  const name = { accessCode: 'authorizationCode', application: 'clientCredentials' }[String(flow)] ?? String(flow);
  return {
    ...rest,
    type,
    flows: {
      [name]: {
        ...(authorizationUrl !== undefined && { authorizationUrl }),
        ...(tokenUrl !== undefined && { tokenUrl }),
        scopes: scopes ?? {},
      },
    },
  };
}

function parts(value: Json): { own: Json; schema: Json } {
  const own: Json = {};
  const schema: Json = {};
  for (const [key, each] of Object.entries(value)) {
    if (key === 'collectionFormat') continue;
    (OF_PARAMETER.has(key) || key.startsWith('x-') ? own : schema)[key] = each;
  }
  if (typeof schema.pattern === 'string') schema.pattern = unicodePattern(schema.pattern);
  if (schema.type === 'file') Object.assign(schema, { type: 'string', format: 'binary' });
  return { own, schema };
}
