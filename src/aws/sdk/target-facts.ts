/** The account, the region and the endpoint that a run talks to. */
import type { ArnScope } from '../../naming/arn-scope.ts';

export interface TargetFacts extends ArnScope {
  /** `AWS_ENDPOINT_URL`, or the address of the local cloud. */
  readonly endpoint?: string;
  /** The ARN of the key that the setting `encryption` names, if the stage has it and the key was read. */
  readonly encryptionKey?: string;
  /** The ARN of the caller, for the record of a release. */
  readonly caller?: string;
}
