/**
 * Checks the parameter mappings and templates of an integration as API Gateway does when it stores them
 * (docs/aws/import.md). Pure.
 */
import type { Path } from '../../config/problem.ts';
import { parseTemplate } from '../../velocity/parse-template.ts';
import { VelocityError } from '../../velocity/syntax.ts';
import { isObject, type Json } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import type { ReportFinding } from '../rules/report.ts';

/** In bytes (docs/embedded-gateway.md). */
const MAX_TEMPLATE = 300 * 1024;

/** The gateway sets these headers itself. A mapping of one makes every request a 500. */
const OWN = new Set(['content-length', 'transfer-encoding', 'x-amzn-trace-id', 'x-amzn-apigateway-api-id']);
/** Further headers that integrations of type aws cannot map. */
const OWN_OF_AWS = new Set(['authorization', 'connection', 'expect', 'proxy-authenticate', 'te']);

const TARGET = /^integration\.request\.(header|querystring|path)\.(\S+)$/;
const DECLARED = /^method\.request\.(?:multivalue)?(header|querystring|path)\.(\S+)$/;
const ELSEWHERE = /^('.*'|context\.\S+|stageVariables\.\S+|method\.request\.body(\.\S+|\[\S+)?)$/s;
const RESPONSE_TARGET = /^method\.response\.header\.\S+$/;
const RESPONSE_SOURCE =
  /^('.*'|context\.\S+|stageVariables\.\S+|integration\.response\.(?:multivalue)?header\.\S+|integration\.response\.body(\.\S+|\[\S+)?)$/s;

export function lintRequestMappings(
  node: Json,
  type: string,
  { parameters }: Operation,
  at: Path,
  report: ReportFinding,
) {
  const declared = new Set(parameters.map((each) => `${each.in === 'query' ? 'querystring' : each.in}.${each.name}`));
  eachText(node.requestParameters, [...at, 'requestParameters'], report, (target, source, where) => {
    const [, place, name = ''] = TARGET.exec(target) ?? [];
    const [, from, parameter] = DECLARED.exec(source) ?? [];
    const header = name.toLowerCase();
    if (place === undefined) {
      report('integration-mapping', where, `${target} is not a place in a request to a backend.`, { key: true });
    } else if (place === 'header' && (OWN.has(header) || (type === 'aws' && OWN_OF_AWS.has(header)))) {
      const fix = { fix: 'Remove it.', key: true };
      report('integration-mapping', where, `API Gateway sets the header ${name} itself, so a mapping cannot.`, fix);
    } else if (from !== undefined && !declared.has(`${from}.${parameter}`)) {
      const fix = { fix: `Add it to parameters: of the operation, or correct ${source}.` };
      report('integration-mapping', where, `The operation does not declare ${from} ${parameter}.`, fix);
    } else if (from === undefined && !ELSEWHERE.test(source)) {
      report('integration-mapping', where, `${source} cannot be mapped.`);
    }
  });
}

export function lintResponseMappings(value: unknown, at: Path, report: ReportFinding): void {
  eachText(value, at, report, (target, source, where) => {
    if (RESPONSE_TARGET.test(target) && RESPONSE_SOURCE.test(source)) return;
    const fix = 'Map method.response.header.X to integration.response.header.Y or to a string in single quotes.';
    report('integration-mapping', where, `${target}: ${source} is not a valid mapping of a response.`, { fix });
  });
}

export function lintTemplates(value: unknown, at: Path, report: ReportFinding): void {
  eachText(value, at, report, (type, template, where) => {
    if (!/^[^\s/]+\/[^\s/]+/.test(type)) {
      report('integration-template', where, `${type} is not a media type.`, { key: true });
    } else if (Buffer.byteLength(template) > MAX_TEMPLATE) {
      const fix = 'Let the function answer instead.';
      report('integration-template', where, `The template is ${Buffer.byteLength(template)} bytes.`, { fix });
    } else if (/(?<!\\)#\{?evaluate\}?\s*\(/.test(template)) {
      const fix = 'Write it without #evaluate.';
      report(
        'integration-template',
        where,
        'AWS does not document #evaluate for API Gateway, so apikit does not support it.',
        {
          fix,
        },
      );
    } else {
      const wrong = templateFault(template);
      if (wrong !== undefined) report('template-syntax', where, `The template is not valid Velocity: ${wrong}.`);
    }
  });
}

/** Returns why the template cannot be parsed, with the line; `undefined` if it can. */
function templateFault(template: string): string | undefined {
  try {
    parseTemplate(template);
    return undefined;
  } catch (error) {
    if (error instanceof VelocityError) return error.message;
    throw error;
  }
}

/** Syntax that Java's regular expressions have and JavaScript's do not. The lint says nothing about such patterns. */
const ONLY_JAVA = /\(\?[a-z-]*[:)]|\(\?>|[*+?}]\+|\\Q|&&/i;

/** API Gateway chooses a response by a regular expression of Java. Nearly all of JavaScript's are valid there, too. */
export function lintSelectionPattern(pattern: string, at: Path, report: ReportFinding): void {
  if (pattern === 'default' || ONLY_JAVA.test(pattern)) return;
  try {
    new RegExp(pattern);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^.*: /, '') : String(error);
    report('selection-pattern', at, `${pattern} is not a valid regular expression: ${why}.`, { key: true });
  }
}

function eachText(
  value: unknown,
  at: Path,
  report: ReportFinding,
  check: (name: string, text: string, where: Path) => void,
): void {
  if (value === undefined) return;
  if (!isObject(value)) {
    report('settings-value', at, `${String(at.at(-1))} must be a section.`, { key: true });
    return;
  }
  for (const [name, text] of Object.entries(value)) {
    const where = [...at, name];
    if (typeof text === 'string') check(name, text, where);
    else
      report('settings-value', where, `${name} must be a string.`, {
        fix: 'Put it in quotes, or write a block with |.',
      });
  }
}
