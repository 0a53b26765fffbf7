/** Checks an integration that names something of the stage instead of a type. Pure. */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json, objectOf, textOf } from '../model/json.ts';
import { isJson } from '../model/media-types.ts';
import type { Operation } from '../model/operations.ts';
import { deref } from '../model/references.ts';
import { successStatus } from '../model/service-integration.ts';
import type { ReportFinding } from '../rules/report.ts';
import { checkMembers } from './known-members.ts';
import { lintEvent } from './lint-event.ts';

interface Target {
  /** The section of apikit.yaml that has the names. */
  readonly section: string;
  readonly one: string;
  readonly sends: string;
  /** Further members. */
  readonly more: readonly string[];
}

/** Members that say where an operation sends its body, or what it starts. */
const TARGETS: Readonly<Record<string, Target>> = {
  sqs: { section: 'queues', one: 'a queue', sends: 'sends its body to a queue', more: ['group'] },
  stepFunctions: {
    section: 'stateMachines',
    one: 'a state machine',
    sends: 'starts a state machine with its body',
    more: [],
  },
  sns: { section: 'topics', one: 'a topic', sends: 'publishes its body to a topic', more: [] },
  eventBridge: { section: 'eventBuses', one: 'an event bus', sends: 'sends its body as an event', more: [] },
};

/** Targets for which apikit makes no integration, with what takes its place. */
const REFUSED: Readonly<Record<string, string>> = {
  events: 'Send to an event bus with eventBridge: { bus: …, source: …, detailType: … }, or to a queue with sqs.',
  websocket:
    'An operation is one request with one response. Create a WebSocket API beside this one: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html',
  graphql:
    'Serve GraphQL in the handler of a POST operation, or use AWS AppSync beside this API: https://docs.aws.amazon.com/appsync/latest/devguide/what-is-appsync.html',
};

/** Whether the integration names a service instead of a type. */
export const namesService = (value: unknown): value is Json =>
  isObject(value) &&
  value.type === undefined &&
  [...Object.keys(TARGETS), ...Object.keys(REFUSED)].some((name) => value[name] !== undefined);

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
  const found = Object.entries(TARGETS).find(([name]) => value[name] !== undefined);
  if (!found) return;
  const [name, target] = found;
  if (!checkMembers(value, [name, ...target.more], at, 'integration', report)) return;
  if (name === 'eventBridge') lintEvent(value[name], operation, document, [...at, name], report);
  else if (textOf(value[name]) === undefined || value[name] === '') {
    report('settings-value', [...at, name], `${name} is ${JSON.stringify(value[name])}.`, {
      fix: `Write the name of ${target.one} under ${target.section} in apikit.yaml.`,
    });
  }
  lintBody(operation, target, at, report);
  lintGroup(value.group, operation, document, at, report);
  lintAnswer(operation, document, at, report);
}

/** The body is sent, so there must be one, and API Gateway must have checked it. */
function lintBody({ operationId, body, method }: Operation, { sends }: Target, at: Path, report: ReportFinding): void {
  const foreign = body?.media.find(({ type }) => !isJson(type))?.type;
  const problem =
    !body?.required || body.media.length === 0
      ? `${operationId} ${sends}, but ${body ? 'the body is optional' : `${method} has no body`}.`
      : foreign && `${operationId} ${sends}, but accepts ${foreign}.`;
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
