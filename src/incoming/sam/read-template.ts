/** A SAM template as plain data, with the place of each value, its globals merged, and its values resolved. Pure. */

import type { Path } from '../../config/problem.ts';
import { parseSource } from '../../config/source.ts';
import { isObject, type Json, objectOf, own, textOf } from '../../contract/model/json.ts';
import { longFormOf } from '../../contract/read/cloudformation.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { intrinsics } from '../template/intrinsics.ts';
import type { Template, TemplateResource, Unresolved } from '../template/template.ts';

/** A template of SAM. */
export interface SamTemplate extends Template {
  /** Returns a value of another file, in which the functions of the template are resolved. */
  resolved(value: unknown): unknown;
}

/** The sections of `Globals`, by the types that get their values. */
const GLOBALS: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'Function',
  'AWS::Serverless::Api': 'Api',
  'AWS::Serverless::HttpApi': 'HttpApi',
  'AWS::Serverless::SimpleTable': 'SimpleTable',
};

const OUTPUTS = '`apikit status --output url` prints the URL of a stage, and the same with other names their ARNs.';

/** Without their values, an operation would be open to everybody. */
const GUARDS = /^(?:Auth|Authorizer|DefaultAuthorizer|ApiKeyRequired)$/;

/** CloudFormation accepts only these (User Guide, "Resources": a logical ID must be alphanumeric). */
const LOGICAL_ID = /^[A-Za-z0-9]+$/;

/** `parameters` has the values that override the defaults of the template. Throws `BadTemplate`. */
export function readTemplate(text: string, file: string, parameters: Readonly<Record<string, string>>): SamTemplate {
  const source = parseSource(text, file, longFormOf);
  const [fault] = source.problems.filter(({ severity }) => severity === 'error');
  if (fault) throw bad(`${fault.file}:${fault.line}:${fault.column} ${fault.message}`);
  const data = objectOf(source.data);
  const written = objectOf(data.Resources);
  if (Object.keys(written).length === 0) throw bad(`${file} has no Resources, so it is not a SAM template.`);
  const unknown = Object.keys(parameters).find((name) => !Object.hasOwn(objectOf(data.Parameters), name));
  if (unknown !== undefined) throw bad(`${file} has no parameter ${unknown}.`);
  const place = (...path: Path) => {
    const { line } = source.problem(path, '', '', { key: true });
    return `${file}:${line}`;
  };
  const badId = Object.keys(written).find((id) => !LOGICAL_ID.test(id));
  if (badId !== undefined)
    throw bad(
      `${place('Resources', badId)}: The logical ID ${JSON.stringify(badId)} has other characters than letters and digits, which CloudFormation does not accept.`,
    );
  const values = intrinsics(data, parameters);
  const unresolved = new Map<string, Unresolved>();
  const resources = Object.entries(written).flatMap(([id, value]): TemplateResource[] => {
    const { Type, Properties, Condition } = objectOf(value);
    const type = textOf(Type) ?? '';
    const condition = textOf(Condition);
    if (condition !== undefined && values.holds(condition) === false) return [];
    const path = ['Resources', id, 'Properties'];
    const globals = objectOf(objectOf(data.Globals)[own(GLOBALS, type) ?? '']);
    const properties = values.resolved(merged(globals, objectOf(Properties)), path, (at, what) => {
      // The API of an event does not matter, because a stage has only one.
      if (/^(?:RestApiId|ApiId)$/.test(String(at.at(-1)))) return;
      const where = place(...at);
      if (at.includes('Auth') && GUARDS.test(String(at.at(-1))))
        throw bad(
          `${where}: Who may call is ${what}, whose value only the account knows. Pass --parameter, or write it.`,
        );
      unresolved.set(`${where} ${what}`, { place: where, why: `Only the account knows the value of ${what}.` });
    });
    return [{ id, type, properties: objectOf(properties), place: (...rest) => place(...path, ...rest) }];
  });
  return {
    resources,
    description: textOf(data.Description),
    unresolved: [...unresolved.values()],
    givenBy: 'or pass --parameter if it is one of the template',
    findings:
      Object.keys(objectOf(data.Outputs)).length > 0
        ? [{ about: 'changes', place: place('Outputs'), says: OUTPUTS }]
        : [],
    settings: {},
    requires: [],
    leavesOut: () => false,
    resolved: (value) => values.resolved(value, [], () => undefined),
  };
}

/**
 * Returns the properties of a resource with the global values under them. SAM merges maps, and appends lists
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html).
 */
function merged(under: Json, over: Json): Json {
  const all = Object.entries(over).map(([key, value]) => {
    const below = under[key];
    if (Array.isArray(below) && Array.isArray(value)) return [key, [...below, ...value]];
    if (isMap(below) && isMap(value)) return [key, merged(below, value)];
    return [key, value];
  });
  return { ...under, ...Object.fromEntries(all) };
}

const isMap = (value: unknown): value is Json =>
  isObject(value) && !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));

const bad = (message: string) =>
  new ApikitError('BadTemplate', `${message} Nothing was written.`, {
    exitCode: EXIT.usage,
    hint: 'Name the template that sam deploy uses: template.yaml or template.yml.',
  });
