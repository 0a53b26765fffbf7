/**
 * CloudFormation's functions, as far as a template alone tells their values. What only an account knows becomes a
 * placeholder of apikit.yaml, or stays unresolved. Pure.
 */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json, objectOf, own, textOf } from '../../contract/model/json.ts';
import { functionOf } from '../../contract/read/cloudformation.ts';
import { wordOf } from '../../text/word-of.ts';

/** Called with each value that cannot be resolved: its path, and its function. */
type Report = (path: Path, what: string) => void;

export interface Intrinsics {
  /**
   * Returns the value without functions. Members that cannot be resolved are left out, and so is a statement of IAM
   * whose condition cannot be resolved as a whole: it would allow more.
   */
  resolved(value: unknown, path: Path, report: Report): unknown;
  /** Whether the condition holds; `undefined` if the template does not tell. */
  holds(condition: string): boolean | undefined;
}

/** apikit has placeholders for these. */
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': `\${region}`,
  'AWS::AccountId': `\${account}`,
  'AWS::Partition': `\${partition}`,
  'AWS::StackName': `\${app}-\${stage}`,
  'AWS::URLSuffix': 'amazonaws.com',
};

const TABLES = ['AWS::DynamoDB::Table', 'AWS::Serverless::SimpleTable'];

/** The values of resources for which apikit has placeholders, or by which the import recognizes a resource. */
function known(type: string | undefined, id: string, name: 'Ref' | (string & {})): string | undefined {
  if (type === undefined) return undefined;
  if (TABLES.includes(type)) {
    if (name === 'Ref') return `\${table.${tableWord(id)}}`;
    if (name === 'Arn') return `\${table.${tableWord(id)}.arn}`;
    return name === 'StreamArn' ? `{stream ${tableWord(id)}}` : undefined;
  }
  if (type === 'AWS::SQS::Queue') return name === 'Arn' ? `\${queue.${queueWord(id)}.arn}` : undefined;
  if (type === 'AWS::SNS::Topic') return /^(?:Ref|TopicArn)$/.test(name) ? `\${topic.${topicWord(id)}.arn}` : undefined;
  // The URI of an integration has the ARN. The import only wants to know which function it is.
  return type === 'AWS::Serverless::Function' && /^(?:Ref|Arn|Alias)$/.test(name) ? `{function ${id}}` : undefined;
}

const wordWithout = (id: string, ending: RegExp): string | undefined => {
  const words = id.replace(/([a-z0-9])([A-Z])/g, '$1-$2');
  return wordOf(words.replace(ending, '')) ?? wordOf(words);
};

/** The name of a queue in apikit.yaml, by its logical ID: `MailQueue` → `mail`. */
export const queueWord = (id: string): string => wordWithout(id, /-?queue$/i) ?? 'queue';

/** The name of a topic in apikit.yaml, by its logical ID: `CreatedTopic` → `created`. */
export const topicWord = (id: string): string => wordWithout(id, /-?topic$/i) ?? 'topic';

/** The name of a table in apikit.yaml, by its logical ID: `ItemsTable` → `items`. */
export const tableWord = (id: string): string => wordWithout(id, /-?(?:dynamo-?db)?-?table$/i) ?? 'items';

/** A value that cannot be resolved. */
const UNKNOWN = Symbol('unknown');

/** The value that leaves its property out: `AWS::NoValue`. */
const NOTHING = Symbol('nothing');

export function intrinsics(template: Json, given: Readonly<Record<string, string>>): Intrinsics {
  const parameters = objectOf(template.Parameters);
  const resources = objectOf(template.Resources);
  const conditions = objectOf(template.Conditions);
  const typeOf = (id: string) => textOf(objectOf(own(resources, id)).Type);

  function reference(name: string): unknown {
    if (name === 'AWS::NoValue') return NOTHING;
    if (Object.hasOwn(given, name)) return given[name];
    if (Object.hasOwn(parameters, name)) return objectOf(parameters[name]).Default ?? UNKNOWN;
    if (Object.hasOwn(PSEUDO, name)) return PSEUDO[name];
    return known(typeOf(name), name, 'Ref') ?? UNKNOWN;
  }

  const attribute = (id: string, name: string): unknown => known(typeOf(id), id, name) ?? UNKNOWN;

  function evaluated(value: Json, what: string): unknown {
    const input = value[what];
    switch (what) {
      case 'Ref':
        return reference(String(input));
      case 'Fn::GetAtt': {
        const [id, name] = Array.isArray(input) ? input : String(input).split(/\.(.*)/s);
        return attribute(String(id), String(name));
      }
      case 'Fn::Sub':
        return substituted(input);
      case 'Fn::Join': {
        const [by, parts] = Array.isArray(input) ? input : [];
        const texts = [parts].flat().map((part) => plain(part));
        return texts.includes(UNKNOWN) ? UNKNOWN : texts.map(String).join(String(by));
      }
      case 'Fn::FindInMap': {
        const [map, first, second] = [input].flat().map((key) => plain(key));
        const inMap = objectOf(own(objectOf(own(objectOf(template.Mappings), String(map))), String(first)));
        return own(inMap, String(second)) ?? UNKNOWN;
      }
      case 'Fn::If': {
        const [condition, yes, no] = Array.isArray(input) ? input : [];
        const holds = truth(String(condition), 0);
        return holds === undefined ? UNKNOWN : plain(holds ? yes : no);
      }
      case 'Fn::Select': {
        const [index, list] = Array.isArray(input) ? input : [];
        const chosen: unknown = Array.isArray(list) ? list[Number(index)] : UNKNOWN;
        return chosen === undefined ? UNKNOWN : plain(chosen);
      }
      default:
        return UNKNOWN;
    }
  }

  function substituted(input: unknown): unknown {
    const [text, own] = Array.isArray(input) ? input : [input, {}];
    let complete = true;
    const result = String(text).replace(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`;
      const [id = '', of] = name.trim().split(/\.(.*)/s);
      const value = Object.hasOwn(objectOf(own), name)
        ? plain(objectOf(own)[name])
        : of === undefined
          ? reference(id)
          : attribute(id, of);
      if (value === UNKNOWN || typeof value === 'object') complete = false;
      return complete ? String(value) : whole;
    });
    return complete ? result : UNKNOWN;
  }

  const plain = (value: unknown): unknown => {
    const what = functionOf(value);
    return what === undefined ? value : evaluated(value as Json, what);
  };

  /** A condition of a condition is followed a few times only, so that a circle ends. */
  function truth(name: string, depth: number): boolean | undefined {
    return depth > DEEPEST ? undefined : truthOf(own(conditions, name), depth);
  }

  function truthOf(value: unknown, depth: number): boolean | undefined {
    const node = objectOf(value);
    const name = textOf(node.Condition);
    if (name !== undefined) return truth(name, depth + 1);
    if (Array.isArray(node['Fn::Equals'])) {
      const [one, other] = node['Fn::Equals'].map((each) => plain(each));
      return one === UNKNOWN || other === UNKNOWN ? undefined : String(one) === String(other);
    }
    const parts = (key: string) => [node[key] ?? []].flat().map((each) => truthOf(each, depth + 1));
    if (node['Fn::Not'] !== undefined) {
      const [holds] = parts('Fn::Not');
      return holds === undefined ? undefined : !holds;
    }
    if (node['Fn::And'] !== undefined) return all(parts('Fn::And'), false);
    return node['Fn::Or'] === undefined ? undefined : all(parts('Fn::Or'), true);
  }

  function resolved(value: unknown, path: Path, report: Report): unknown {
    if (Array.isArray(value)) {
      return value.map((each, index) => resolved(each, [...path, index], report)).filter((each) => each !== undefined);
    }
    if (!isObject(value)) return value;
    const what = functionOf(value);
    if (what === undefined) {
      let isRestricted = true;
      const lessRestricted: Report = (...about) => {
        isRestricted = false;
        report(...about);
      };
      const reportOf = (key: string) => (isRestriction(value, key) ? lessRestricted : report);
      const members = Object.entries(value).map(([key, each]) => [key, resolved(each, [...path, key], reportOf(key))]);
      if (!isRestricted) return undefined;
      return Object.fromEntries(members.filter(([, each]) => each !== undefined));
    }
    const found = evaluated(value, what);
    if (found === UNKNOWN) {
      const named = textOf(value[what]);
      report(path, named === undefined ? what : `${what} ${named}`);
      return undefined;
    }
    if (found === NOTHING) return undefined;
    return isObject(found) || Array.isArray(found) ? resolved(found, path, report) : found;
  }

  return { resolved, holds: (condition) => truth(condition, 0) };
}

const DEEPEST = 20;

/** Whether the member is the condition of a statement of IAM. */
export const isRestriction = (statement: Json, key: string): boolean =>
  key === 'Condition' && statement.Effect !== undefined;

/** `decides` is the value of one part that decides about the whole: `false` for And, `true` for Or. */
function all(parts: readonly (boolean | undefined)[], decides: boolean): boolean | undefined {
  if (parts.includes(decides)) return decides;
  return parts.includes(undefined) ? undefined : !decides;
}
