/** How a kind describes a resource that has left the configuration, and where a deploy notices one. Types only. */
import type { Observed, Resource, Shape } from '../../engine/resource.ts';
import type { StageInRegion } from '../../naming/names.ts';
import type { Tags } from '../../naming/tags.ts';

/** The stage that a former resource belonged to, with the tags that say so. */
export interface FormerOwner extends StageInRegion {
  readonly tags: Tags;
}

/** The resources that a deploy wants, and what was read of them and of the former ones that were found before. */
export interface FormerContext {
  readonly owner: FormerOwner;
  readonly desired: readonly Resource[];
  readonly observed: ReadonlyMap<string, Observed>;
  readonly former: readonly Observed[];
}

export interface Former<S extends Shape = Shape> {
  /** The properties that `read` and `remove` use. Default: the tags alone. */
  properties?(owner: FormerOwner, arn: string): Partial<S['properties']>;
  /** The ID that the resource had in the stage. Default: `<kind>/<name>`, without the stage's prefix in the name. */
  id?(name: string, owner: FormerOwner, arn: string): string | undefined;
  /**
   * The name of the only one that a stage has, or all names, for kinds that a setting asks for. `undefined`: apikit
   * creates none in this partition.
   */
  name?(owner: FormerOwner, partition: string): string | readonly string[] | undefined;
  /** The resource is removed before these. */
  readonly after?: readonly string[] | ((name: string, owner: FormerOwner) => readonly string[]);
  /** The resource holds data: only `--delete-data` removes it. */
  readonly keep?: 'data';
  /**
   * How a deploy notices one. `listed`: `read` lists all of them anyway (`Kind.ownedNames`). A function returns the
   * names that may be left over, and asks for the listing only if it must: it costs a call. Without it only `destroy`
   * looks.
   */
  readonly leftOver?:
    | 'listed'
    | ((seen: FormerContext, listed: () => Promise<string[]>) => Promise<string[]> | string[]);
}
