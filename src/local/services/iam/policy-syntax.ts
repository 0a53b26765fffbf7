/**
 * The grammar of policy documents as IAM checks it when it stores them: names, types and forms of the elements (IAM
 * User Guide, "Grammar of the IAM JSON policy language"). The error text for each document is known from moto's
 * recorded cases: https://github.com/getmoto/moto/blob/master/tests/test_iam/test_iam_policies.py
 */
import { OPERATORS } from '../../policy/operators.ts';
import { duplicateMember } from './duplicate-member.ts';
import { malformed } from './malformed-policy.ts';

export interface PolicyDocument {
  readonly Version?: '2012-10-17' | '2008-10-17';
  readonly Statement: readonly Statement[];
}

/** Resources can be `null` in a list, where they have no meaning. */
export interface Statement {
  readonly Sid?: string;
  /** The case of the letters is not checked yet. */
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly (string | null)[];
  readonly NotResource?: string | readonly (string | null)[];
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const DOCUMENT_MEMBERS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_MEMBERS = new Set([
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal'],
  ...['Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
]);

/** `unreadable` is the error text for a document that is not JSON. Throws MalformedPolicyDocument. */
export function readPolicy(text: string, unreadable: string): PolicyDocument {
  const document = parse(text, unreadable);
  require(isObject(document) && duplicateMember(text) === undefined && knows(DOCUMENT_MEMBERS, document));
  const { Version, Id, Statement } = document;
  require(Version === undefined || Version === '2012-10-17' || Version === '2008-10-17');
  require(Id === undefined || typeof Id === 'string');
  const statements: unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  require(statements.length > 0);
  statements.forEach(requireStatement);
  return { ...(Version !== undefined && { Version }), Statement: statements as Statement[] };
}

function requireStatement(statement: unknown): void {
  require(isObject(statement) && knows(STATEMENT_MEMBERS, statement));
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
  require(Sid === undefined || typeof Sid === 'string');
  require(typeof Effect === 'string' && /^(allow|deny)$/i.test(Effect));
  require(Action === undefined || NotAction === undefined);
  require(Resource === undefined || NotResource === undefined);
  for (const texts of [Action, NotAction]) require(texts === undefined || isTexts(texts, false));
  for (const texts of [Resource, NotResource]) require(texts === undefined || isTexts(texts, true));
  require(Condition === undefined || isCondition(Condition));
}

/** An unknown operator is allowed as long as it compares nothing. */
function isCondition(condition: unknown): boolean {
  if (!isObject(condition)) return false;
  return Object.entries(condition).every(([name, keys]) => {
    if (!isObject(keys)) return false;
    const base = name.replace(/^(ForAllValues|ForAnyValue):/, '').replace(/IfExists$/, '');
    const known = base === 'Null' || OPERATORS.has(base);
    return (known || Object.keys(keys).length === 0) && Object.values(keys).every(isComparable);
  });
}

const isComparable = (value: unknown): boolean =>
  Array.isArray(value) || ['string', 'number', 'boolean'].includes(typeof value);

function isTexts(value: unknown, nulls: boolean): boolean {
  if (typeof value === 'string') return true;
  return Array.isArray(value) && value.every((item) => typeof item === 'string' || (nulls && item === null));
}

function parse(text: string, unreadable: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(unreadable);
  }
}

function require(holds: boolean): asserts holds {
  if (!holds) throw malformed('Syntax errors in policy.');
}

const knows = (members: ReadonlySet<string>, object: object): boolean =>
  Object.keys(object).every((name) => members.has(name));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
