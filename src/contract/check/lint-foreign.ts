/** Checks the extensions that other tools wrote for API Gateway. The lint and the import share these rules. Pure. */
import type { Path } from '../../config/problem.ts';
import { ANY_METHOD } from '../../naming/methods.ts';
import { protectionOf, successorOf } from '../foreign/extensions.ts';
import { INTEGRATION, integrationOf, isPreflight } from '../foreign/integration.ts';
import { isObject, type Json, listOf, objectOf, textOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { pathItems } from '../model/paths.ts';
import { unfilledIn } from '../read/cloudformation.ts';
import type { ReportFinding } from '../rules/report.ts';
import { lintIntegration } from './lint-integration.ts';
import { lintUnfilled, reportUnfilled } from './lint-unfilled.ts';
import { reachOf } from './private-host.ts';

export function lintForeign(document: Json, operations: readonly Operation[], report: ReportFinding): void {
  lintKeys(document, [], report);
  lintUnfilled(document, report);
  // In an export of OpenAPI 3, API Gateway writes the endpoint's configuration into servers.
  for (const [index, server] of listOf(document.servers).entries()) {
    lintKeys(objectOf(server), ['servers', index], report);
  }
  for (const { item, at } of pathItems(document)) lintKeys(objectOf(item), at, report);
  for (const { written, at } of operations) lintKeys(written.operation, at, report);
  for (const operation of operations) {
    const { at, key, written } = operation;
    const integration = written.operation[INTEGRATION];
    if (integration === undefined || (key === 'options' && isPreflight(written.operation))) continue;
    lintOne(integration, operation, [...at, INTEGRATION], report);
  }
}

function lintKeys(node: Json, path: Path, report: ReportFinding): void {
  for (const [key, value] of Object.entries(node)) {
    if (!key.startsWith('x-amazon-') || key === ANY_METHOD) continue;
    const where = [...path, key];
    const lost = protectionOf(key, value);
    const now = successorOf(key);
    if (lost) report(lost.rule, where, lost.message, { key: true, ...(lost.fix !== undefined && { fix: lost.fix }) });
    else if (key === INTEGRATION || /-(gateway-responses|request-validators?|documentation)$/.test(key))
      report('extension-replaced', where, `${key} is replaced by apikit's own.`, { key: true });
    else if (now !== undefined) report('extension-moved', where, `${key} is not read here: ${now}.`, { key: true });
    else report('extension-lost', where, `${key} is not supported and would be lost.`, { key: true });
  }
}

/** Checks the integration in the form that the import would give it. */
function lintOne(value: unknown, operation: Operation, at: Path, report: ReportFinding): void {
  const { integration } = integrationOf(value).settings;
  if (/^vpc_link$/i.test(textOf(objectOf(value).connectionType) ?? '')) {
    const message = 'The integration calls its backend through a VPC link, which is not read here.';
    report('vpc-link', [...at, 'connectionType'], message);
    return;
  }
  if (!isObject(integration)) return;
  const { requestTemplates: _, responses: __, ...plain } = integration;
  const unfilled = unfilledIn(plain, at);
  for (const each of unfilled) reportUnfilled(each, report);
  if (unfilled.length > 0) return;
  const uri = textOf(integration.uri) ?? '';
  if (reachOf(uri) === 'private') report('integration-private', [...at, 'uri'], `${uri} is in a private network.`);
  lintIntegration(integration, operation, at, report);
}
