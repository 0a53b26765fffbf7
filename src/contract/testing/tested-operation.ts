/** The operations of a contract in the form that a test needs: schemas, examples and responses. Pure and total. */
import { isObject, type Json, listOf, objectOf, textOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { deref } from '../model/references.ts';

export interface TestedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly schema: Json;
  readonly examples: readonly unknown[];
  /** The separator of list values; `undefined` if the parameter is repeated. */
  readonly separator: string | undefined;
  /** Whether the value is written as JSON: the parameter has `content`. */
  readonly json: boolean;
}

export interface Example {
  readonly name: string;
  readonly value: unknown;
}

export interface TestedMedia {
  readonly type: string;
  /** Without a schema, any value is valid. */
  readonly schema?: Json;
  readonly examples: readonly Example[];
}

export interface TestedHeader {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Json;
}

export interface TestedResponse {
  /** For example `200`, `2XX`, `default`. */
  readonly status: string;
  readonly headers: readonly TestedHeader[];
  readonly media: readonly TestedMedia[];
  /** OperationId → parameter → runtime expression, such as `$response.body#/id`. */
  readonly links: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface TestedOperation {
  readonly operation: Operation;
  readonly parameters: readonly TestedParameter[];
  readonly body?: { readonly required: boolean; readonly media: readonly TestedMedia[] };
  readonly responses: readonly TestedResponse[];
}

export function testedOperation(document: Json, operation: Operation): TestedOperation {
  const item = objectOf(objectOf(document.paths)[operation.path]);
  const written = objectOf(item[operation.key]);
  const body = deref(document, written.requestBody);
  return {
    operation,
    parameters: parametersOf(document, operation, item, written),
    ...(body && { body: { required: body.required === true, media: mediaOf(document, body.content) } }),
    responses: Object.entries(objectOf(written.responses)).flatMap(([status, raw]) => {
      const response = deref(document, raw);
      return response && !status.startsWith('x-') ? [responseOf(document, status, response)] : [];
    }),
  };
}

function parametersOf(document: Json, operation: Operation, item: Json, written: Json): TestedParameter[] {
  const found = new Map<string, TestedParameter>();
  for (const raw of [...listOf(item.parameters), ...listOf(written.parameters)]) {
    const parameter = deref(document, raw);
    const [name, place] = [textOf(parameter?.name), textOf(parameter?.in)];
    if (!parameter || name === undefined || !isPlace(place)) continue;
    const [content] = Object.values(objectOf(parameter.content)).filter(isObject);
    const source = content ?? parameter;
    found.set(`${place} ${place === 'header' ? name.toLowerCase() : name}`, {
      name,
      in: place,
      required: place === 'path' || parameter.required === true,
      schema: objectOf(source.schema),
      examples: [...examplesOf(document, parameter), ...(content ? examplesOf(document, content) : [])].map(
        ({ value }) => value,
      ),
      separator: separatorOf(place, parameter),
      json: content !== undefined,
    });
  }
  for (const { name, in: place } of operation.parameters) {
    if (place !== 'path' || found.has(`path ${name}`)) continue;
    const schema = { type: 'string' };
    found.set(`path ${name}`, { name, in: 'path', required: true, schema, examples: [], separator: ',', json: false });
  }
  return [...found.values()];
}

const isPlace = (place: unknown): place is TestedParameter['in'] =>
  place === 'path' || place === 'query' || place === 'header' || place === 'cookie';

function separatorOf(place: TestedParameter['in'], { style, explode }: Json): string | undefined {
  if (style === 'spaceDelimited') return ' ';
  if (style === 'pipeDelimited') return '|';
  const repeated = (place === 'query' || place === 'cookie') && explode !== false;
  return repeated ? undefined : ',';
}

function mediaOf(document: Json, content: unknown): TestedMedia[] {
  return Object.entries(objectOf(content)).map(([type, raw]) => {
    const media = objectOf(raw);
    return {
      type,
      ...(isObject(media.schema) && { schema: media.schema }),
      examples: examplesOf(document, media),
    };
  });
}

/** Returns `example` and `examples`. An example at an address (`externalValue`) is not fetched. */
function examplesOf(document: Json, { example, examples }: Json): Example[] {
  const named = Object.entries(objectOf(examples)).flatMap(([name, raw]) => {
    const found = deref(document, raw);
    return found && 'value' in found ? [{ name, value: found.value }] : [];
  });
  return [...(example === undefined ? [] : [{ name: 'example', value: example }]), ...named];
}

function responseOf(document: Json, status: string, response: Json): TestedResponse {
  const headers = Object.entries(objectOf(response.headers)).flatMap(([name, raw]) => {
    const header = deref(document, raw);
    return header ? [{ name, required: header.required === true, schema: objectOf(header.schema) }] : [];
  });
  const links = Object.values(objectOf(response.links)).flatMap((raw) => {
    const link = deref(document, raw);
    const target = textOf(link?.operationId);
    if (!link || target === undefined) return [];
    const expressions = Object.entries(objectOf(link.parameters)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    // `path.id` is the parameter `id` in the path.
    return [[target, Object.fromEntries(expressions.map(([name, to]) => [name.replace(/^path\./, ''), to]))] as const];
  });
  return { status, headers, media: mediaOf(document, response.content), links: Object.fromEntries(links) };
}
