/** Checks the document as a whole: what API Gateway rejects, and what it does not support. Pure. */
import { isObject, type Json, listOf, objectOf, textOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import type { ReportFinding } from '../rules/report.ts';

export function lintRoot(document: Json, operations: readonly Operation[], report: ReportFinding): void {
  if (!isObject(document.info)) report('info-missing', [], 'The document has no info.');
  if (operations.length === 0) {
    const where = document.paths === undefined ? [] : ['paths'];
    report('no-operations', where, 'The document has no operations.', { key: true });
  }
  for (const [index, server] of listOf(document.servers).entries()) {
    const prefix = prefixOf(textOf(objectOf(server).url) ?? '');
    if (prefix === '') continue;
    const message = `The server has the path ${prefix}, which the URL of a stage does not have.`;
    report('server-path', ['servers', index], message);
  }
  if (Object.keys(objectOf(document.webhooks)).length > 0) {
    report('webhooks-dropped', ['webhooks'], 'apikit deploys nothing for the webhooks.', { key: true });
  }
  const answers = operations.some(({ responses }) =>
    responses.some(({ media }) => media.some(({ schema }) => schema !== undefined)),
  );
  if (answers) {
    report('responses-unchecked', ['paths'], 'API Gateway does not check responses against their schemas.', {
      key: true,
    });
  }
}

/** Returns the path of a URL, which may be relative and may contain variables in braces. */
function prefixOf(url: string): string {
  const path = url.replace(/^([a-z{][^/]*:)?\/\/[^/]*/i, '').replace(/[?#].*$/, '');
  return path.replace(/\/+$/, '');
}
