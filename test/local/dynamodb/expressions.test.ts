import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCondition } from '../../../src/local/services/dynamodb/expressions/condition-parser.ts';
import type { Condition, Operand } from '../../../src/local/services/dynamodb/expressions/expression.ts';
import { parseProjection } from '../../../src/local/services/dynamodb/expressions/projection-parser.ts';
import { References } from '../../../src/local/services/dynamodb/expressions/references.ts';
import { ExpressionError } from '../../../src/local/services/dynamodb/expressions/tokens.ts';
import { parseUpdate } from '../../../src/local/services/dynamodb/expressions/update-parser.ts';

const VALUES = { ':s': { S: 'a' }, ':n': { N: '1' }, ':t': { S: 'NS' }, ':set': { SS: ['a'] }, ':l': { L: [] } };
const NAMES = { '#n': 'a.b c', '#m': '__proto__' };
const references = () => new References(NAMES, VALUES);

const names = fc.constantFrom('a', 'b_1', '_c', 'Zeta', '#n', '#m');
const resolved = (name: string) => NAMES[name as keyof typeof NAMES] ?? name;
const paths = fc
  .tuple(names, fc.array(fc.oneof(names, fc.nat({ max: 20 })), { maxLength: 3 }))
  .map(([head, steps]) => [head, ...steps] as [string, ...(string | number)[]]);

/** A tree, and a text that says the same. */
interface Said<T> {
  readonly tree: T;
  readonly text: string;
}

const path: fc.Arbitrary<Said<Operand>> = paths.map(([head, ...steps]) => ({
  tree: {
    kind: 'path',
    path: [resolved(head), ...steps.map((step) => (typeof step === 'number' ? step : resolved(step)))],
  },
  text: head + steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join(''),
}));
const value: fc.Arbitrary<Said<Operand>> = fc.constantFrom(':s', ':n').map((text) => ({
  tree: { kind: 'value', value: VALUES[text as ':s'] },
  text,
}));
const call = (name: string, ...operands: Said<Operand>[]): Said<Operand & Condition> => ({
  tree: { kind: 'function', name, operands: operands.map(({ tree }) => tree) },
  text: `${name} ( ${operands.map(({ text }) => text).join(' ,')})`,
});
const operand = fc.oneof(
  path,
  value,
  path.map((one) => call('size', one)),
);
const comparator = fc.constantFrom('=', '<>', '<', '<=', '>', '>=') as fc.Arbitrary<'='>;

const condition: fc.Arbitrary<Said<Condition>> = fc.letrec<{ condition: Said<Condition> }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(path, comparator, value).map(([one, sign, other]) => ({
      tree: { kind: 'compare' as const, comparator: sign, operands: [one.tree, other.tree] as const },
      text: `${one.text}${sign}${other.text}`,
    })),
    path.map((one) => call('attribute_not_exists', one)),
    path.map((one) => call('begins_with', one, { tree: { kind: 'value', value: VALUES[':s'] }, text: ':s' })),
    fc.tuple(operand, path, operand).map((operands) => ({
      tree: { kind: 'between' as const, operands: operands.map(({ tree }) => tree) as [Operand, Operand, Operand] },
      text: `${operands[0].text} Between ${operands[1].text} and ${operands[2].text}`,
    })),
    fc.tuple(operand, fc.array(value, { minLength: 1, maxLength: 3 })).map(([one, options]) => ({
      tree: { kind: 'in' as const, operands: [one.tree, ...options.map(({ tree }) => tree)] as [Operand] },
      text: `${one.text} IN (${options.map(({ text }) => text).join(',')})`,
    })),
    tie('condition').map((inner) => ({
      tree: { kind: 'not' as const, condition: inner.tree },
      text: `NOT ${grouped(inner)}`,
    })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
      .map(([kind, parts]) => ({
        tree: { kind, conditions: parts.map(({ tree }) => tree) },
        text: parts.map(grouped).join(` ${kind} `),
      })),
  ),
})).condition;

const grouped = ({ tree, text }: Said<Condition>) => (['and', 'or'].includes(tree.kind) ? `(${text})` : text);

describe('law', () => {
  test('a condition is parsed to the tree that it was written from', () => {
    fc.assert(
      fc.property(condition, ({ tree, text }) => {
        fc.pre(text.length <= 4096);
        expect(parseCondition(text, references()).condition).toEqual(tree);
      }),
    );
  });

  test('any text is parsed or refused with a message', () => {
    const words = fc.constantFrom(
      ...[
        'a',
        '#n',
        ':s',
        ':n',
        ':set',
        'SET',
        'REMOVE',
        'ADD',
        'AND',
        'or',
        'NOT',
        'IN',
        'BETWEEN',
        'size',
        'contains',
      ],
      ...[
        '(',
        ')',
        ',',
        '.',
        '[',
        ']',
        '0',
        '=',
        '<>',
        '<',
        '+',
        '-',
        'if_not_exists',
        'list_append',
        'name',
        '😀',
        '\\',
      ],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words, { maxLength: 15 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, (given) => {
        for (const parse of [parseCondition, parseUpdate, parseProjection]) {
          try {
            parse(given, references());
          } catch (error) {
            expect(error).toBeInstanceOf(ExpressionError);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  ['a', 'Syntax error; token: "<EOF>", near: "a"'],
  ['a = :s AND', 'Syntax error; token: "<EOF>", near: "AND"'],
  ['a :s', 'Syntax error; token: ":s", near: "a :s"'],
  ['(a)', 'Syntax error; token: "<EOF>", near: ")"'],
  ['((a = :s))', 'The expression has redundant parentheses;'],
  ['(a = :s) AND ((b = :s))', 'The expression has redundant parentheses;'],
  ['exists(a)', 'Invalid function name; function: exists'],
  ['size(a)', 'The function is not allowed to be used this way in an expression; function: size'],
  ['contains(a, :s) = :s', 'The function is not allowed to be used this way in an expression; function: contains'],
  ['name = :s', 'Attribute name is a reserved keyword; reserved keyword: name'],
  ['a = :x', 'An expression attribute value used in expression is not defined; attribute value: :x'],
  [
    'a = a',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]',
  ],
  [
    'begins_with(a, :n)',
    'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
  ],
  [
    'attribute_exists(a, b)',
    'Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2',
  ],
  ['attribute_type(a, :s)', 'Invalid attribute type name found; type: a, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}'],
  [
    'a BETWEEN :n AND :s',
    'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:a}',
  ],
])('the condition %s is refused with the message of DynamoDB', (text, message) => {
  expect(() => parseCondition(text, references())).toThrow(message);
});

test.each([
  ['SET a = :s SET b = :s', 'The "SET" section can only be used once in an update expression;'],
  [
    'SET a = :s, a.b = :s',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
  ],
  [
    'SET a[0] = :s REMOVE a.b',
    'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, [0]], path two: [a, b]',
  ],
  ['ADD a :s', 'Incorrect operand type for operator or function; operator: ADD, operand type: STRING'],
  ['SET a = b + :s', 'Incorrect operand type for operator or function; operator or function: +, operand type: S'],
  [
    'SET a = if_not_exists(:s, :s)',
    'Operator or function requires a document path; operator or function: if_not_exists',
  ],
  ['SET a', 'Syntax error; token: "<EOF>", near: "a"'],
])('the update %s is refused with the message of DynamoDB', (text, message) => {
  expect(() => parseUpdate(text, references())).toThrow(message);
});
