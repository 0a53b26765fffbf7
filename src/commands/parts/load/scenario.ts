/** The file of `apikit load --scenario`: operations with weights, rate, time and goals. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Problem, ProblemsError } from '../../../config/problem.ts';
import { parseSource, type Source } from '../../../config/source.ts';
import { isObject } from '../../../contract/model/json.ts';
import { usageError } from '../../../errors.ts';
import { GOAL_EXAMPLE, GOAL_FIGURES, type Goal, parseGoals } from '../../../load/goal.ts';
import { parseDuration } from '../../../text/duration.ts';

export interface Scenario {
  /** The weight of each operation, by operationId. */
  readonly operations?: ReadonlyMap<string, number>;
  /** Requests per second. */
  readonly rate?: number;
  /** In ms. */
  readonly time?: number;
  readonly goals?: readonly Goal[];
}

/** Requests per second. More needs several machines. */
const MOST_PER_SECOND = 10_000;
const HOUR = 3_600_000;

type Read<T> = { readonly value: T } | { readonly fault: string; readonly fix: string };

export function readRate(text: string): Read<number> {
  const rate = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (rate > 0 && rate <= MOST_PER_SECOND) return { value: rate };
  return {
    fault: `takes requests per second, up to ${MOST_PER_SECOND}, not "${text}"`,
    fix: 'Write a number, such as 200 or 0.5.',
  };
}

export function readTime(text: string): Read<number> {
  const time = parseDuration(text);
  if (time !== undefined && time > 0 && time <= HOUR) return { value: time };
  return { fault: `takes a time of up to an hour, not "${text}"`, fix: 'Write it like 60s or 10m.' };
}

export function readGoals(text: string): Read<readonly Goal[]> {
  const goals = parseGoals(text);
  if (!('wrong' in goals)) return { value: goals };
  return {
    fault: `takes goals with ${GOAL_FIGURES.join(', ')}, not "${goals.wrong}"`,
    fix: `Write them like ${GOAL_EXAMPLE}.`,
  };
}

/** Returns the value of a flag. Throws a usage error. */
export function flagValue<T>(flag: string, text: string | undefined, read: (text: string) => Read<T>): T | undefined {
  if (text === undefined) return undefined;
  const found = read(text);
  if ('value' in found) return found.value;
  throw usageError(`${flag} ${found.fault}.`, found.fix);
}

const MEMBERS = ['operations', 'rate', 'for', 'goal'];

/** Throws an error that names all problems of the file with their lines. */
export async function readScenario(file: string): Promise<Scenario> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw usageError(`${file} cannot be read (${error.code}).`, 'docs/load.md has an example of a scenario.');
  });
  const source = parseSource(text, basename(file));
  const problems = [...source.problems];
  const scenario = source.data === undefined ? {} : membersOf(source, problems);
  if (problems.length === 0) return scenario;
  throw new ProblemsError('InvalidConfig', basename(file), problems, 'docs/load.md has an example of a scenario.');
}

function membersOf(source: Source, problems: Problem[]): Scenario {
  const { data } = source;
  if (!isObject(data)) {
    problems.push(source.problem([], 'A scenario is a map.', `Its members are ${MEMBERS.join(', ')}.`));
    return {};
  }
  for (const name of Object.keys(data).filter((each) => !MEMBERS.includes(each)))
    problems.push(source.problem([name], `${name} is not known here.`, `Use ${MEMBERS.join(', ')}.`, { key: true }));
  const member = <T>(name: string, read: (text: string) => Read<T>): T | undefined => {
    if (!(name in data)) return undefined;
    const found = read(String(data[name]));
    if ('value' in found) return found.value;
    problems.push(source.problem([name], `${name} ${found.fault}.`, found.fix));
    return undefined;
  };
  const operations = 'operations' in data ? weightsOf(source, data.operations, problems) : undefined;
  const rate = member('rate', readRate);
  const time = member('for', readTime);
  const goals = member('goal', readGoals);
  return {
    ...(operations && { operations }),
    ...(rate !== undefined && { rate }),
    ...(time !== undefined && { time }),
    ...(goals && { goals }),
  };
}

function weightsOf(source: Source, given: unknown, problems: Problem[]): Map<string, number> {
  const weights = new Map<string, number>();
  if (!isObject(given) || Object.keys(given).length === 0) {
    const fix = 'Write each operationId with its weight, such as getItem: 3.';
    problems.push(source.problem(['operations'], 'operations is not a map of operations.', fix));
    return weights;
  }
  for (const [operationId, weight] of Object.entries(given)) {
    if (typeof weight === 'number' && weight > 0 && weight <= 1_000_000) weights.set(operationId, weight);
    else
      problems.push(
        source.problem(
          ['operations', operationId],
          `The weight of ${operationId} is not a number above 0.`,
          'Write a number, such as 1 or 2.5.',
        ),
      );
  }
  return weights;
}
