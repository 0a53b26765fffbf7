/** The responses that an operation declares. Pure and total. */
import { type Media, mediaOf, type Schema, schemaOf } from './content.ts';
import { type Json, objectOf, textOf, textsOf } from './json.ts';
import { deref } from './references.ts';

export interface DeclaredHeader {
  readonly name: string;
  readonly required: boolean;
  /** Without one in the contract, any value is valid. */
  readonly schema: Schema;
}

export interface DeclaredResponse {
  /** For example `200`, `2XX`, `default`. */
  readonly status: string;
  readonly headers: readonly DeclaredHeader[];
  /** Empty for a response without a body. */
  readonly media: readonly Media[];
  /** OperationId → parameter → runtime expression, such as `$response.body#/id`. */
  readonly links: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Members of `responses` that begin with `x-` are extensions. */
export function responsesOf(document: Json, operation: Json): DeclaredResponse[] {
  return Object.entries(objectOf(operation.responses)).flatMap(([status, raw]) => {
    const response = deref(document, raw);
    return response && !status.startsWith('x-') ? [responseOf(document, status, response)] : [];
  });
}

function responseOf(document: Json, status: string, response: Json): DeclaredResponse {
  const headers = Object.entries(objectOf(response.headers)).flatMap(([name, raw]) => {
    const header = deref(document, raw);
    return header ? [{ name, required: header.required === true, schema: schemaOf(header) ?? {} }] : [];
  });
  const links = Object.values(objectOf(response.links)).flatMap((raw) => {
    const link = deref(document, raw);
    const target = textOf(link?.operationId);
    if (!link || target === undefined) return [];
    const expressions = Object.entries(textsOf(link.parameters));
    // `path.id` is the parameter `id` in the path.
    return [[target, Object.fromEntries(expressions.map(([name, to]) => [name.replace(/^path\./, ''), to]))] as const];
  });
  return { status, headers, media: mediaOf(document, response.content), links: Object.fromEntries(links) };
}
