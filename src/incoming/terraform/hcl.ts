/** The syntax tree of Terraform's language (docs/adr/0034-terraform-is-read-by-our-own-parser.md). Types only. */

export type Expression =
  | { readonly is: 'literal'; readonly value: string | number | boolean | null }
  | { readonly is: 'template'; readonly parts: readonly Expression[] }
  | { readonly is: 'list'; readonly items: readonly Expression[] }
  | { readonly is: 'object'; readonly entries: readonly (readonly [Expression, Expression])[] }
  /** `var.names[0].first`: the names and the indexes, from the left. */
  | { readonly is: 'path'; readonly root: string; readonly steps: readonly Expression[] }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly is: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly is: 'compare'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly is: 'not'; readonly value: Expression }
  /** Anything else, such as a `for` expression. Its value is not computed. */
  | { readonly is: 'other'; readonly text: string };

export interface Attribute {
  readonly line: number;
  readonly value: Expression;
}

export interface Body {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly blocks: readonly Block[];
}

/** `resource "aws_lambda_function" "orders" { … }` */
export interface Block extends Body {
  readonly type: string;
  readonly labels: readonly string[];
  readonly line: number;
}
