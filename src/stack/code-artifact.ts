/** The bundler's result for a handler, as far as the desired resources depend on it. */
export interface CodeArtifact {
  /** The SHA-256 of the zip in base64. */
  readonly sha256: string;
  /** Lambda's handler name, e.g. `index.handler`. */
  readonly handler: string;
  /** The AWS actions that the code uses. */
  readonly actions: readonly string[];
}
