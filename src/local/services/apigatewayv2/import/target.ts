/** The state of an import, which its steps share. Types only. */
import type { HttpDefinition } from '../../../state/http-apis/model.ts';
import type { Faults } from '../../apigateway/import/faults.ts';
import type { Json } from '../../apigateway/import/json.ts';
import type { Draft } from '../edit-definition.ts';

export interface ImportIds {
  /** The ID of a route or an integration. */
  long(): string;
  /** The ID of an authorizer. */
  short(): string;
}

/** The document, and everything that the steps fill in. */
export interface Target extends ImportIds {
  readonly document: Json;
  readonly before: HttpDefinition;
  readonly draft: Draft;
  readonly faults: Faults;
  /** The parts that AWS ignores because HTTP APIs do not have them. */
  readonly info: Set<string>;
  /** The IDs of authorizers by the names of their security schemes. */
  readonly authorizerIds: Map<string, string>;
  /** The IDs of integrations by their names in the components. */
  readonly sharedIntegrations: Map<string, string>;
}
