// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  CreateBudget: [CreateBudgetRequest, void];
  CreateNotification: [CreateNotificationRequest, void];
  DeleteBudget: [DeleteBudgetRequest, void];
  DeleteNotification: [DeleteNotificationRequest, void];
  DescribeBudget: [DescribeBudgetRequest, DescribeBudgetResponse];
  DescribeBudgets: [DescribeBudgetsRequest, DescribeBudgetsResponse];
  DescribeNotificationsForBudget: [DescribeNotificationsForBudgetRequest, DescribeNotificationsForBudgetResponse];
  DescribeSubscribersForNotification: [DescribeSubscribersForNotificationRequest, DescribeSubscribersForNotificationResponse];
  ListTagsForResource: [ListTagsForResourceRequest, ListTagsForResourceResponse];
  TagResource: [TagResourceRequest, void];
  UntagResource: [UntagResourceRequest, void];
  UpdateBudget: [UpdateBudgetRequest, void];
}

export interface AutoAdjustData { readonly AutoAdjustType: AutoAdjustType; readonly HistoricalOptions?: HistoricalOptions; readonly LastAutoAdjustTime?: Date }
export type AutoAdjustType = 'HISTORICAL' | 'FORECAST';
export interface Budget { readonly BudgetName: string; readonly BudgetLimit?: Spend; readonly PlannedBudgetLimits?: { readonly [key: string]: Spend }; readonly CostFilters?: { readonly [key: string]: readonly string[] }; readonly CostTypes?: CostTypes; readonly TimeUnit: TimeUnit; readonly TimePeriod?: TimePeriod; readonly CalculatedSpend?: CalculatedSpend; readonly BudgetType: BudgetType; readonly LastUpdatedTime?: Date; readonly AutoAdjustData?: AutoAdjustData; readonly FilterExpression?: Expression; readonly Metrics?: readonly Metric[]; readonly BillingViewArn?: string; readonly HealthStatus?: HealthStatus }
export type BudgetType = 'USAGE' | 'COST' | 'RI_UTILIZATION' | 'RI_COVERAGE' | 'SAVINGS_PLANS_UTILIZATION' | 'SAVINGS_PLANS_COVERAGE';
export interface CalculatedSpend { readonly ActualSpend: Spend; readonly ForecastedSpend?: Spend }
export type ComparisonOperator = 'GREATER_THAN' | 'LESS_THAN' | 'EQUAL_TO';
export interface CostCategoryValues { readonly Key?: string; readonly Values?: readonly string[]; readonly MatchOptions?: readonly MatchOption[] }
export interface CostTypes { readonly IncludeTax?: boolean; readonly IncludeSubscription?: boolean; readonly UseBlended?: boolean; readonly IncludeRefund?: boolean; readonly IncludeCredit?: boolean; readonly IncludeUpfront?: boolean; readonly IncludeRecurring?: boolean; readonly IncludeOtherSubscription?: boolean; readonly IncludeSupport?: boolean; readonly IncludeDiscount?: boolean; readonly UseAmortized?: boolean }
export interface CreateBudgetRequest { readonly AccountId: string; readonly Budget: Budget; readonly NotificationsWithSubscribers?: readonly NotificationWithSubscribers[]; readonly ResourceTags?: readonly ResourceTag[] }
export interface CreateNotificationRequest { readonly AccountId: string; readonly BudgetName: string; readonly Notification: Notification; readonly Subscribers: readonly Subscriber[] }
export interface DeleteBudgetRequest { readonly AccountId: string; readonly BudgetName: string }
export interface DeleteNotificationRequest { readonly AccountId: string; readonly BudgetName: string; readonly Notification: Notification }
export interface DescribeBudgetRequest { readonly AccountId: string; readonly BudgetName: string; readonly ShowFilterExpression?: boolean }
export interface DescribeBudgetResponse { readonly Budget?: Budget }
export interface DescribeBudgetsRequest { readonly AccountId: string; readonly MaxResults?: number; readonly NextToken?: string; readonly ShowFilterExpression?: boolean }
export interface DescribeBudgetsResponse { readonly Budgets?: readonly Budget[]; readonly NextToken?: string }
export interface DescribeNotificationsForBudgetRequest { readonly AccountId: string; readonly BudgetName: string; readonly MaxResults?: number; readonly NextToken?: string }
export interface DescribeNotificationsForBudgetResponse { readonly Notifications?: readonly Notification[]; readonly NextToken?: string }
export interface DescribeSubscribersForNotificationRequest { readonly AccountId: string; readonly BudgetName: string; readonly Notification: Notification; readonly MaxResults?: number; readonly NextToken?: string }
export interface DescribeSubscribersForNotificationResponse { readonly Subscribers?: readonly Subscriber[]; readonly NextToken?: string }
export type Dimension = 'AZ' | 'INSTANCE_TYPE' | 'LINKED_ACCOUNT' | 'LINKED_ACCOUNT_NAME' | 'OPERATION' | 'PURCHASE_TYPE' | 'REGION' | 'SERVICE' | 'SERVICE_CODE' | 'USAGE_TYPE' | 'USAGE_TYPE_GROUP' | 'RECORD_TYPE' | 'OPERATING_SYSTEM' | 'TENANCY' | 'SCOPE' | 'PLATFORM' | 'SUBSCRIPTION_ID' | 'LEGAL_ENTITY_NAME' | 'INVOICING_ENTITY' | 'DEPLOYMENT_OPTION' | 'DATABASE_ENGINE' | 'CACHE_ENGINE' | 'INSTANCE_TYPE_FAMILY' | 'BILLING_ENTITY' | 'RESERVATION_ID' | 'RESOURCE_ID' | 'RIGHTSIZING_TYPE' | 'SAVINGS_PLANS_TYPE' | 'SAVINGS_PLAN_ARN' | 'PAYMENT_OPTION' | 'RESERVATION_MODIFIED' | 'TAG_KEY' | 'COST_CATEGORY_NAME';
export interface Expression { readonly Or?: readonly Expression[]; readonly And?: readonly Expression[]; readonly Not?: Expression; readonly Dimensions?: ExpressionDimensionValues; readonly Tags?: TagValues; readonly CostCategories?: CostCategoryValues; readonly ProductAttributes?: ProductAttributeValues }
export interface ExpressionDimensionValues { readonly Key: Dimension; readonly Values: readonly string[]; readonly MatchOptions?: readonly MatchOption[] }
export interface HealthStatus { readonly Status?: HealthStatusValue; readonly StatusReason?: HealthStatusReason; readonly LastUpdatedTime?: Date }
export type HealthStatusReason = 'BILLING_VIEW_NO_ACCESS' | 'BILLING_VIEW_UNHEALTHY' | 'FILTER_INVALID' | 'MULTI_YEAR_HISTORICAL_DATA_DISABLED';
export type HealthStatusValue = 'HEALTHY' | 'UNHEALTHY';
export interface HistoricalOptions { readonly BudgetAdjustmentPeriod: number; readonly LookBackAvailablePeriods?: number }
export interface ListTagsForResourceRequest { readonly ResourceARN: string }
export interface ListTagsForResourceResponse { readonly ResourceTags?: readonly ResourceTag[] }
export type MatchOption = 'EQUALS' | 'ABSENT' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS' | 'GREATER_THAN_OR_EQUAL' | 'CASE_SENSITIVE' | 'CASE_INSENSITIVE';
export type Metric = 'BlendedCost' | 'UnblendedCost' | 'AmortizedCost' | 'NetUnblendedCost' | 'NetAmortizedCost' | 'UsageQuantity' | 'NormalizedUsageAmount' | 'Hours';
export interface Notification { readonly NotificationType: NotificationType; readonly ComparisonOperator: ComparisonOperator; readonly Threshold: number; readonly ThresholdType?: ThresholdType; readonly NotificationState?: NotificationState }
export type NotificationState = 'OK' | 'ALARM';
export type NotificationType = 'ACTUAL' | 'FORECASTED';
export interface NotificationWithSubscribers { readonly Notification: Notification; readonly Subscribers: readonly Subscriber[] }
export interface ProductAttributeValues { readonly Key: string; readonly Values?: readonly string[]; readonly MatchOptions?: readonly MatchOption[] }
export interface ResourceTag { readonly Key: string; readonly Value: string }
export interface Spend { readonly Amount: string; readonly Unit: string }
export interface Subscriber { readonly SubscriptionType: SubscriptionType; readonly Address: string }
export type SubscriptionType = 'SNS' | 'EMAIL';
export interface TagResourceRequest { readonly ResourceARN: string; readonly ResourceTags: readonly ResourceTag[] }
export interface TagValues { readonly Key?: string; readonly Values?: readonly string[]; readonly MatchOptions?: readonly MatchOption[] }
export type ThresholdType = 'PERCENTAGE' | 'ABSOLUTE_VALUE';
export interface TimePeriod { readonly Start?: Date; readonly End?: Date }
export type TimeUnit = 'DAILY' | 'MONTHLY' | 'QUARTERLY' | 'ANNUALLY' | 'CUSTOM';
export interface UntagResourceRequest { readonly ResourceARN: string; readonly ResourceTagKeys: readonly string[] }
export interface UpdateBudgetRequest { readonly AccountId: string; readonly NewBudget: Budget }
