/** A parsed JSONPath. It is data; nothing in it is evaluated as code. */
import type { Value } from './values.ts';

export interface JsonPath {
  readonly segments: readonly Segment[];
  /** Whether the path can find only one value. */
  readonly definite: boolean;
}

export type Segment =
  | { readonly type: 'name'; readonly names: readonly string[] }
  | { readonly type: 'index'; readonly indexes: readonly number[] }
  | { readonly type: 'slice'; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly type: 'all' }
  | { readonly type: 'filter'; readonly predicate: Predicate }
  | { readonly type: 'function'; readonly name: string }
  /** `..`: the next segment is searched at every depth. */
  | { readonly type: 'deep' };

/** The condition of a filter, which is tested against one item at a time. */
export type Predicate =
  | { readonly type: 'or' | 'and'; readonly parts: readonly Predicate[] }
  | { readonly type: 'not'; readonly part: Predicate }
  | { readonly type: 'exists'; readonly operand: Operand }
  | { readonly type: 'compare'; readonly operator: string; readonly left: Operand; readonly right: Operand };

export type Operand =
  | { readonly type: 'path'; readonly path: JsonPath; readonly fromRoot: boolean }
  | { readonly type: 'value'; readonly value: Value }
  | { readonly type: 'list'; readonly items: readonly Value[] }
  | { readonly type: 'pattern'; readonly test: (text: string) => boolean };
