/** The tree of a condition, and the operands that conditions and updates share. */
import type { AttributeValue } from '../items/attribute-value.ts';
import type { DocumentPath } from '../items/document-path.ts';

export interface PathOperand {
  readonly kind: 'path';
  readonly path: DocumentPath;
}

export interface ValueOperand {
  readonly kind: 'value';
  readonly value: AttributeValue;
}

export interface FunctionCall {
  readonly kind: 'function';
  readonly name: string;
  readonly operands: readonly Operand[];
}

export type Operand = PathOperand | ValueOperand | FunctionCall;

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A function call is a condition itself: `attribute_exists(a)`. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'compare'; readonly comparator: Comparator; readonly operands: readonly [Operand, Operand] }
  | { readonly kind: 'between'; readonly operands: readonly [Operand, Operand, Operand] }
  | { readonly kind: 'in'; readonly operands: readonly [Operand, ...Operand[]] }
  | FunctionCall;
