/** ImportDocumentationParts: reads only the documentation of an OpenAPI document. */
import { AwsError } from '../../../cloud/aws-error.ts';
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import { badRequest } from '../errors.ts';
import type { PutMode } from '../import/api-fields.ts';
import { parseDocument } from '../import/parse-document.ts';
import { type Members, requiredText, text } from '../members.ts';
import { requireApi } from '../state.ts';
import { partsIn, putParts } from './imported-parts.ts';

export const importDocumentationParts = operation({
  name: 'ImportDocumentationParts',
  http: 'PUT /restapis/{restApiId}/documentation/parts',
  rawBody: true,
  run(input: Members, context) {
    const document = parsed(context);
    const { id } = requireApi(context, requiredText(input, 'restApiId'));
    const mode = (text(input, 'mode') ?? 'merge') as PutMode;
    return { ids: putParts(context, id, partsIn(document) ?? [], mode) };
  },
});

/** The text is recorded (test_import_documentation_parts_bad_file). */
function parsed(context: OperationContext): ReturnType<typeof parseDocument> {
  try {
    return parseDocument(context.http.body, context);
  } catch (error) {
    throw error instanceof AwsError ? badRequest('Unable to build importer with provided input.') : error;
  }
}
