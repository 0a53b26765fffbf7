/**
 * The vocabulary of leaving: how a resource of a stage is described to CloudFormation and to Terraform, so that these
 * take over the existing resource. Types, and the marks that the writers of both formats understand.
 */
import type { Observed, ResolvedResource, Shape } from '../../engine/resource.ts';
import type { TargetFacts } from '../sdk/target-facts.ts';

/** One existing resource, and what was read of it. */
export interface Live<S extends Shape = Shape> {
  readonly resource: ResolvedResource<S>;
  readonly observed: Observed<S>;
  /** The attributes of `observed`. All of them are known, because the resource exists. */
  readonly attributes: S['attributes'];
}

/** The file with the definition of the API, beside the files of Terraform. */
export const DEFINITION_FILE = 'definition.json';

/** The things that several kinds need. */
export interface LeavingStage {
  readonly target: TargetFacts;
  /** The name of the zip of a function beside the template. */
  readonly fileOf: (artifact: string) => string;
  /** The definition of the API, as the live release has it. A function URL has none. */
  readonly definition?: Readonly<Record<string, unknown>>;
  /** The environment variables that the user has chosen, and that may have secrets. */
  readonly userVariables: ReadonlySet<string>;
  /** The names in AWS of the tables that the stage took over. */
  readonly adoptedTables: ReadonlySet<string>;
  /** Names a value that must not be in a file. The user passes it. */
  readonly secretOf: (resource: string, name: string) => Secret;
  /** Names the S3 object of a zip, for formats that cannot upload a file. */
  readonly objectOf: (artifact: string) => CodeObject;
}

/** A resource of a CloudFormation template. */
export interface CloudFormationPart {
  /** The ID in the template. */
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The members of the type's primary identifier (docs/aws/leaving.md). */
  readonly identifier: Readonly<Record<string, string>>;
  /** The values by which other resources name this one: `Ref`, or the name of an attribute. */
  readonly values?: Readonly<Record<string, string | undefined>>;
}

/** A resource of a Terraform configuration. */
export interface TerraformPart {
  readonly type: string;
  /** The name in the configuration. */
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The ID in the form that the provider imports by. */
  readonly importId: string;
  /** Whether it holds data, so that no plan may delete or replace it. */
  readonly holdsData?: true;
  /** The values by which other resources name this one, by attribute. */
  readonly values?: Readonly<Record<string, string | undefined>>;
}

/** Something that the other tool does not take over, and what the user can do instead. */
export interface LeftBehind {
  readonly what: string;
  readonly why: string;
  readonly instead: string;
}

export function isLeftBehind(part: object): part is LeftBehind {
  return 'instead' in part;
}

/** How a kind of resource leaves. */
export interface Leaving<S extends Shape = Shape> {
  cloudFormation(live: Live<S>, stage: LeavingStage): readonly (CloudFormationPart | LeftBehind)[];
  terraform(live: Live<S>, stage: LeavingStage): readonly (TerraformPart | LeftBehind)[];
}

/** A value that the user passes, because it may be a secret: a parameter or a variable of the template. */
export interface Secret {
  readonly $secret: string;
  readonly description: string;
}

export const isSecret = (value: unknown): value is Secret => isMarked(value, '$secret');

/** The S3 object with the code of a function. The user names the bucket. */
export interface CodeObject {
  readonly $object: string;
}

export const isCodeObject = (value: unknown): value is CodeObject => isMarked(value, '$object');

/** Nested blocks of Terraform, which are written without `=`. A list has one block for each element. */
export interface Blocks {
  readonly $blocks: readonly Readonly<Record<string, unknown>>[];
}

export const block = (...bodies: readonly Readonly<Record<string, unknown>>[]): Blocks => ({ $blocks: bodies });

export const isBlocks = (value: unknown): value is Blocks => isMarked(value, '$blocks');

/** A document that Terraform writes as JSON into an argument. */
export interface JsonArgument {
  readonly $json: unknown;
}

export const json = (value: unknown): JsonArgument => ({ $json: value });

export const isJson = (value: unknown): value is JsonArgument => isMarked(value, '$json');

/** The text of a file beside the configuration. */
export interface FileArgument {
  readonly $file: string;
}

export const file = (name: string): FileArgument => ({ $file: name });

export const isFile = (value: unknown): value is FileArgument => isMarked(value, '$file');

function isMarked(value: unknown, mark: string): boolean {
  return typeof value === 'object' && value !== null && mark in value;
}
