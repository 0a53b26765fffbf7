/**
 * Checks a definition in the Amazon States Language before it is sent: its JSON, and the grammar that Step Functions
 * checks in `ValidateStateMachineDefinition` (docs/aws/step-functions.md). Pure.
 */
import { DEFAULT_LANGUAGE, isJson, type Json, type Level, levelsOf, type PlacedState, statesOf } from './definition.ts';
import { MEMBERS, TOP_MEMBERS } from './members.ts';

/** One fault. `at` is its place in the definition, and is empty for the whole of it. */
export interface DefinitionFault {
  readonly at: string;
  readonly message: string;
}

const LANGUAGES = ['JSONPath', 'JSONata'];
const LONGEST_NAME = 80;

/** Returns the parsed definition with its faults. The definition is `undefined` if it is not a JSON object. */
export function checkDefinition(text: string): { readonly machine?: Json; readonly faults: DefinitionFault[] } {
  const parsed = parse(text);
  if (typeof parsed === 'string') return { faults: [{ at: '', message: parsed }] };
  const { QueryLanguage = DEFAULT_LANGUAGE } = parsed;
  if (!LANGUAGES.includes(String(QueryLanguage))) {
    return { faults: [{ at: '/QueryLanguage', message: `QueryLanguage must be one of ${LANGUAGES.join(' and ')}.` }] };
  }
  const faults = levelsOf({ at: '', machine: parsed, language: String(QueryLanguage) }).flatMap(levelFaults);
  return { machine: parsed, faults: [...unknownMembers(parsed, TOP_MEMBERS, ''), ...faults] };
}

function parse(text: string): Json | string {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : 'The definition must be a JSON object.';
  } catch (error) {
    return `The definition is not JSON: ${(error as Error).message}.`;
  }
}

const fault = (at: string, message: string): DefinitionFault[] => [{ at, message }];

function unknownMembers(node: Json, known: readonly string[], at: string): DefinitionFault[] {
  const unknown = Object.keys(node).filter((member) => !known.includes(member));
  return unknown.flatMap((member) => fault(`${at}/${member}`, `${member} does not exist there.`));
}

function levelFaults(level: Level): DefinitionFault[] {
  const { at, machine } = level;
  const { StartAt, States } = machine;
  if (!isJson(States) || Object.keys(States).length === 0) return fault(`${at}/States`, 'There must be a state.');
  const noObject = Object.keys(States).filter((name) => !isJson(States[name]));
  const states = statesOf(level);
  return [
    ...(typeof StartAt === 'string' && Object.hasOwn(States, StartAt)
      ? unreachable(states, StartAt)
      : fault(`${at}/StartAt`, 'StartAt must be the name of a state.')),
    ...noObject.flatMap((name) => fault(`${at}/States/${name}`, 'A state must be an object.')),
    ...states.flatMap(stateFaults),
  ];
}

/** Step Functions rejects a state that no other state leads to. */
function unreachable(states: readonly PlacedState[], start: string): DefinitionFault[] {
  const reached = new Set([start]);
  for (const name of reached) {
    const from = states.find((each) => each.name === name);
    for (const [next] of from ? targetsOf(from.state) : []) reached.add(String(next));
  }
  return states
    .filter(({ name }) => !reached.has(name))
    .flatMap(({ name, at }) => fault(at, `No state leads to ${name}.`));
}

function stateFaults(placed: PlacedState): DefinitionFault[] {
  const { name, at, state, siblings, language } = placed;
  const type = String(state.Type);
  const members = Object.hasOwn(MEMBERS, type) ? MEMBERS[type] : undefined;
  if (!members) return fault(`${at}/Type`, `Type must be one of ${Object.keys(MEMBERS).join(', ')}.`);
  const known = [...members.both, ...(language === 'JSONata' ? members.jsonata : members.jsonPath)];
  const missing = targetsOf(state).filter(([next]) => typeof next !== 'string' || !Object.hasOwn(siblings, next));
  return [
    ...(name.length > LONGEST_NAME ? fault(at, `The name of a state may have ${LONGEST_NAME} characters.`) : []),
    ...unknownMembers(state, known, at),
    ...(known.includes('Next') && (typeof state.Next === 'string') === (state.End === true)
      ? fault(at, 'The state must have either Next or "End": true.')
      : []),
    ...missing.flatMap(([next, where]) => fault(`${at}/${where}`, `There is no state ${String(next)} to go to.`)),
    ...ofType(placed, type),
    ...['Retry', 'Catch'].flatMap((member) => handlerFaults(state[member], `${at}/${member}`)),
  ];
}

/** The states that a state can lead to, with the members that name them. */
function targetsOf({ Next, Default, Catch, Choices }: Json): [next: unknown, where: string][] {
  const inList = (list: unknown, member: string): [unknown, string][] =>
    (Array.isArray(list) ? list.filter(isJson) : []).map((each, index) => [each.Next, `${member}[${index}]/Next`]);
  return [
    ...(Next === undefined ? [] : [[Next, 'Next'] as [unknown, string]]),
    ...(Default === undefined ? [] : [[Default, 'Default'] as [unknown, string]]),
    ...inList(Catch, 'Catch'),
    ...inList(Choices, 'Choices'),
  ];
}

const WAITS = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];

function ofType({ state, at, language }: PlacedState, type: string): DefinitionFault[] {
  switch (type) {
    case 'Task':
      return typeof state.Resource === 'string' ? [] : fault(`${at}/Resource`, 'A task must have a Resource.');
    case 'Choice':
      return Array.isArray(state.Choices) && state.Choices.length > 0
        ? state.Choices.flatMap((rule, index) => ruleFaults(rule, `${at}/Choices[${index}]`, language))
        : fault(`${at}/Choices`, 'A choice must have Choices.');
    case 'Wait':
      return WAITS.filter((member) => state[member] !== undefined).length === 1
        ? []
        : fault(at, `A wait must have one of ${WAITS.join(', ')}.`);
    case 'Parallel':
      return Array.isArray(state.Branches) && state.Branches.length > 0 && state.Branches.every(isJson)
        ? []
        : fault(`${at}/Branches`, 'A parallel state must have Branches.');
    case 'Map':
      return isJson(state.ItemProcessor) !== isJson(state.Iterator)
        ? []
        : fault(at, 'A map must have either ItemProcessor or Iterator.');
    default:
      return [];
  }
}

const BESIDE_OPERATOR = ['Next', 'Variable', 'Comment', 'Assign', 'Output'];

function ruleFaults(rule: unknown, at: string, language: string): DefinitionFault[] {
  if (!isJson(rule)) return fault(at, 'A rule of a choice must be an object.');
  if (language === 'JSONata') return rule.Condition === undefined ? fault(at, 'A rule must have a Condition.') : [];
  const operators = Object.keys(rule).filter((member) => !BESIDE_OPERATOR.includes(member));
  return operators.length === 1 ? [] : fault(at, 'A rule must have exactly one operator.');
}

/** `States.ALL` must be alone, and in the last entry. */
function handlerFaults(list: unknown, at: string): DefinitionFault[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) return fault(at, 'This must be a list.');
  return list.flatMap((entry: unknown, index) => {
    const errors = isJson(entry) ? entry.ErrorEquals : undefined;
    const place = `${at}[${index}]/ErrorEquals`;
    if (!Array.isArray(errors) || errors.length === 0 || !errors.every((error) => typeof error === 'string')) {
      return fault(place, 'ErrorEquals must be a list of names of errors.');
    }
    return errors.includes('States.ALL') && (errors.length > 1 || index < list.length - 1)
      ? fault(place, 'States.ALL must be alone, and in the last entry.')
      : [];
  });
}
