/**
 * Checks an integration in the contract for what API Gateway, or the embedded gateway, rejects (docs/aws/import.md).
 * Pure. PutRestApi and CreateDeployment would report the same without a place in the file.
 */
import type { Path } from '../../config/problem.ts';
import { suggest } from '../../config/suggest.ts';
import { INTEGRATION_TYPES } from '../model/integration.ts';
import { isObject, type Json, objectOf, textOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { pathParameters } from '../model/paths.ts';
import type { ReportFinding } from '../rules/report.ts';
import { checkMembers } from './known-members.ts';
import { lintRequestMappings, lintResponseMappings, lintSelectionPattern, lintTemplates } from './lint-mappings.ts';
import { namesService } from './lint-service.ts';
import { reachOf } from './private-host.ts';

const BACKEND = ['uri', 'httpMethod', 'requestParameters', 'passthroughBehavior'];
const MAPPED = ['requestTemplates', 'contentHandling', 'responses'];
const MEMBERS: Record<(typeof INTEGRATION_TYPES)[number], readonly string[]> = {
  mock: ['type', 'requestTemplates', 'passthroughBehavior', 'responses'],
  http: ['type', ...BACKEND, ...MAPPED, 'tlsConfig', 'vpcLink'],
  http_proxy: ['type', ...BACKEND, 'tlsConfig', 'vpcLink'],
  aws: ['type', ...BACKEND, ...MAPPED, 'credentials'],
};
const RESPONSE_MEMBERS = ['statusCode', 'responseParameters', 'responseTemplates', 'contentHandling'];

const CHOICES: Record<string, readonly string[]> = {
  passthroughBehavior: ['when_no_match', 'when_no_templates', 'never'],
  contentHandling: ['CONVERT_TO_TEXT', 'CONVERT_TO_BINARY'],
  httpMethod: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'ANY'],
};

/** A host, or a stage variable that stands for one. */
const HTTP_URI = /^(https?:\/\/[^\s/{}]+|https?:\/\/\$\{stageVariables\.\w+\}[^\s/{}]*)(\/\S*)?$/;
const SERVICE_URI =
  /^arn:(?:[\w-]+|\$\{AWS::Partition\}):apigateway:(?:[\w-]+|\$\{AWS::Region\}):([\w.-]+):(action|path)\/(\S+)$/;
const ROLE = /^arn:(?:[\w-]+|\$\{AWS::Partition\}):iam::(?:\d{12}|\$\{AWS::AccountId\}):role\/[\w+=,.@/-]+$/;

/** The services that a service integration can call in the embedded cloud (docs/embedded-gateway.md). */
const LOCAL_SERVICES = ['dynamodb', 'ssm', 'logs', 'states'];

export function lintIntegration(value: unknown, operation: Operation, at: Path, report: ReportFinding): void {
  // `lint-service.ts` checks it.
  if (namesService(value)) return;
  const type = INTEGRATION_TYPES.find((each) => each === objectOf(value).type);
  if (type === undefined) {
    const wanted = textOf(objectOf(value).type);
    const near = wanted === undefined ? undefined : suggest(wanted, INTEGRATION_TYPES);
    const message =
      wanted === undefined
        ? 'The integration has no type.'
        : `${wanted} is not a type of integration that apikit supports.`;
    report('integration-type', at, message, { ...(near && { fix: `Did you mean ${near}?` }), key: true });
    return;
  }
  if (!checkMembers(value, MEMBERS[type], at, `${type} integration`, report)) return;
  for (const [member, choices] of Object.entries(CHOICES)) lintChoice(value, member, choices, at, report);
  if (type !== 'mock') lintUri(type, value, operation, at, report);
  if (type === 'aws') lintCredentials(value, at, report);
  if (value.vpcLink !== undefined) lintVpcLink(value.vpcLink, [...at, 'vpcLink'], report);
  lintRequestMappings(value, type, operation, at, report);
  lintTemplates(value.requestTemplates, [...at, 'requestTemplates'], report);
  if (type !== 'http_proxy') lintResponses(value, type, at, report);
  if (value.tlsConfig !== undefined)
    checkMembers(value.tlsConfig, ['insecureSkipVerification'], [...at, 'tlsConfig'], 'tlsConfig', report);
}

function lintChoice(node: Json, member: string, choices: readonly string[], at: Path, report: ReportFinding): void {
  const value = node[member];
  if (value === undefined || choices.some((each) => each.toLowerCase() === String(value).toLowerCase())) return;
  report('settings-value', [...at, member], `${member} is ${JSON.stringify(value)}.`, {
    fix: `Use one of: ${choices.join(', ')}.`,
  });
}

function lintUri(type: string, node: Json, operation: Operation, at: Path, report: ReportFinding): void {
  const uri = textOf(node.uri);
  const where = uri === undefined ? at : [...at, 'uri'];
  if (uri === undefined || !(type === 'aws' ? SERVICE_URI : HTTP_URI).test(uri)) {
    const what =
      uri === undefined ? `The ${type} integration has no uri.` : `The uri ${uri} is not valid for type ${type}.`;
    report('integration-uri', where, what, uri === undefined ? { key: true } : {});
    return;
  }
  if (type === 'aws') {
    const [, service = '', kind = ''] = SERVICE_URI.exec(uri) ?? [];
    if (service === 'lambda' || (kind === 'action' && LOCAL_SERVICES.includes(service))) return;
    report(
      'integration-not-local',
      where,
      `The embedded cloud does not support integrations with ${service} (${kind}/…).`,
    );
    return;
  }
  if (reachOf(uri) === 'link-local') {
    report('integration-private', where, `${uri} is a link-local address, which can give away credentials.`);
  }
  const mapped = objectOf(node.requestParameters);
  const given = pathParameters(operation.path);
  for (const name of pathParameters(uri.replaceAll(/\$\{[^}]*\}/g, ''))) {
    if (given.includes(name) || mapped[`integration.request.path.${name}`] !== undefined) continue;
    const fix = `Add integration.request.path.${name} to requestParameters.`;
    report('integration-uri', where, `{${name}} in the uri has no value.`, { fix });
  }
}

const VPC_LINK = /^(?:[a-z0-9]{6,20}|\$\{stageVariables\.\w+\})$/;

function lintVpcLink(value: unknown, at: Path, report: ReportFinding): void {
  if (typeof value === 'string' && VPC_LINK.test(value)) return;
  report('integration-vpc-link', at, 'vpcLink must be the ID of a VPC link, or a stage variable that has it.');
}

/** An integration with Lambda may have no credentials: the function's own policy can allow the call. */
function lintCredentials(node: Json, at: Path, report: ReportFinding): void {
  const { credentials } = node;
  if (credentials === undefined) {
    if (/:lambda:path\//.test(textOf(node.uri) ?? '')) return;
    report('integration-credentials', at, 'The aws integration has no credentials.', { key: true });
  } else if (typeof credentials !== 'string' || !ROLE.test(credentials)) {
    report('integration-credentials', [...at, 'credentials'], 'credentials must be the ARN of a role.');
  }
}

function lintResponses(node: Json, type: string, at: Path, report: ReportFinding): void {
  const responses = objectOf(node.responses);
  if (Object.keys(responses).length === 0 && type !== 'mock') {
    report('integration-responses', at, `The ${type} integration has no responses.`, { key: true });
  }
  const statuses = new Map<string, string>();
  for (const [pattern, response] of Object.entries(responses)) {
    const where = [...at, 'responses', pattern];
    lintSelectionPattern(pattern, where, report);
    if (!checkMembers(response, RESPONSE_MEMBERS, where, 'response', report)) continue;
    const status = String(response.statusCode ?? '200');
    const other = statuses.get(status);
    if (!/^[1-5]\d\d$/.test(status)) {
      report('integration-responses', where, `${status} is not a status.`, {
        fix: 'Write statusCode: 200.',
        key: true,
      });
    } else if (other !== undefined) {
      const fix = { fix: 'Join the patterns with |, or use another status.', key: true };
      report(
        'integration-responses',
        where,
        `${other} and ${pattern} both return ${status}, and API Gateway keeps only one of them.`,
        fix,
      );
    }
    statuses.set(status, pattern);
    if (!isObject(response)) continue;
    lintChoice(response, 'contentHandling', CHOICES.contentHandling!, where, report);
    lintResponseMappings(response.responseParameters, [...where, 'responseParameters'], report);
    lintTemplates(response.responseTemplates, [...where, 'responseTemplates'], report);
  }
}
