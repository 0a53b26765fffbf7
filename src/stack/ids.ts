/**
 * The IDs of a stage's resources that other resources refer to, each with the shape of its resource. `ref('role',
 * 'arn')` compiles because a role has an ARN, and it fits only where a string may stand. Pure.
 */
import type { FunctionShape } from '../aws/kinds/function/shape.ts';
import type { LogGroupShape } from '../aws/kinds/log-group/shape.ts';
import type { ReleaseShape } from '../aws/kinds/release/shape.ts';
import type { RestApiShape } from '../aws/kinds/rest-api/shape.ts';
import type { RoleShape } from '../aws/kinds/role/shape.ts';
import type { StageShape } from '../aws/kinds/stage/shape.ts';
import type { TableShape } from '../aws/kinds/table/shape.ts';
import type { TopicShape } from '../aws/kinds/topic/shape.ts';
import type { UserPoolShape } from '../aws/kinds/user-pool/shape.ts';
import { type Ref, type Resource, ref as refTo } from '../engine/resource.ts';

/** A template stands for the IDs that have a name from apikit.yaml in them. */
export interface StageResources {
  readonly api: RestApiShape;
  readonly function: FunctionShape;
  readonly release: ReleaseShape;
  readonly role: RoleShape;
  readonly stage: StageShape;
  readonly topic: TopicShape;
  readonly [id: `log-group/${string}`]: LogGroupShape;
  readonly [id: `role/${string}`]: RoleShape;
  readonly [id: `table/${string}`]: TableShape;
  readonly [id: `user-pool/${string}`]: UserPoolShape;
}

/** A resource with this ID: its kind and its properties are those of the ID's shape. */
export type StageResource<Id extends keyof StageResources> = Resource<StageResources[Id]> & { readonly id: Id };

type Attributes<Id extends keyof StageResources> = Required<StageResources[Id]['attributes']>;

/** Refers to an attribute of the resource with this ID. The engine puts the value there when the resource exists. */
export function ref<Id extends keyof StageResources, Attribute extends keyof Attributes<Id> & string>(
  id: Id,
  attribute: Attribute,
): Ref<Attributes<Id>[Attribute]> {
  return refTo(id, attribute);
}
