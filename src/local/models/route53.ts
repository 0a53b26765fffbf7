// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  ChangeResourceRecordSets: [ChangeResourceRecordSetsRequest, ChangeResourceRecordSetsResponse];
  ChangeTagsForResource: [ChangeTagsForResourceRequest, void];
  CreateHostedZone: [CreateHostedZoneRequest, CreateHostedZoneResponse];
  DeleteHostedZone: [DeleteHostedZoneRequest, DeleteHostedZoneResponse];
  GetChange: [GetChangeRequest, GetChangeResponse];
  GetHostedZone: [GetHostedZoneRequest, GetHostedZoneResponse];
  ListHostedZones: [ListHostedZonesRequest, ListHostedZonesResponse];
  ListHostedZonesByName: [ListHostedZonesByNameRequest, ListHostedZonesByNameResponse];
  ListResourceRecordSets: [ListResourceRecordSetsRequest, ListResourceRecordSetsResponse];
  ListTagsForResource: [ListTagsForResourceRequest, ListTagsForResourceResponse];
}

export interface AZAffinity { readonly LocationType?: AZAffinityLocationType; readonly LocationId?: string }
export type AZAffinityLocationType = 'AvailabilityZone' | 'AvailabilityZoneGroup' | 'Region' | 'Partition' | 'Global';
export type AcceleratedRecoveryStatus = 'ENABLING' | 'ENABLE_FAILED' | 'ENABLING_HOSTED_ZONE_LOCKED' | 'ENABLED' | 'DISABLING' | 'DISABLE_FAILED' | 'DISABLED' | 'DISABLING_HOSTED_ZONE_LOCKED';
export interface AliasTarget { readonly HostedZoneId: string; readonly DNSName: string; readonly EvaluateTargetHealth: boolean }
export interface Change { readonly Action: ChangeAction; readonly ResourceRecordSet: ResourceRecordSet }
export type ChangeAction = 'CREATE' | 'DELETE' | 'UPSERT';
export interface ChangeBatch { readonly Comment?: string; readonly Changes: readonly Change[] }
export interface ChangeGuardrail { readonly Name: ChangeGuardrailName; readonly Status: ChangeGuardrailStatus }
export type ChangeGuardrailName = 'NS_FORMAT_CHECK' | 'NS_DELEGATION_AUTHORITY_CHECK' | 'NS_OCCLUSION_CHECK' | 'ALIAS_TARGET_CHECK' | 'ACTIVE_RECORD_CHECK' | 'ACTIVE_DELEGATION_CHECK';
export type ChangeGuardrailStatus = 'ENABLED' | 'DISABLED';
export interface ChangeHistoryFeature { readonly Status?: FeatureEnablement; readonly RetentionStartsAt?: Date }
export interface ChangeInfo { readonly Id: string; readonly Status: ChangeStatus; readonly SubmittedAt: Date; readonly Comment?: string }
export interface ChangeResourceRecordSetsRequest { readonly HostedZoneId: string; readonly ChangeBatch: ChangeBatch }
export interface ChangeResourceRecordSetsResponse { readonly ChangeInfo: ChangeInfo }
export type ChangeStatus = 'PENDING' | 'INSYNC';
export interface ChangeTagsForResourceRequest { readonly ResourceType: TagResourceType; readonly ResourceId: string; readonly AddTags?: readonly Tag[]; readonly RemoveTagKeys?: readonly string[] }
export interface CidrRoutingConfig { readonly CollectionId: string; readonly LocationName: string }
export interface Coordinates { readonly Latitude: string; readonly Longitude: string }
export interface CreateHostedZoneRequest { readonly Name: string; readonly VPC?: VPC; readonly CallerReference: string; readonly HostedZoneConfig?: HostedZoneConfig; readonly DelegationSetId?: string; readonly EnablePublicDNSFallback?: boolean; readonly ChangeGuardrails?: readonly ChangeGuardrail[] }
export interface CreateHostedZoneResponse { readonly HostedZone: HostedZone; readonly ChangeInfo: ChangeInfo; readonly DelegationSet: DelegationSet; readonly VPC?: VPC; readonly Location: string }
export interface DelegationSet { readonly Id?: string; readonly CallerReference?: string; readonly NameServers: readonly string[] }
export interface DeleteHostedZoneRequest { readonly Id: string }
export interface DeleteHostedZoneResponse { readonly ChangeInfo: ChangeInfo }
export type FeatureEnablement = 'ENABLED' | 'DISABLED';
export type FeatureStatus = 'ENABLED' | 'DISABLED' | 'ENABLING' | 'DISABLING';
export interface GeoLocation { readonly ContinentCode?: string; readonly CountryCode?: string; readonly SubdivisionCode?: string }
export interface GeoProximityLocation { readonly AWSRegion?: string; readonly LocalZoneGroup?: string; readonly Coordinates?: Coordinates; readonly Bias?: number }
export interface GetChangeRequest { readonly Id: string }
export interface GetChangeResponse { readonly ChangeInfo: ChangeInfo }
export interface GetHostedZoneRequest { readonly Id: string }
export interface GetHostedZoneResponse { readonly HostedZone: HostedZone; readonly DelegationSet?: DelegationSet; readonly VPCs?: readonly VPC[] }
export interface HostedZone { readonly Id: string; readonly Name: string; readonly CallerReference: string; readonly Config?: HostedZoneConfig; readonly ResourceRecordSetCount?: number; readonly LinkedService?: LinkedService; readonly Features?: HostedZoneFeatures }
export interface HostedZoneConfig { readonly Comment?: string; readonly PrivateZone?: boolean; readonly HostedZoneTier?: HostedZoneTier }
export interface HostedZoneFailureReasons { readonly AcceleratedRecovery?: string }
export interface HostedZoneFeatures { readonly AcceleratedRecoveryStatus?: AcceleratedRecoveryStatus; readonly PublicDNSFallbackStatus?: FeatureStatus; readonly ChangeHistory?: ChangeHistoryFeature; readonly FailureReasons?: HostedZoneFailureReasons; readonly ChangeGuardrails?: readonly ChangeGuardrail[] }
export type HostedZoneTier = 'STANDARD' | 'ADVANCED';
export type HostedZoneType = 'PrivateHostedZone';
export interface LinkedService { readonly ServicePrincipal?: string; readonly Description?: string }
export interface ListHostedZonesByNameRequest { readonly DNSName?: string; readonly HostedZoneId?: string; readonly MaxItems?: string }
export interface ListHostedZonesByNameResponse { readonly HostedZones: readonly HostedZone[]; readonly DNSName?: string; readonly HostedZoneId?: string; readonly IsTruncated: boolean; readonly NextDNSName?: string; readonly NextHostedZoneId?: string; readonly MaxItems: string }
export interface ListHostedZonesRequest { readonly Marker?: string; readonly MaxItems?: string; readonly DelegationSetId?: string; readonly HostedZoneType?: HostedZoneType }
export interface ListHostedZonesResponse { readonly HostedZones: readonly HostedZone[]; readonly Marker: string; readonly IsTruncated: boolean; readonly NextMarker?: string; readonly MaxItems: string }
export interface ListResourceRecordSetsRequest { readonly HostedZoneId: string; readonly StartRecordName?: string; readonly StartRecordType?: RRType; readonly StartRecordIdentifier?: string; readonly MaxItems?: string }
export interface ListResourceRecordSetsResponse { readonly ResourceRecordSets: readonly ResourceRecordSet[]; readonly IsTruncated: boolean; readonly NextRecordName?: string; readonly NextRecordType?: RRType; readonly NextRecordIdentifier?: string; readonly MaxItems: string }
export interface ListTagsForResourceRequest { readonly ResourceType: TagResourceType; readonly ResourceId: string }
export interface ListTagsForResourceResponse { readonly ResourceTagSet: ResourceTagSet }
export type RRType = 'SOA' | 'A' | 'TXT' | 'NS' | 'CNAME' | 'MX' | 'NAPTR' | 'PTR' | 'SRV' | 'SPF' | 'AAAA' | 'CAA' | 'DS' | 'TLSA' | 'SSHFP' | 'SVCB' | 'HTTPS';
export interface ResourceRecord { readonly Value: string }
export interface ResourceRecordSet { readonly Name: string; readonly Type: RRType; readonly SetIdentifier?: string; readonly Weight?: number; readonly Region?: ResourceRecordSetRegion; readonly GeoLocation?: GeoLocation; readonly Failover?: ResourceRecordSetFailover; readonly MultiValueAnswer?: boolean; readonly TTL?: number; readonly ResourceRecords?: readonly ResourceRecord[]; readonly AliasTarget?: AliasTarget; readonly HealthCheckId?: string; readonly TrafficPolicyInstanceId?: string; readonly CidrRoutingConfig?: CidrRoutingConfig; readonly GeoProximityLocation?: GeoProximityLocation; readonly AZAffinity?: AZAffinity }
export type ResourceRecordSetFailover = 'PRIMARY' | 'SECONDARY';
export type ResourceRecordSetRegion = 'us-east-1' | 'us-east-2' | 'us-west-1' | 'us-west-2' | 'ca-central-1' | 'eu-west-1' | 'eu-west-2' | 'eu-west-3' | 'eu-central-1' | 'eu-central-2' | 'ap-southeast-1' | 'ap-southeast-2' | 'ap-southeast-3' | 'ap-northeast-1' | 'ap-northeast-2' | 'ap-northeast-3' | 'eu-north-1' | 'sa-east-1' | 'cn-north-1' | 'cn-northwest-1' | 'ap-east-1' | 'me-south-1' | 'me-central-1' | 'ap-south-1' | 'ap-south-2' | 'af-south-1' | 'eu-south-1' | 'eu-south-2' | 'ap-southeast-4' | 'il-central-1' | 'ca-west-1' | 'ap-southeast-5' | 'mx-central-1' | 'ap-southeast-7' | 'us-gov-east-1' | 'us-gov-west-1' | 'ap-east-2' | 'ap-southeast-6' | 'eusc-de-east-1';
export interface ResourceTagSet { readonly ResourceType?: TagResourceType; readonly ResourceId?: string; readonly Tags?: readonly Tag[] }
export interface Tag { readonly Key?: string; readonly Value?: string }
export type TagResourceType = 'healthcheck' | 'hostedzone' | 'healthchecksource';
export interface VPC { readonly VPCRegion?: VPCRegion; readonly VPCId?: string }
export type VPCRegion = 'us-east-1' | 'us-east-2' | 'us-west-1' | 'us-west-2' | 'eu-west-1' | 'eu-west-2' | 'eu-west-3' | 'eu-central-1' | 'eu-central-2' | 'ap-east-1' | 'me-south-1' | 'us-gov-west-1' | 'us-gov-east-1' | 'us-iso-east-1' | 'us-iso-west-1' | 'us-isob-east-1' | 'me-central-1' | 'ap-southeast-1' | 'ap-southeast-2' | 'ap-southeast-3' | 'ap-south-1' | 'ap-south-2' | 'ap-northeast-1' | 'ap-northeast-2' | 'ap-northeast-3' | 'eu-north-1' | 'sa-east-1' | 'ca-central-1' | 'cn-north-1' | 'cn-northwest-1' | 'af-south-1' | 'eu-south-1' | 'eu-south-2' | 'ap-southeast-4' | 'il-central-1' | 'ca-west-1' | 'ap-southeast-5' | 'mx-central-1' | 'us-isof-south-1' | 'us-isof-east-1' | 'ap-southeast-7' | 'ap-east-2' | 'eu-isoe-west-1' | 'ap-southeast-6' | 'us-isob-west-1' | 'eusc-de-east-1';
