/**
 * Reads a definition in the Amazon States Language (https://states-language.net/spec.html) as far as this program has
 * to understand it: the states with their tasks, wherever they are nested. Pure.
 */

export type Json = Readonly<Record<string, unknown>>;

/** A state with its place, as Step Functions writes it: `/States/Charge`. */
export interface PlacedState {
  readonly name: string;
  readonly at: string;
  readonly state: Json;
  /** The states that it can lead to: those of its own level. */
  readonly siblings: Json;
  /** The query language that the state uses. */
  readonly language: string;
}

/** The states of one level, and where they begin. */
export interface Level {
  readonly at: string;
  readonly machine: Json;
  readonly language: string;
}

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const DEFAULT_LANGUAGE = 'JSONPath';

/** Returns the level itself, and the levels inside its parallel branches and maps. */
export function levelsOf(level: Level): Level[] {
  return [level, ...statesOf(level).flatMap(({ state, at, language }) => innerLevels(state, at, language))];
}

function innerLevels(state: Json, at: string, language: string): Level[] {
  const inner: [where: string, machine: unknown][] = [
    ...(Array.isArray(state.Branches) ? state.Branches : []).map((branch, index): [string, unknown] => [
      `Branches[${index}]`,
      branch,
    ]),
    ['ItemProcessor', state.ItemProcessor],
    ['Iterator', state.Iterator],
  ];
  return inner.flatMap(([where, machine]) =>
    isJson(machine) ? levelsOf({ at: `${at}/${where}`, machine, language }) : [],
  );
}

/** The states of one level, without those inside them. */
export function statesOf({ at, machine, language }: Level): PlacedState[] {
  const siblings = isJson(machine.States) ? machine.States : {};
  return Object.entries(siblings).flatMap(([name, state]) =>
    isJson(state)
      ? [{ name, at: `${at}/States/${name}`, state, siblings, language: String(state.QueryLanguage ?? language) }]
      : [],
  );
}

/** All tasks of a definition, also those in branches and maps. */
export function tasksOf(machine: Json): PlacedState[] {
  const language = String(machine.QueryLanguage ?? DEFAULT_LANGUAGE);
  return levelsOf({ at: '', machine, language })
    .flatMap(statesOf)
    .filter(({ state }) => state.Type === 'Task');
}
