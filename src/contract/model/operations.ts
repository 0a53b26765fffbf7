/**
 * The operations of a contract as plain data: everything that OpenAPI says about an operation is read here, for the
 * compiler, the generated code, the tests and the commands. Pure.
 */

import { methodOf } from '../../naming/methods.ts';
import { type Access, accessOf } from './access.ts';
import { type Media, mediaOf } from './content.ts';
import { type Json, textOf } from './json.ts';
import { type Parameter, parametersOf } from './parameters.ts';
import { type WrittenOperation, writtenOperations } from './paths.ts';
import { deref } from './references.ts';
import { type DeclaredResponse, responsesOf } from './responses.ts';
import { type OperationSettings, settingsOf } from './settings.ts';

export interface Body {
  readonly required: boolean;
  readonly media: readonly Media[];
}

export interface Operation {
  readonly path: string;
  /** In upper case; `ANY` for the extension. */
  readonly method: string;
  /** The key in the path item. */
  readonly key: string;
  /** The place in the document. */
  readonly at: readonly string[];
  /** The nodes of the document, for what is not read here. */
  readonly written: Pick<WrittenOperation, 'item' | 'operation'>;
  readonly operationId: string;
  readonly summary?: string;
  readonly access: Access;
  readonly settings: OperationSettings;
  readonly parameters: readonly Parameter[];
  readonly body?: Body;
  readonly responses: readonly DeclaredResponse[];
}

/** Returns the operations in the document's order. Total, also for documents that the lint rejects. */
export function operationsOf(document: Json): Operation[] {
  return writtenOperations(document).map((written) => operationOf(document, written));
}

function operationOf(document: Json, written: WrittenOperation): Operation {
  const { path, key, item, operation, at } = written;
  const summary = textOf(operation.summary);
  const body = deref(document, operation.requestBody);
  const media = body ? mediaOf(document, body.content) : [];
  return {
    path,
    method: methodOf(key),
    key,
    at,
    written: { item, operation },
    operationId: textOf(operation.operationId) ?? '',
    ...(summary !== undefined && { summary }),
    access: accessOf(document, operation),
    settings: settingsOf(
      operation,
      media.map(({ type }) => type),
    ),
    parameters: parametersOf(document, written),
    ...(body && { body: { required: body.required === true, media: media } }),
    responses: responsesOf(document, operation),
  };
}
