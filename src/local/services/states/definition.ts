/**
 * The Amazon States Language, as far as it is emulated: Pass, Task with Lambda, Choice, Wait, Succeed and Fail, with
 * JSONPath (https://states-language.net/spec.html). Everything else is refused by name.
 */
import { AwsError, notImplemented } from '../../cloud/aws-error.ts';
import { isPlainObject } from '../../cloud/plain-object.ts';

export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
  readonly ResultPath?: string | null;
  readonly Parameters?: unknown;
  readonly ResultSelector?: unknown;
  readonly Result?: unknown;
  readonly Resource?: string;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
  readonly Choices?: readonly (Rule & { readonly Next: string })[];
  readonly Default?: string;
  readonly Seconds?: number;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
  readonly Error?: string;
  readonly Cause?: string;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string | null;
}

export type Rule = Readonly<Record<string, unknown>>;

const COMMON = ['Type', 'Comment', 'Next', 'End', 'InputPath', 'OutputPath'];
const RESULT = ['ResultPath', 'Parameters'];
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Pass: [...COMMON, ...RESULT, 'Result'],
  Task: [...COMMON, ...RESULT, 'ResultSelector', 'Resource', 'Retry', 'Catch'],
  Choice: ['Type', 'Comment', 'InputPath', 'OutputPath', 'Choices', 'Default'],
  Wait: [...COMMON, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Succeed: ['Type', 'Comment', 'InputPath', 'OutputPath'],
  Fail: ['Type', 'Comment', 'Error', 'Cause'],
};

/** The integration with Lambda, and the ARN of a function. */
export const INVOKE = 'arn:aws:states:::lambda:invoke';
export const FUNCTION = /^arn:aws[a-z-]*:lambda:([^:]+):(\d{12}):function:([\w-]+)(?::([\w$-]+))?$/;

export const OPERATORS = ['And', 'Or', 'Not', 'IsNull', 'IsPresent', 'IsString', 'IsNumeric', 'IsBoolean'].concat(
  ['String', 'Numeric', 'Timestamp'].flatMap((type) =>
    ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'].map((name) => type + name),
  ),
  ['BooleanEquals', 'StringMatches'],
);

/** Throws InvalidDefinition for what AWS rejects, and NotImplemented for what is not emulated. */
export function parseDefinition(text: string): Definition {
  const definition = parseJson(text);
  if (!isPlainObject(definition)) throw invalid('INVALID_JSON_DESCRIPTION', 'Definition must be a JSON object');
  const { StartAt, States, QueryLanguage = 'JSONPath', TimeoutSeconds } = definition;
  if (QueryLanguage !== 'JSONPath')
    throw notImplemented(`The query language ${String(QueryLanguage)} of a state machine`);
  if (TimeoutSeconds !== undefined) throw notImplemented('TimeoutSeconds of a state machine');
  if (!isPlainObject(States) || Object.keys(States).length === 0) throw schema('The field "States" is missing', '/');
  if (typeof StartAt !== 'string' || !Object.hasOwn(States, StartAt)) {
    throw invalid('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${String(StartAt)} at /StartAt`);
  }
  for (const [name, state] of Object.entries(States)) checkState(name, state, States);
  return definition as unknown as Definition;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid('INVALID_JSON_DESCRIPTION', (error as Error).message);
  }
}

function checkState(name: string, state: unknown, states: Readonly<Record<string, unknown>>): void {
  const at = `/States/${name}`;
  if (!isPlainObject(state) || typeof state.Type !== 'string') throw schema('The field "Type" is missing', at);
  const { Type } = state;
  const known = Object.hasOwn(MEMBERS, Type) ? MEMBERS[Type]! : undefined;
  if (!known) throw notImplemented(`The state ${name} of type ${Type}`);
  const foreign = Object.keys(state).find((member) => !known.includes(member));
  if (foreign !== undefined) throw notImplemented(`${foreign} in the state ${name} of type ${Type}`);
  if (known.includes('Next') && (typeof state.Next === 'string') === (state.End === true)) {
    throw schema('A state must have either "Next" or "End": true', at);
  }
  for (const [next, where] of targets(state as unknown as State)) {
    if (typeof next !== 'string' || !Object.hasOwn(states, next)) {
      throw invalid('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${String(next)} at ${at}/${where}`);
    }
  }
  if (Type === 'Task') checkResource(name, state.Resource, at);
  if (Type === 'Choice') checkChoices(name, state.Choices, at);
  checkTexts(name, state);
}

function targets({ Next, Default, Catch = [], Choices = [] }: State): [next: unknown, where: string][] {
  return [
    ...(Next === undefined ? [] : [[Next, 'Next'] as [unknown, string]]),
    ...(Default === undefined ? [] : [[Default, 'Default'] as [unknown, string]]),
    ...[Catch].flat().map((one, index): [unknown, string] => [one.Next, `Catch[${index}]/Next`]),
    ...[Choices].flat().map((one, index): [unknown, string] => [one.Next, `Choices[${index}]/Next`]),
  ];
}

function checkResource(name: string, resource: unknown, at: string): void {
  if (typeof resource !== 'string') throw schema('The field "Resource" is missing', at);
  if (resource === INVOKE || FUNCTION.test(resource)) return;
  throw notImplemented(`The resource ${resource} of the task ${name}`);
}

function checkChoices(name: string, choices: unknown, at: string): void {
  if (!Array.isArray(choices) || choices.length === 0) throw schema('The field "Choices" is missing', at);
  for (const rule of choices) checkRule(name, rule as Rule);
}

function checkRule(name: string, rule: Rule): void {
  const { Next: _, Variable: __, Comment: ___, ...operator } = rule;
  const [first, ...more] = Object.keys(operator);
  if (first === undefined || more.length > 0 || !OPERATORS.includes(first)) {
    throw notImplemented(`A rule of the choice ${name} with ${[first, ...more].join(' and ') || 'no operator'}`);
  }
  const inner = operator[first];
  if (first === 'And' || first === 'Or') for (const one of inner as Rule[]) checkRule(name, one);
  if (first === 'Not') checkRule(name, inner as Rule);
}

/** Intrinsic functions and the context object are refused wherever they are. */
function checkTexts(name: string, value: unknown): void {
  if (Array.isArray(value)) for (const one of value) checkTexts(name, one);
  if (!isPlainObject(value)) return;
  for (const [key, one] of Object.entries(value)) {
    const isPath = typeof one === 'string' && (key.endsWith('.$') || key.endsWith('Path') || key === 'Variable');
    if (isPath && /^States\.|^\$\$/.test(one)) throw notImplemented(`${one} in the state ${name}`);
    if (isPath && !/^\$(?:\.[\w-]+|\[\d+\]|\['[^']+'\])*$/.test(one)) {
      throw notImplemented(`The path ${one} in the state ${name}`);
    }
    checkTexts(name, one);
  }
}

const invalid = (code: string, message: string): AwsError =>
  new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${code}: ${message}'`);

const schema = (message: string, at: string): AwsError => invalid('SCHEMA_VALIDATION_FAILED', `${message} at ${at}`);
