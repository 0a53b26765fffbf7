/**
 * The vocabulary of the engine: what should exist (`Resource`), how one kind of resource is read, compared and changed
 * (`Kind`), and the result of a comparison (`FieldChange`). Plain data that knows no AWS service.
 */
import type { Right } from './rights.ts';

declare const VALUE: unique symbol;

/** A value that another resource has once it exists. It is plain data, so that a plan can be printed. */
export interface Ref<T = unknown> {
  readonly $ref: string;
  readonly attribute: string;
  /** The type of the value, for the compiler only. The member never exists. */
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

/** The type with a value in place of each reference. */
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
  /** The `Kind` that handles it. */
  readonly kind: S['kind'];
  /** Its name in the account. */
  readonly name: string;
  /** The settings that it should have. The references inside decide the order of work. */
  readonly properties: S['properties'];
  /** Ids that must be in place first although no property refers to them. */
  readonly after?: readonly string[];
  /**
   * Why it survives `destroy`: `data` (tables) stays unless the user passes `--delete-data`, `shared` belongs to the
   * account, and `imported` belongs to somebody else.
   */
  readonly keep?: 'data' | 'shared' | 'imported';
  /**
   * Work that goes with a deploy (pruning old releases) rather than a resource of the account. It is not created,
   * removed or listed. The deploy does it if there is something to do.
   */
  readonly upkeep?: true;
  /**
   * Marks a resource that should not exist: it has the name and tags of `of`, but another resource was chosen. `id` is
   * its own ID in the account. It is removed only if nothing uses it.
   */
  readonly duplicate?: { readonly of: string; readonly id: string };
}

/** A resource whose references are resolved. */
export interface ResolvedResource<S extends Shape = Shape> extends Omit<Resource<S>, 'properties'> {
  readonly properties: Resolved<S['properties']>;
}

/** The result of reading one resource: the values that others may refer to, and those that `diff` compares. */
export interface Observed<S extends Shape = Shape> {
  /**
   * `arn` is present if AWS has one. `arn`, `id` and `name` identify the resource: no change in place alters them, and
   * plans rely on that. A resource that refers to a value that is `undefined` is not created.
   */
  readonly attributes: { readonly [A in keyof S['attributes']]: S['attributes'][A] | undefined };
  /** Its name in the account, if that differs from the resource's name. */
  readonly name?: string;
  /** More attributes that an update in place does not change. */
  readonly steady?: readonly (keyof S['attributes'] & string)[];
  /** The settings, as far as they can be compared with the kind's properties. */
  readonly properties: S['found'];
  /** `false` if it has our name but not our tags. apikit then refuses it without `--adopt`. */
  readonly owned: boolean;
  /** The text of the refusal, for a resource that cannot have tags. Each member is a whole sentence. */
  readonly foreign?: { readonly because: string; readonly hint: string };
  /** AWS's name of its state, if AWS has one (`ACTIVE`, `Pending`…). */
  readonly state?: string;
  /** The effect of its removal on others, as text for the plan: "2 API keys lose access". */
  readonly consequence?: string;
  /**
   * Other resources with the same marks, of which this one was chosen. A create call whose response was lost leaves
   * such duplicates.
   */
  readonly duplicates?: readonly Observed<S>[];
  /** Why a duplicate stays although it was not chosen, as text for the plan: "1 API key is in it". */
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

/** One difference. `to` may be a `Ref` whose value is known only after apply. */
export interface FieldChange {
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
  /** The field cannot be changed in place. A plan with such a change stops. */
  readonly replace?: boolean;
  /** Advice on what the user can do instead, if there is better advice than the general one. */
  readonly instead?: string;
  /**
   * The change takes something away that the live release may need. It is made last, when the new release answers
   * (`retire`).
   */
  readonly last?: true;
}

/** The resources that a run is about to remove or to narrow. */
export interface Going {
  readonly resources: readonly Resource[];
  /** Everything that existed before the run, by the IDs of the resources. */
  readonly observed: ReadonlyMap<string, Observed>;
  /** Whether this run has changed the resource that is asked. */
  readonly changed: boolean;
}

/** Passed to every call of a kind. A kind narrates through `note`, and waits and retries through its own clients. */
export interface KindContext {
  /** Tells what the kind waits for: "waiting for the role to be usable". */
  note(text: string): void;
  /** Aborts when the run is interrupted. */
  readonly signal: AbortSignal;
}

/**
 * One kind of resource. `read` only reads, and `diff` is pure. Only `headStart`, `apply`, `finish`, `follow`, `retire`
 * and `remove` write. `apply` is one flow: make sure that the resource exists, then change what differs. `apply` and
 * `remove` are idempotent: "already exists" is a race, and "not found" on removal is success. The engine passes each
 * kind only resources of its own shape.
 */
export interface Kind<S extends Shape = Shape> {
  readonly kind: S['kind'];
  /** The permissions that its calls need. */
  readonly rights: readonly Right[];
  /**
   * The names of everything of this kind that may belong to the owner whom these tags name, wanted or not. Reads only.
   * `read` then tells whether it does. A kind with fixed names does not need it.
   */
  ownedNames?(tags: Readonly<Record<string, string>>): Promise<string[]>;
  /**
   * Returns the effect of a removal on others, as text for the plan. Reads only. Called for resources that go while
   * their stage stays.
   */
  consequence?(observed: Observed<S>, context: KindContext): Promise<string | undefined>;
  /**
   * The properties with references that `read` needs. `read` does not wait for other references. Default: all
   * properties.
   */
  readonly readsBy?: readonly (keyof S['properties'] & string)[];
  /**
   * Returns `undefined` if the resource does not exist. The references in `resource.properties` are resolved as far as
   * their targets exist.
   */
  read(resource: Resource<S>, context: KindContext): Promise<Observed<S> | undefined>;
  /** Returns what must change so that `observed` becomes `desired`. Pure. */
  diff(desired: Resource<S>, observed: Observed<S>): FieldChange[];
  /**
   * A head start on `apply` while other resources are changed. It begins when the resources that the property `by`
   * refers to are ready. Other values that are not known yet stay references. Its work may be in vain, and it never
   * throws: `apply` does the work again or reports the error. The run waits for it before it ends.
   */
  readonly headStart?: {
    readonly by: keyof S['properties'] & string;
    begin(desired: Resource<S>, observed: Observed<S>, context: KindContext): Promise<void>;
  };
  /** Returns what exists afterwards. All references are resolved. */
  apply(desired: ResolvedResource<S>, observed: Observed<S> | undefined, context: KindContext): Promise<Observed<S>>;
  /**
   * The part of a change that other resources need not wait for. It begins when `apply` is done, and the run waits for
   * it before it ends. `applied` is what `apply` returned. It writes, and it is idempotent.
   */
  finish?(desired: ResolvedResource<S>, applied: Observed<S>, context: KindContext): Promise<void>;
  /**
   * The part of a change that affects the live release at once, whichever that is. It is made as soon as all resources
   * are in place, so that a run that stops before leaves the live release as it was. `due` is pure and says whether
   * anything is left to do. `begin` is idempotent.
   */
  readonly follow?: {
    due(desired: ResolvedResource<S>, applied: Observed<S>): boolean;
    begin(desired: ResolvedResource<S>, applied: Observed<S>, context: KindContext): Promise<void>;
  };
  /**
   * Returns the IDs of those that are going (to be removed or narrowed) although work that began before still needs
   * them. They stay for the next run. Reads only.
   */
  stillNeeds?(desired: Resource<S>, going: Going, context: KindContext): Promise<readonly string[]>;
  /**
   * Removes what `apply` left because the release that was live before may still need it: permissions, a stream, a key.
   * `due` is pure and says whether anything is left. `begin` removes it, when the new release serves and the old one no
   * longer does, in the order of the resources. It is idempotent.
   */
  readonly retire?: {
    due(desired: ResolvedResource<S>, applied: Observed<S>): boolean;
    begin(desired: ResolvedResource<S>, applied: Observed<S>, context: KindContext): Promise<void>;
  };
  remove(resource: Resource<S>, observed: Observed<S>, context: KindContext): Promise<void>;
}
