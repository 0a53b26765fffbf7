/**
 * Finds values that CloudFormation or Terraform would fill in: `{ Fn::Sub: … }`, `!Sub …`, `{ Ref: … }`,
 * `${AWS::Region}`, `${Backend}`, `{{resolve:ssm:/shop/key}}`. apikit does not fill them in. Pure.
 */
import type { Path } from '../../config/problem.ts';
import { dynamicReferenceIn } from '../../text/dynamic-reference.ts';
import { isObject, textOf } from '../model/json.ts';

export interface Unfilled {
  readonly path: Path;
  /** The name in messages: `Fn::Sub`, `${Backend}`. */
  readonly what: string;
}

/** API Gateway fills in stage variables; apikit fills in the partition, region and account of a service integration. */
const FILLED = /^\$\{(stageVariables\.\w+|AWS::(Partition|Region|AccountId))\}$/;

/**
 * Checks `value`, which is at `path`. In a template `${name}` is a Velocity variable, so the caller must leave
 * templates out.
 */
export function unfilledIn(value: unknown, path: Path): Unfilled[] {
  const text = textOf(value);
  if (text !== undefined) {
    const found = text.match(/\$\{[^{}]*\}/g)?.find((each) => !FILLED.test(each)) ?? dynamicReferenceIn(text);
    return found === undefined ? [] : [{ path, what: found }];
  }
  if (Array.isArray(value)) return value.flatMap((each, index) => unfilledIn(each, [...path, index]));
  if (!isObject(value)) return [];
  const name = functionOf(value);
  if (name !== undefined) return [{ path, what: name }];
  return Object.entries(value).flatMap(([key, each]) => unfilledIn(each, [...path, key]));
}

/**
 * CloudFormation's functions that have a short form in YAML, beside `!Ref` (User Guide, "Intrinsic function
 * reference").
 */
const SHORT = new Set(
  (
    'And Base64 Cidr Equals FindInMap GetAtt GetAZs If ImportValue Join Length Not Or Select Split Sub ToJsonString ' +
    'Transform'
  ).split(' '),
);

/** Returns `Fn::Sub` for the YAML tag `!Sub`, and `undefined` for a tag that CloudFormation does not have. */
export function longFormOf(tag: string): string | undefined {
  const name = tag.slice(1);
  return name === 'Ref' ? name : SHORT.has(name) ? `Fn::${name}` : undefined;
}

/** Returns `Fn::Sub` for `{ Fn::Sub: … }`. */
export function functionOf(value: unknown): string | undefined {
  const keys = isObject(value) ? Object.keys(value) : [];
  return keys.length === 1 ? keys.find((key) => key === 'Ref' || key.startsWith('Fn::')) : undefined;
}

/** Returns the function of CloudFormation in the place of a text, or the dynamic reference within a text. */
export function replacedValue(value: unknown): string | undefined {
  const text = textOf(value);
  return text === undefined ? functionOf(value) : dynamicReferenceIn(text);
}
