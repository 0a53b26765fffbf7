/** The parts of a parsed Velocity template: plain data for the parser and the renderer. Types only. */

export type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'print'; readonly reference: Reference }
  | { readonly type: 'set'; readonly target: Reference; readonly value: Expression }
  | { readonly type: 'if'; readonly branches: readonly Branch[]; readonly otherwise: readonly Node[] }
  | { readonly type: 'foreach'; readonly name: string; readonly list: Expression; readonly body: readonly Node[] }
  | { readonly type: 'define'; readonly name: string; readonly body: readonly Node[] }
  | { readonly type: 'call'; readonly macro: string; readonly args: readonly Expression[]; readonly source: string }
  | { readonly type: 'break' }
  | { readonly type: 'stop' };

export interface Branch {
  readonly condition: Expression;
  readonly body: readonly Node[];
}

export interface Reference {
  readonly type: 'reference';
  readonly name: string;
  readonly steps: readonly Step[];
  /** `$!x` prints nothing if the name has no value. `$x` prints itself. */
  readonly quiet: boolean;
  /** The source text, without the backslashes before it. */
  readonly source: string;
  /** The backslashes before it. Half of them print, and an odd one makes the reference print its source. */
  readonly backslashes: number;
}

export type Step =
  | { readonly type: 'property'; readonly name: string }
  | { readonly type: 'method'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly type: 'index'; readonly index: Expression };

export type Operator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export type Expression =
  | Reference
  | { readonly type: 'literal'; readonly value: string | boolean | bigint | number }
  | { readonly type: 'interpolated'; readonly nodes: readonly Node[] }
  | { readonly type: 'list'; readonly items: readonly Expression[] }
  | { readonly type: 'range'; readonly from: Expression; readonly to: Expression }
  | { readonly type: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly type: 'not'; readonly operand: Expression }
  | { readonly type: 'negative'; readonly operand: Expression }
  | { readonly type: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

export interface Macro {
  readonly parameters: readonly string[];
  readonly body: readonly Node[];
}

export interface ParsedTemplate {
  readonly nodes: readonly Node[];
  readonly macros: ReadonlyMap<string, Macro>;
}

/** The template cannot be parsed or rendered. `message` gives the reason to the API's author. */
export class VelocityError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'VelocityError';
  }
}
