/** The comparisons of `Condition` operators (IAM User Guide, "Condition operators"). */
import { compileAddressRange } from './address-range.ts';
import { compileArn } from './arn-pattern.ts';
import { compilePattern, type Matcher } from './pattern.ts';

interface Operator {
  /** Matches if no value matches, and if the key is not in the request. */
  readonly negated: boolean;
  /** Converts a value of the policy into its comparison with one value of the request. */
  compile(value: string, variables: boolean): Matcher;
}

const text = (wildcards: boolean, ignoreCase = false): Operator['compile'] => {
  return (value, variables) => compilePattern(value, { wildcards, variables, ignoreCase });
};

const compare = (
  read: (value: string) => number,
  holds: (given: number, wanted: number) => boolean,
): Operator['compile'] => {
  return (value) => {
    const wanted = read(value);
    return (given) => holds(read(given), wanted);
  };
};

/** `NaN` never matches. */
const number = (value: string): number => (value.trim() === '' ? Number.NaN : Number(value));

/** Parses ISO 8601, or seconds since 1970. */
const date = (value: string): number => (/^\d{5,}$/.test(value) ? Number(value) * 1000 : Date.parse(value));

const bytes = (value: string): string => Buffer.from(value, 'base64').toString('hex');

const ORDERS: Readonly<Record<string, (given: number, wanted: number) => boolean>> = {
  Equals: (given, wanted) => given === wanted,
  LessThan: (given, wanted) => given < wanted,
  LessThanEquals: (given, wanted) => given <= wanted,
  GreaterThan: (given, wanted) => given > wanted,
  GreaterThanEquals: (given, wanted) => given >= wanted,
};

const positive: [string, Operator['compile']][] = [
  ['StringEquals', text(false)],
  ['StringEqualsIgnoreCase', text(false, true)],
  ['StringLike', text(true)],
  ['ArnEquals', compileArn],
  ['ArnLike', compileArn],
  ['IpAddress', (value) => compileAddressRange(value)],
  ['Bool', (value) => (given) => given.toLowerCase() === value.toLowerCase()],
  ['BinaryEquals', (value) => (given) => bytes(given) === bytes(value)],
  ...Object.entries(ORDERS).flatMap(([order, holds]): [string, Operator['compile']][] => [
    [`Numeric${order}`, compare(number, holds)],
    [`Date${order}`, compare(date, holds)],
  ]),
];

const compilerOf = new Map(positive);
const negated: [string, string][] = [
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
  ['NotIpAddress', 'IpAddress'],
  ['NumericNotEquals', 'NumericEquals'],
  ['DateNotEquals', 'DateEquals'],
];

/** Operators by name, without `Null`. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ...positive.map(([name, compile]): [string, Operator] => [name, { negated: false, compile }]),
  ...negated.map(([name, of]): [string, Operator] => [name, { negated: true, compile: compilerOf.get(of)! }]),
]);
