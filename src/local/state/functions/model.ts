/**
 * Lambda's objects as they are stored, and their collections. The control plane (`services/lambda/`) writes them, the
 * function runtime (`runtime/`) reads them. This module has no behaviour beyond names, keys and ARNs.
 */
import type { CloudBase, Scope, Transitions } from '../../cloud/cloud.ts';
import type { ApplicationLogLevel, SystemLogLevel } from '../../models/lambda.ts';
import type { Collection } from '../../storage/store.ts';
import type { AttachedLayer } from './layers.ts';

export const LATEST = '$LATEST';

/** Collection `lambda.functions`, by name: the properties of the function as a whole. */
export interface LambdaFunction {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The number of the next published version; numbers are never reused. */
  readonly nextVersion: number;
  readonly lastPublished?: { readonly version: string; readonly fingerprint: string };
  /** Absent: the function shares the account's unreserved concurrency. */
  readonly reservedConcurrency?: number;
}

export type FunctionState = 'Pending' | 'Active' | 'Failed';
export type UpdateStatus = 'InProgress' | 'Successful' | 'Failed';

/** The settings that a caller can change, and that a published version freezes. */
export interface FunctionSettings {
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  readonly description: string;
  /** seconds */
  readonly timeout: number;
  /** MB */
  readonly memorySize: number;
  readonly variables?: Readonly<Record<string, string>>;
  readonly tracingMode: 'Active' | 'PassThrough';
  /** MB of `/tmp`; stored and shown, but not enforced. */
  readonly ephemeralStorage: number;
  readonly logGroup: string;
  /** Absent: the function is in no VPC of the account. */
  readonly vpc?: {
    readonly vpcId: string;
    readonly subnetIds: readonly string[];
    readonly groupIds: readonly string[];
    readonly ipv6: boolean;
  };
  /** In the order in which they are unpacked. Absent: none. */
  readonly layers?: readonly AttachedLayer[];
  /** Lambda takes a snapshot of each version that is published. */
  readonly snapStart?: true;
  /** The ARN of the key of the environment; absent: a key of AWS. */
  readonly kmsKeyArn?: string;
  /** Absent: the log is text. */
  readonly logging?: {
    readonly applicationLevel: ApplicationLogLevel;
    readonly systemLevel: SystemLogLevel;
  };
}

export interface FunctionCode {
  /** The SHA-256 of the zip in hex: its name among the store's blobs. */
  readonly blob: string;
  /** bytes of the zip */
  readonly size: number;
  readonly architecture: 'x86_64' | 'arm64';
}

/** Collection `lambda.versions`, by `versionKey`. */
export interface FunctionVersion {
  readonly functionName: string;
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly settings: FunctionSettings;
  readonly code: FunctionCode;
  /** `2026-11-21T10:00:00.000+0000` */
  readonly lastModified: string;
  readonly revisionId: string;
  readonly state: FunctionState;
  readonly lastUpdateStatus: UpdateStatus;
}

/** Collection `lambda.aliases`, by `versionKey`. */
export interface Alias {
  readonly functionName: string;
  readonly name: string;
  readonly functionVersion: string;
  readonly description: string;
  /** The share (0..1) of calls for another version; at most one entry. */
  readonly weights?: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: '*' | { readonly Service: string } | { readonly AWS: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Collection `lambda.policies`, by `policyKey`: the policy of exactly one qualifier. */
export interface ResourcePolicy {
  readonly revisionId: string;
  readonly statements: readonly PolicyStatement[];
}

/** Collection `lambda.provisioned`, by `versionKey` of a version or alias. */
export interface ProvisionedConcurrency {
  readonly functionName: string;
  readonly qualifier: string;
  readonly requested: number;
  readonly lastModified: string;
}

/** Collection `lambda.urls`, by `policyKey` of the function or alias. */
export interface FunctionUrl {
  readonly functionName: string;
  /** An alias. Absent: the URL runs `$LATEST`. */
  readonly qualifier?: string;
  /** The first label of the URL's host. */
  readonly urlId: string;
  readonly authType: 'NONE' | 'AWS_IAM';
  readonly cors?: UrlCors;
  readonly created: string;
  readonly lastModified: string;
}

export interface UrlCors {
  readonly AllowCredentials?: boolean;
  readonly AllowHeaders?: readonly string[];
  readonly AllowMethods?: readonly string[];
  readonly AllowOrigins?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly MaxAge?: number;
}

export interface LambdaState {
  readonly functions: Collection<LambdaFunction>;
  readonly versions: Collection<FunctionVersion>;
  readonly aliases: Collection<Alias>;
  readonly policies: Collection<ResourcePolicy>;
  readonly provisioned: Collection<ProvisionedConcurrency>;
  readonly urls: Collection<FunctionUrl>;
  /** Creations and updates in progress. */
  readonly transitions: Transitions;
}

/** Whether processes of the version start from a snapshot. `$LATEST` has none. */
export const startsFromSnapshot = ({ version, settings }: Pick<FunctionVersion, 'version' | 'settings'>): boolean =>
  settings.snapStart === true && version !== LATEST;

/** Lambda's state in one account and region. */
export function lambdaState(cloud: Pick<CloudBase, 'collection' | 'transitions'>, scope: Scope): LambdaState {
  return {
    transitions: cloud.transitions,
    functions: cloud.collection(scope, 'lambda.functions'),
    versions: cloud.collection(scope, 'lambda.versions'),
    aliases: cloud.collection(scope, 'lambda.aliases'),
    policies: cloud.collection(scope, 'lambda.policies'),
    provisioned: cloud.collection(scope, 'lambda.provisioned'),
    urls: cloud.collection(scope, 'lambda.urls'),
  };
}

/** Function names have no colon, so the key is unambiguous. */
export const versionKey = (functionName: string, qualifier: string): string => `${functionName}:${qualifier}`;

/** `$LATEST` and no qualifier have the same policy. */
export const policyKey = (functionName: string, qualifier: string | undefined): string =>
  versionKey(functionName, qualifier ?? LATEST);

export const functionArn = (scope: Scope, functionName: string, qualifier?: string): string =>
  `arn:aws:lambda:${scope.region}:${scope.account}:function:${functionName}${qualifier === undefined ? '' : `:${qualifier}`}`;

export const isVersionNumber = (qualifier: string): boolean => /^[0-9]+$/.test(qualifier);
