/** Checks an integration that names a queue instead of a type. Pure. */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json, objectOf, textOf } from '../model/json.ts';
import { isJson } from '../model/media-types.ts';
import type { Operation } from '../model/operations.ts';
import { deref } from '../model/references.ts';
import { successStatus } from '../model/service-integration.ts';
import type { ReportFinding } from '../rules/report.ts';
import { checkMembers } from './known-members.ts';

/** Members that say where an operation sends. */
export const TARGETS = ['sqs'] as const;

/** Services for which apikit makes no integration, with what takes its place. */
const REFUSED: Readonly<Record<string, string>> = {
  sns: 'Send to a queue, or write type: aws with the uri of sns and templates of your own.',
  events: 'Send to a queue, or write type: aws with arn:aws:apigateway:<region>:events:action/PutEvents and templates.',
  stepFunctions: 'Write type: aws with arn:aws:apigateway:<region>:states:action/StartExecution and templates.',
};

/** Whether the integration names a service instead of a type. */
export const namesService = (value: unknown): value is Json =>
  isObject(value) &&
  value.type === undefined &&
  [...TARGETS, ...Object.keys(REFUSED)].some((name) => value[name] !== undefined);

const GROUP = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

export function lintServices(operations: readonly Operation[], document: Json, report: ReportFinding): void {
  for (const operation of operations) {
    const { integration } = objectOf(operation.written.operation['x-apikit']);
    const at = [...operation.at, 'x-apikit', 'integration'];
    if (namesService(integration)) lintService(integration, operation, document, at, report);
  }
}

function lintService(value: Json, operation: Operation, document: Json, at: Path, report: ReportFinding): void {
  const refused = Object.keys(REFUSED).find((name) => value[name] !== undefined);
  if (refused !== undefined) {
    const message = `apikit does not make integrations with ${refused}.`;
    report('integration-type', [...at, refused], message, { fix: REFUSED[refused]!, key: true });
    return;
  }
  if (!checkMembers(value, [...TARGETS, 'group'], at, 'integration', report)) return;
  if (textOf(value.sqs) === undefined || value.sqs === '') {
    report('settings-value', [...at, 'sqs'], `sqs is ${JSON.stringify(value.sqs)}.`, {
      fix: 'Write the name of a queue under queues in apikit.yaml.',
    });
  }
  lintBody(operation, at, report);
  lintGroup(value.group, operation, document, at, report);
  lintAnswer(operation, document, at, report);
}

/** A message is the body, so there must be one, and API Gateway must have checked it. */
function lintBody({ operationId, body, method }: Operation, at: Path, report: ReportFinding): void {
  const foreign = body?.media.find(({ type }) => !isJson(type))?.type;
  const problem =
    !body?.required || body.media.length === 0
      ? `${operationId} sends its body to a queue, but ${body ? 'the body is optional' : `${method} has no body`}.`
      : foreign && `${operationId} sends its body to a queue, but accepts ${foreign}.`;
  if (problem) report('integration-body', at, problem, { key: true });
}

function lintGroup(group: unknown, { body }: Operation, document: Json, at: Path, report: ReportFinding): void {
  if (group === undefined) return;
  if (typeof group !== 'string' || !GROUP.test(group)) {
    const fix = 'Write the name of a member of the body: customer, or customer.id.';
    report('settings-value', [...at, 'group'], `group is ${JSON.stringify(group)}.`, { fix });
    return;
  }
  const [first = ''] = group.split('.');
  const schemas = (body?.media ?? []).map(({ schema }) => objectOf(deref(document, schema)));
  // A schema that is made of others may require the member in one of them.
  const plain = schemas.filter(({ properties, required }) => properties ?? required);
  if (plain.every(({ required }) => Array.isArray(required) && required.includes(first))) return;
  report('integration-group', [...at, 'group'], `The body may have no ${first}, and then the message has no group.`);
}

/** The answer is always `{"id": "…"}`. */
function lintAnswer(operation: Operation, document: Json, at: Path, report: ReportFinding): void {
  const status = successStatus(operation.written.operation);
  const schemas = operation.responses
    .filter((response) => response.status === status)
    .flatMap(({ media }) => media.map(({ schema }) => objectOf(deref(document, schema))));
  const wanted = schemas.flatMap(({ required }) => (Array.isArray(required) ? required.map(String) : []));
  const missing = wanted.find((name) => name !== 'id');
  if (missing === undefined) return;
  const message = `The response ${status} of ${operation.operationId} must have ${missing}, but the client gets {"id": "…"}.`;
  report('integration-answer', at, message, { key: true });
}
