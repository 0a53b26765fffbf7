/**
 * The IDs of a stage's resources that other resources refer to, each with the shape of its resource. `ref('role',
 * 'arn')` compiles because a role has an ARN, and it fits only where a string is allowed. Pure.
 */
import type { BasePathMappingShape } from '../aws/kinds/base-path-mapping/shape.ts';
import type { BucketShape } from '../aws/kinds/bucket/shape.ts';

import type { CertificateShape } from '../aws/kinds/certificate/shape.ts';
import type { DomainNameShape } from '../aws/kinds/domain-name/shape.ts';
import type { FunctionShape } from '../aws/kinds/function/shape.ts';
import type { FunctionUrlShape } from '../aws/kinds/function-url/function-url.ts';
import type { HttpApiShape } from '../aws/kinds/http-api/http-api.ts';
import type { HttpReleaseShape } from '../aws/kinds/http-release/http-release.ts';
import type { HttpStageShape } from '../aws/kinds/http-stage/http-stage.ts';
import type { IpSetShape } from '../aws/kinds/ip-set/ip-set.ts';
import type { LayerShape } from '../aws/kinds/layer/shape.ts';
import type { LogGroupShape } from '../aws/kinds/log-group/shape.ts';
import type { QueueShape } from '../aws/kinds/queue/shape.ts';
import type { ReleaseShape } from '../aws/kinds/release/shape.ts';
import type { RestApiShape } from '../aws/kinds/rest-api/shape.ts';
import type { RoleShape } from '../aws/kinds/role/shape.ts';
import type { StageShape } from '../aws/kinds/stage/shape.ts';
import type { StateMachineShape } from '../aws/kinds/state-machine/shape.ts';
import type { TableShape } from '../aws/kinds/table/shape.ts';
import type { TopicShape } from '../aws/kinds/topic/shape.ts';
import type { TrustStoreShape } from '../aws/kinds/trust-store/shape.ts';
import type { UrlReleaseShape } from '../aws/kinds/url-release/url-release.ts';
import type { UserPoolShape } from '../aws/kinds/user-pool/shape.ts';
import type { UserPoolClientShape } from '../aws/kinds/user-pool-client/shape.ts';
import type { WebAclShape } from '../aws/kinds/web-acl/shape.ts';
import { type Observed, type Ref, type Resource, ref as refTo } from '../engine/resource.ts';

/** A template type stands for IDs that contain a name from apikit.yaml. */
export interface StageResources {
  readonly api: RestApiShape | HttpApiShape;
  readonly 'base-path-mapping': BasePathMappingShape;
  readonly certificate: CertificateShape;
  readonly 'domain-name': DomainNameShape;
  readonly function: FunctionShape;
  readonly release: ReleaseShape | HttpReleaseShape | UrlReleaseShape;
  readonly role: RoleShape;
  readonly stage: StageShape | HttpStageShape | FunctionUrlShape;
  readonly topic: TopicShape;
  readonly 'trust-store': TrustStoreShape;
  readonly 'web-acl': WebAclShape;
  readonly [id: `bucket/${string}`]: BucketShape;
  readonly [id: `ip-set/${string}`]: IpSetShape;
  readonly [id: `layer/${string}`]: LayerShape;
  readonly [id: `log-group/${string}`]: LogGroupShape;
  readonly [id: `queue/${string}`]: QueueShape;
  readonly [id: `role/${string}`]: RoleShape;
  readonly [id: `state-machine/${string}`]: StateMachineShape;
  readonly [id: `table/${string}`]: TableShape;
  readonly [id: `user-pool/${string}`]: UserPoolShape;
  readonly [id: `user-pool-client/${string}`]: UserPoolClientShape;
}

type Id = keyof StageResources;

/** A resource with this ID: its kind and its properties are those of the ID's shape. */
export type StageResource<I extends Id> = Resource<StageResources[I]> & { readonly id: I };

type Attributes<I extends Id> = Required<StageResources[I]['attributes']>;

/** Refers to an attribute of the resource with this ID. The engine puts the value there when the resource exists. */
export function ref<I extends Id, Attribute extends keyof Attributes<I> & string>(
  id: I,
  attribute: Attribute,
): Ref<Attributes<I>[Attribute]> {
  return refTo(id, attribute);
}

/** Returns the resource with this ID. `build-stack.ts` gives an ID to resources of one kind only. */
export function findResource<I extends Id>(resources: readonly Resource[], id: I): StageResource<I> | undefined {
  return resources.find((resource) => resource.id === id) as StageResource<I> | undefined;
}

/** Returns what was read of the resource with this ID. */
export function findObserved<I extends Id>(
  observed: ReadonlyMap<string, Observed>,
  id: I,
): Observed<StageResources[I]> | undefined {
  return observed.get(id) as Observed<StageResources[I]> | undefined;
}

/** Returns the attributes of the resource with this ID. */
export function findAttributes<I extends Id>(
  attributes: ReadonlyMap<string, Observed['attributes']>,
  id: I,
): Observed<StageResources[I]>['attributes'] | undefined {
  return attributes.get(id) as Observed<StageResources[I]>['attributes'] | undefined;
}

/** Returns the value behind `ref(id, attribute)`. Throws if the resource or the attribute does not exist. */
export function attributeOf<I extends Id, Attribute extends keyof Attributes<I> & string>(
  attributes: ReadonlyMap<string, Observed['attributes']>,
  id: I,
  attribute: Attribute,
): Attributes<I>[Attribute] {
  const value = attributes.get(id)?.[attribute];
  if (value === undefined) throw new Error(`${id} has no ${attribute}`);
  return value as Attributes<I>[Attribute];
}
