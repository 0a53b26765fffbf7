/** The facts about a stage that its desired resources depend on, besides its configuration. Types only. */

/** The bundler's result for a handler. */
export interface CodeArtifact {
  /** The SHA-256 of the zip in base64. */
  readonly sha256: string;
  /** Lambda's handler name, e.g. `index.handler`. */
  readonly handler: string;
  /** The AWS actions that the code uses. */
  readonly actions: readonly string[];
}

export interface StackFacts {
  readonly account: string;
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov` */
  readonly partition: string;
}
