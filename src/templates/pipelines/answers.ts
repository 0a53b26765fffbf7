/** The facts about a project that its pipeline is written from. */

export interface PipelineStage {
  readonly stage: string;
  readonly region: string;
  /** Missing if apikit.yaml does not name it. */
  readonly account?: string;
}

export interface PipelineAnswers {
  readonly app: string;
  /** The branch whose commits are deployed. */
  readonly branch: string;
  /** The project's folder relative to the repository, with forward slashes; empty for the repository itself. */
  readonly folder: string;
  /** Missing if the project has only one stage on AWS. */
  readonly staging?: PipelineStage;
  readonly production: PipelineStage;
  /** Whether production gets the release of staging, instead of a build of its own. */
  readonly promotes: boolean;
  /** The pattern of the previews, such as `pr-*`. */
  readonly preview?: { readonly pattern: string; readonly region: string };
  /** The version of Python of the function, such as `3.14`; without it, the project is one of Node.js. */
  readonly python?: string;
  readonly hasPackage: boolean;
  readonly hasLock: boolean;
  readonly hasRequirements: boolean;
  /** Only CodePipeline needs one. */
  readonly connection?: Connection;
}

/** The connection to the repository, whose account and region the pipeline shares. */
export interface Connection {
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** The repository at its provider: `acme/shop`. */
  readonly repository: string;
}
