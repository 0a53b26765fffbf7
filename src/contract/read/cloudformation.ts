/**
 * Values that CloudFormation or Terraform would fill in: `{ Fn::Sub: … }`, `!Sub …`, `{ Ref: … }`, `${AWS::Region}`,
 * `${Backend}`. Nobody fills them in here. Pure.
 */
import type { Path } from '../../config/problem.ts';
import { isObject, textOf } from '../model/json.ts';

export interface Unfilled {
  readonly path: Path;
  /** As a person calls it: `Fn::Sub`, `${Backend}`. */
  readonly what: string;
}

/** Filled in by API Gateway (stage variables) or by apikit (the partition, region and account of a service integration). */
const FILLED = /^\$\{(stageVariables\.\w+|AWS::(Partition|Region|AccountId))\}$/;

/** Of `value`, which is at `path`. Templates, in which `${name}` is a variable of Velocity, are the caller's to leave out. */
export function unfilledIn(value: unknown, path: Path): Unfilled[] {
  const text = textOf(value);
  if (text !== undefined) {
    const found = text.match(/\$\{[^{}]*\}/g)?.find((each) => !FILLED.test(each));
    return found === undefined ? [] : [{ path, what: found }];
  }
  if (Array.isArray(value)) return value.flatMap((each, index) => unfilledIn(each, [...path, index]));
  if (!isObject(value)) return [];
  const name = functionOf(value);
  if (name !== undefined) return [{ path, what: name }];
  return Object.entries(value).flatMap(([key, each]) => unfilledIn(each, [...path, key]));
}

/** CloudFormation's functions with a short form in YAML, beside `!Ref` (User Guide, "Intrinsic function reference"). */
const SHORT = new Set(
  (
    'And Base64 Cidr Equals FindInMap GetAtt GetAZs If ImportValue Join Length Not Or Select Split Sub ToJsonString ' +
    'Transform'
  ).split(' '),
);

/** `Fn::Sub` of the YAML tag `!Sub`; `undefined` for a tag that is none of CloudFormation's. */
export function longFormOf(tag: string): string | undefined {
  const name = tag.slice(1);
  return name === 'Ref' ? name : SHORT.has(name) ? `Fn::${name}` : undefined;
}

/** `Fn::Sub` of `{ Fn::Sub: … }`. */
export function functionOf(value: unknown): string | undefined {
  const keys = isObject(value) ? Object.keys(value) : [];
  return keys.length === 1 ? keys.find((key) => key === 'Ref' || key.startsWith('Fn::')) : undefined;
}
