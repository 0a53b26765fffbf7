/**
 * The vocabulary of the engine: what is wanted (`Resource`), how one kind of thing is read, compared and changed
 * (`Kind`), and what a comparison yields (`FieldChange`). Plain data; knows no AWS service.
 */
import type { Right } from './rights.ts';

declare const VALUE: unique symbol;

/** A value that another resource has once it exists. Plain data, so that a plan prints. */
export interface Ref<T = unknown> {
  readonly $ref: string;
  readonly attribute: string;
  /** The type of the value. Nothing is ever there. */
  readonly [VALUE]?: T;
}

/** Refers to a resource by its ID. `src/stack/ids.ts` has the one that checks the resource and the attribute. */
export function ref<T = unknown>(resource: string, attribute: string): Ref<T> {
  return { $ref: resource, attribute };
}

export function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && '$ref' in value && 'attribute' in value;
}

/** A value, or the reference that will become it. */
export type Later<T> = T | Ref<T>;

/** The same with a value in the place of each reference. */
export type Resolved<T> = T extends Ref ? never : T extends object ? { [K in keyof T]: Resolved<T[K]> } : T;

/** JSON-like values, with references where a value is known only after another step. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * The types that belong to one kind. `Kind<RoleShape>`, `Resource<RoleShape>` and `Observed<RoleShape>` are made of
 * it.
 */
export interface Shape {
  readonly kind: string;
  /** The settings that such a thing should have: `Later` where a value may come from another resource. */
  readonly properties: Properties;
  /** The values that other resources may refer to. */
  readonly attributes: Properties;
  /** The settings that are read and compared with the properties. */
  readonly found: Properties;
}

/** A thing that should exist. */
export interface Resource<S extends Shape = Shape> {
  /** Stable and readable within one stage: `role`, `table/items`, `alarm/function-errors`. */
  readonly id: string;
  /** Which `Kind` drives it. */
  readonly kind: S['kind'];
  /** Its name in the account. */
  readonly name: string;
  /** What it should be. References inside make the order of work. */
  readonly properties: S['properties'];
  /** Ids that must be in place first although no property refers to them. */
  readonly after?: readonly string[];
  /** Survives `destroy` unless the user says `--delete-data` (tables), or always (`shared`: the account's own; `imported`: somebody
   * else's). */
  readonly keep?: 'data' | 'shared' | 'imported';
  /**
   * Work that goes with a deploy (pruning old releases) rather than a thing in the account: nobody creates, removes or
   * lists it. It is done where there is something to do, and skipped where there is nothing to work on.
   */
  readonly upkeep?: true;
  /**
   * Something that should not exist: it carries the marks of what is wanted or known under `of`, and is not it. `id` is
   * its own in the account. Removed only as long as nothing uses it.
   */
  readonly duplicate?: { readonly of: string; readonly id: string };
}

/** A resource whose references are resolved. */
export interface ResolvedResource<S extends Shape = Shape> extends Omit<Resource<S>, 'properties'> {
  readonly properties: Resolved<S['properties']>;
}

/** What was read about one resource: what others may refer to, and what `diff` compares. */
export interface Observed<S extends Shape = Shape> {
  /**
   * `arn` where AWS has one. `arn`, `id` and `name` are identity: no change in place alters them, and plans rely on
   * that. A resource that refers to a value that is `undefined` is not created.
   */
  readonly attributes: { readonly [A in keyof S['attributes']]: S['attributes'][A] | undefined };
  /** What it is called in the account, where that is not the resource's name. */
  readonly name?: string;
  /** Further attributes that a change in place leaves as they are, as far as they are there. */
  readonly steady?: readonly (keyof S['attributes'] & string)[];
  /** As far as comparable with the kind's properties. */
  readonly properties: S['found'];
  /** `false` when it has our name but not our tags: refused without `--adopt`. */
  readonly owned: boolean;
  /** AWS's word for its state where it has one (`ACTIVE`, `Pending`…). */
  readonly state?: string;
  /** What removing it does to others, in words for the plan: "2 API keys lose access". */
  readonly consequence?: string;
  /**
   * Others that are ours by the same marks, of which this one was chosen: a create whose answer was lost leaves them.
   */
  readonly duplicates?: readonly Observed<S>[];
  /** Of a duplicate: why it stays although it was not chosen, in words for the plan: "1 API key is in it". */
  readonly inUse?: string;
}

/** Whether the resource is of this kind, and has its shape: `isOf<RoleShape>(resource, 'role')`. */
export function isOf<S extends Shape>(resource: Resource, kind: S['kind']): resource is Resource<S> {
  return resource.kind === kind;
}

/** Returns what the resource's own kind read of it, so that it has the resource's shape. */
export function observedOf<S extends Shape>(
  observed: ReadonlyMap<string, Observed>,
  { id }: Resource<S>,
): Observed<S> | undefined {
  return observed.get(id) as Observed<S> | undefined;
}

/** One difference. `to` may be a `Ref`: known after apply. */
export interface FieldChange {
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
  /** The field cannot be changed in place: a plan that would have to stops. */
  readonly replace?: boolean;
  /** What to do instead of a change that cannot be made, where there is something better to say than for all. */
  readonly instead?: string;
  /**
   * The change takes something away that the live release may need: it is made last, when the new one answers
   * (`letGo`).
   */
  readonly last?: true;
}

/** Given to every call of a kind. Narration goes through `note`; waits and retries through the kind's own clients. */
export interface KindContext {
  /** Says what is being waited for, e.g. "waiting for the role to be usable". */
  note(text: string): void;
  /** Aborts when the run is interrupted. */
  readonly signal: AbortSignal;
}

/**
 * One kind of resource. `read` may only read; `diff` is pure; `headStart`, `apply`, `finish`, `letGo` and `remove` are
 * the only places that write. `apply` is one flow — ensure it exists, then sync what differs — and both are
 * idempotent: "already exists" is a race, "not found" on removal is success. The engine gives each kind only what is
 * of its own shape.
 */
export interface Kind<S extends Shape = Shape> {
  readonly kind: S['kind'];
  /** What its calls need to be allowed. */
  readonly rights: readonly Right[];
  /**
   * Names of everything of this kind that may belong to the owner whom these tags name, wanted or not; reads only, and
   * reading each of them tells whether it does. Kinds whose things have fixed names do without.
   */
  ownedNames?(tags: Readonly<Record<string, string>>): Promise<string[]>;
  /** What removing this does to others, for the plan; reads only. Asked of what goes while its stage stays. */
  consequence?(observed: Observed<S>, context: KindContext): Promise<string | undefined>;
  /**
   * The properties that `read` looks at of those that refer to others; it is not kept waiting for the others to be
   * read. Absent: all.
   */
  readonly readsBy?: readonly (keyof S['properties'] & string)[];
  /** References in `resource.properties` are resolved as far as their targets exist. `undefined`: it does not exist. */
  read(resource: Resource<S>, context: KindContext): Promise<Observed<S> | undefined>;
  /** Pure: what must change so that `observed` becomes `desired`. */
  diff(desired: Resource<S>, observed: Observed<S>): FieldChange[];
  /**
   * A head start on `apply`, taken while other resources are brought about: begun once those are there that the
   * property `by` refers to; of the rest, what is not known stays a reference. It may turn out to be in vain, and
   * never throws: what went wrong, `apply` tells or does again. Awaited before the run ends.
   */
  readonly headStart?: {
    readonly by: keyof S['properties'] & string;
    begin(desired: Resource<S>, observed: Observed<S>, context: KindContext): Promise<void>;
  };
  /** All references are resolved. Returns what exists afterwards. */
  apply(desired: ResolvedResource<S>, observed: Observed<S> | undefined, context: KindContext): Promise<Observed<S>>;
  /**
   * What is left to do of a change that others need not wait for: begun when `apply` is through, while they are brought
   * about, and awaited before the run ends. `applied` is what `apply` returned. It writes, and is idempotent like it.
   */
  finish?(desired: ResolvedResource<S>, applied: Observed<S>, context: KindContext): Promise<void>;
  /**
   * What `apply` leaves as it was because the release that was live before may still need it: rights, a stream, a key.
   * `due` is pure and says whether something of the kind is left; `begin` takes it away. It is begun when the new
   * release serves and what served before is given up, in the order of the resources, and it is idempotent like
   * `apply`.
   */
  readonly letGo?: {
    due(desired: ResolvedResource<S>, applied: Observed<S>): boolean;
    begin(desired: ResolvedResource<S>, applied: Observed<S>, context: KindContext): Promise<void>;
  };
  remove(resource: Resource<S>, observed: Observed<S>, context: KindContext): Promise<void>;
}
