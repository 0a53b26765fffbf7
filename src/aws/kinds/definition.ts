/**
 * The description of a kind: everything that is done for all kinds alike is derived from these. `registry.ts` lists
 * them.
 */
import type { Kind, Shape } from '../../engine/resource.ts';
import type { Former } from './former.ts';
import type { KindDependencies } from './kind-dependencies.ts';
import type { KindListing, KindSearch } from './search.ts';

export interface KindDefinition<S extends Shape = Shape> {
  readonly kind: S['kind'];
  /** The kind in the plural, for messages about what was left over. */
  readonly plural?: string;
  /** Returns the kind at work: it reads, compares and changes resources. */
  create(dependencies: KindDependencies): Kind<S>;
  /**
   * How a resource is described that has left the configuration. A kind without it always goes with another resource.
   */
  readonly former?: Former<S>;
  /**
   * How `destroy` and `list` find what carries the stage's tags or names. A kind without it and without a listing goes
   * with another resource. `registry.test.ts` has the reason for each.
   */
  readonly search?: KindSearch;
  /** The same for a kind whose listing says who owns each of its things. */
  readonly listing?: KindListing;
}
