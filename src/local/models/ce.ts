// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  CreateAnomalyMonitor: [CreateAnomalyMonitorRequest, CreateAnomalyMonitorResponse];
  CreateAnomalySubscription: [CreateAnomalySubscriptionRequest, CreateAnomalySubscriptionResponse];
  DeleteAnomalyMonitor: [DeleteAnomalyMonitorRequest, void];
  DeleteAnomalySubscription: [DeleteAnomalySubscriptionRequest, void];
  GetAnomalyMonitors: [GetAnomalyMonitorsRequest, GetAnomalyMonitorsResponse];
  GetAnomalySubscriptions: [GetAnomalySubscriptionsRequest, GetAnomalySubscriptionsResponse];
  ListTagsForResource: [ListTagsForResourceRequest, ListTagsForResourceResponse];
  TagResource: [TagResourceRequest, void];
  UntagResource: [UntagResourceRequest, void];
  UpdateAnomalyMonitor: [UpdateAnomalyMonitorRequest, UpdateAnomalyMonitorResponse];
  UpdateAnomalySubscription: [UpdateAnomalySubscriptionRequest, UpdateAnomalySubscriptionResponse];
}

export interface AnomalyMonitor { readonly MonitorArn?: string; readonly MonitorName: string; readonly CreationDate?: string; readonly LastUpdatedDate?: string; readonly LastEvaluatedDate?: string; readonly MonitorType: MonitorType; readonly MonitorDimension?: MonitorDimension; readonly MonitorSpecification?: Expression; readonly DimensionalValueCount?: number }
export interface AnomalySubscription { readonly SubscriptionArn?: string; readonly AccountId?: string; readonly MonitorArnList: readonly string[]; readonly Subscribers: readonly Subscriber[]; readonly Threshold?: number; readonly Frequency: AnomalySubscriptionFrequency; readonly SubscriptionName: string; readonly ThresholdExpression?: Expression }
export type AnomalySubscriptionFrequency = 'DAILY' | 'IMMEDIATE' | 'WEEKLY';
export interface CostCategoryValues { readonly Key?: string; readonly Values?: readonly string[]; readonly MatchOptions?: readonly MatchOption[] }
export interface CreateAnomalyMonitorRequest { readonly AnomalyMonitor: AnomalyMonitor; readonly ResourceTags?: readonly ResourceTag[] }
export interface CreateAnomalyMonitorResponse { readonly MonitorArn: string }
export interface CreateAnomalySubscriptionRequest { readonly AnomalySubscription: AnomalySubscription; readonly ResourceTags?: readonly ResourceTag[] }
export interface CreateAnomalySubscriptionResponse { readonly SubscriptionArn: string }
export interface DeleteAnomalyMonitorRequest { readonly MonitorArn: string }
export interface DeleteAnomalySubscriptionRequest { readonly SubscriptionArn: string }
export type Dimension = 'AZ' | 'INSTANCE_TYPE' | 'LINKED_ACCOUNT' | 'PAYER_ACCOUNT' | 'LINKED_ACCOUNT_NAME' | 'OPERATION' | 'PURCHASE_TYPE' | 'REGION' | 'SERVICE' | 'SERVICE_CODE' | 'USAGE_TYPE' | 'USAGE_TYPE_GROUP' | 'RECORD_TYPE' | 'OPERATING_SYSTEM' | 'TENANCY' | 'SCOPE' | 'PLATFORM' | 'SUBSCRIPTION_ID' | 'LEGAL_ENTITY_NAME' | 'DEPLOYMENT_OPTION' | 'DATABASE_ENGINE' | 'CACHE_ENGINE' | 'INSTANCE_TYPE_FAMILY' | 'BILLING_ENTITY' | 'RESERVATION_ID' | 'RESOURCE_ID' | 'RIGHTSIZING_TYPE' | 'SAVINGS_PLANS_TYPE' | 'SAVINGS_PLAN_ARN' | 'PAYMENT_OPTION' | 'AGREEMENT_END_DATE_TIME_AFTER' | 'AGREEMENT_END_DATE_TIME_BEFORE' | 'INVOICING_ENTITY' | 'ANOMALY_TOTAL_IMPACT_ABSOLUTE' | 'ANOMALY_TOTAL_IMPACT_PERCENTAGE' | 'PRODUCT_ATTRIBUTE';
export interface DimensionValues { readonly Key?: Dimension; readonly Values?: readonly string[]; readonly MatchOptions?: readonly MatchOption[] }
export interface Expression { readonly Or?: readonly Expression[]; readonly And?: readonly Expression[]; readonly Not?: Expression; readonly Dimensions?: DimensionValues; readonly Tags?: TagValues; readonly CostCategories?: CostCategoryValues; readonly ProductAttributes?: ProductAttributeValues }
export interface GetAnomalyMonitorsRequest { readonly MonitorArnList?: readonly string[]; readonly NextPageToken?: string; readonly MaxResults?: number }
export interface GetAnomalyMonitorsResponse { readonly AnomalyMonitors: readonly AnomalyMonitor[]; readonly NextPageToken?: string }
export interface GetAnomalySubscriptionsRequest { readonly SubscriptionArnList?: readonly string[]; readonly MonitorArn?: string; readonly NextPageToken?: string; readonly MaxResults?: number }
export interface GetAnomalySubscriptionsResponse { readonly AnomalySubscriptions: readonly AnomalySubscription[]; readonly NextPageToken?: string }
export interface ListTagsForResourceRequest { readonly ResourceArn: string }
export interface ListTagsForResourceResponse { readonly ResourceTags?: readonly ResourceTag[] }
export type MatchOption = 'EQUALS' | 'ABSENT' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS' | 'CASE_SENSITIVE' | 'CASE_INSENSITIVE' | 'GREATER_THAN_OR_EQUAL';
export type MonitorDimension = 'SERVICE' | 'LINKED_ACCOUNT' | 'TAG' | 'COST_CATEGORY';
export type MonitorType = 'DIMENSIONAL' | 'CUSTOM';
export interface ProductAttributeValues { readonly Key: string; readonly Values?: readonly string[]; readonly MatchOptions?: readonly MatchOption[] }
export interface ResourceTag { readonly Key: string; readonly Value: string }
export interface Subscriber { readonly Address?: string; readonly Type?: SubscriberType; readonly Status?: SubscriberStatus }
export type SubscriberStatus = 'CONFIRMED' | 'DECLINED';
export type SubscriberType = 'EMAIL' | 'SNS';
export interface TagResourceRequest { readonly ResourceArn: string; readonly ResourceTags: readonly ResourceTag[] }
export interface TagValues { readonly Key?: string; readonly Values?: readonly string[]; readonly MatchOptions?: readonly MatchOption[] }
export interface UntagResourceRequest { readonly ResourceArn: string; readonly ResourceTagKeys: readonly string[] }
export interface UpdateAnomalyMonitorRequest { readonly MonitorArn: string; readonly MonitorName?: string }
export interface UpdateAnomalyMonitorResponse { readonly MonitorArn: string }
export interface UpdateAnomalySubscriptionRequest { readonly SubscriptionArn: string; readonly Threshold?: number; readonly Frequency?: AnomalySubscriptionFrequency; readonly MonitorArnList?: readonly string[]; readonly Subscribers?: readonly Subscriber[]; readonly SubscriptionName?: string; readonly ThresholdExpression?: Expression }
export interface UpdateAnomalySubscriptionResponse { readonly SubscriptionArn: string }
