/**
 * The parts of a project that code is generated for, and the problems that keep an operation from an answer. Types
 * only.
 */

/** The settings of a table in apikit.yaml that generated code depends on. */
export interface TableShape {
  key: string;
  keyType?: string;
  sortKey?: string | undefined;
  sortKeyType?: string;
  /** The attribute with the time at which an item expires. */
  ttl?: string | false | undefined;
  indexes?: Record<string, { key: string; sortKey?: string | undefined; projection?: unknown }>;
}

/** The parts of a project that generated code depends on. */
export interface ProjectShape {
  tables: Record<string, TableShape>;
  /** The source files, relative to the folder of the function's entry, with forward slashes. */
  files: readonly string[];
  /** The security schemes that need no code, because the front door of the stage checks their tokens. */
  checkedSchemes?: readonly string[];
  /** The version of the handler's events. The default is 1.0. */
  payload?: '1.0' | '2.0';
  /** The language of the handler. The default is TypeScript. */
  language?: 'python';
}

/** A problem that keeps an operation from being served. `path` is its place in the contract. */
export interface WiringProblem {
  rule:
    | 'operation-unanswered'
    | 'operation-file-twice'
    | 'integration-own-function'
    | 'access-too-wide'
    | 'front-door-unsupported'
    | 'operation-key'
    | 'operation-filter'
    | 'operation-leftover'
    | 'security-scope-unknown'
    | 'integration-stage-variable'
    | 'authorizer-stage-variable'
    | 'authorizer-missing'
    | 'authorizer-user-pool'
    | 'integration-queue'
    | 'integration-target';
  path: readonly string[];
  message: string;
  /** A fix that replaces the rule's own. */
  fix?: string;
}
