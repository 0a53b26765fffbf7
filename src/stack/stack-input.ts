/** The facts from which the resources of a stage follow. Types only. */
import type { StageProperties } from '../aws/kinds/stage/shape.ts';
import type { UsagePlanProperties } from '../aws/kinds/usage-plan/shape.ts';
import type { Promotion } from '../aws/releases/release-record.ts';
import type { StageConfig } from '../config/config.ts';
import type { ArnScope } from '../naming/arn-scope.ts';
import type { CodeArtifact } from './code-artifact.ts';

export interface StackInput {
  readonly config: StageConfig;
  readonly facts: ArnScope;
  readonly code: CodeArtifact;
  /** The code of the consumers, by their keys (`config/consumers.ts`). */
  readonly consumers?: Readonly<Record<string, CodeArtifact>>;
  /** The definitions of state machines, by their names. Absent if the files are not read. */
  readonly definitions?: Readonly<Record<string, string>>;
  /**
   * The result of `makeRelease`: the ID, which derives from the content, and the key of the definition in the artifact
   * store.
   */
  readonly release: { readonly release: string; readonly contract: string };
  /** Whether all operations require signed requests. Absent if the contract is not known. */
  readonly signed?: boolean;
  /** The SHA-256 of the trust store of the project, in base64. Absent if there is none, or the project was not read. */
  readonly trustStore?: string;
  /** The SHA-256 of the layers of the project in base64, by their names. Absent if the project was not read. */
  readonly layers?: Readonly<Record<string, string>>;
  /** The git revision of the project. */
  readonly revision?: string;
  /** The release that this one is promoted from. */
  readonly promoted?: Promotion;
  /** The stage settings of single methods that the contract asks for. Absent if the contract is not known. */
  readonly methods?: StageProperties['methods'];
  /** All operations, as `GET /items`. Absent if the contract is not known. */
  readonly operations?: readonly string[];
  /** The limits of single operations, by plan and `GET /items`. Absent if the contract is not known. */
  readonly planOperations?: Readonly<Record<string, NonNullable<UsagePlanProperties['operations']>>>;
}
