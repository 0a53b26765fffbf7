// Made by `npm run models` from botocore 1.44.8 (Apache-2.0, see NOTICE): do not edit.

/** The input and output of each emulated operation. */
export interface Operations {
  CreateTopic: [CreateTopicInput, CreateTopicResponse];
  DeleteTopic: [DeleteTopicInput, void];
  GetSubscriptionAttributes: [GetSubscriptionAttributesInput, GetSubscriptionAttributesResponse];
  GetTopicAttributes: [GetTopicAttributesInput, GetTopicAttributesResponse];
  ListSubscriptions: [ListSubscriptionsInput, ListSubscriptionsResponse];
  ListSubscriptionsByTopic: [ListSubscriptionsByTopicInput, ListSubscriptionsByTopicResponse];
  ListTagsForResource: [ListTagsForResourceRequest, ListTagsForResourceResponse];
  ListTopics: [ListTopicsInput, ListTopicsResponse];
  Publish: [PublishInput, PublishResponse];
  SetSubscriptionAttributes: [SetSubscriptionAttributesInput, void];
  SetTopicAttributes: [SetTopicAttributesInput, void];
  Subscribe: [SubscribeInput, SubscribeResponse];
  TagResource: [TagResourceRequest, void];
  Unsubscribe: [UnsubscribeInput, void];
  UntagResource: [UntagResourceRequest, void];
}

export interface CreateTopicInput { readonly Name: string; readonly Attributes?: { readonly [key: string]: string }; readonly Tags?: readonly Tag[]; readonly DataProtectionPolicy?: string }
export interface CreateTopicResponse { readonly TopicArn?: string }
export interface DeleteTopicInput { readonly TopicArn: string }
export interface GetSubscriptionAttributesInput { readonly SubscriptionArn: string }
export interface GetSubscriptionAttributesResponse { readonly Attributes?: { readonly [key: string]: string } }
export interface GetTopicAttributesInput { readonly TopicArn: string }
export interface GetTopicAttributesResponse { readonly Attributes?: { readonly [key: string]: string } }
export interface ListSubscriptionsByTopicInput { readonly TopicArn: string; readonly NextToken?: string }
export interface ListSubscriptionsByTopicResponse { readonly Subscriptions?: readonly Subscription[]; readonly NextToken?: string }
export interface ListSubscriptionsInput { readonly NextToken?: string }
export interface ListSubscriptionsResponse { readonly Subscriptions?: readonly Subscription[]; readonly NextToken?: string }
export interface ListTagsForResourceRequest { readonly ResourceArn: string }
export interface ListTagsForResourceResponse { readonly Tags?: readonly Tag[] }
export interface ListTopicsInput { readonly NextToken?: string }
export interface ListTopicsResponse { readonly Topics?: readonly Topic[]; readonly NextToken?: string }
export interface MessageAttributeValue { readonly DataType: string; readonly StringValue?: string; readonly BinaryValue?: string }
export interface PublishInput { readonly TopicArn?: string; readonly TargetArn?: string; readonly PhoneNumber?: string; readonly Message: string; readonly Subject?: string; readonly MessageStructure?: string; readonly MessageAttributes?: { readonly [key: string]: MessageAttributeValue }; readonly MessageDeduplicationId?: string; readonly MessageGroupId?: string }
export interface PublishResponse { readonly MessageId?: string; readonly SequenceNumber?: string }
export interface SetSubscriptionAttributesInput { readonly SubscriptionArn: string; readonly AttributeName: string; readonly AttributeValue?: string }
export interface SetTopicAttributesInput { readonly TopicArn: string; readonly AttributeName: string; readonly AttributeValue?: string }
export interface SubscribeInput { readonly TopicArn: string; readonly Protocol: string; readonly Endpoint?: string; readonly Attributes?: { readonly [key: string]: string }; readonly ReturnSubscriptionArn?: boolean }
export interface SubscribeResponse { readonly SubscriptionArn?: string }
export interface Subscription { readonly SubscriptionArn?: string; readonly Owner?: string; readonly Protocol?: string; readonly Endpoint?: string; readonly TopicArn?: string }
export interface Tag { readonly Key: string; readonly Value: string }
export interface TagResourceRequest { readonly ResourceArn: string; readonly Tags: readonly Tag[] }
export interface Topic { readonly TopicArn?: string }
export interface UnsubscribeInput { readonly SubscriptionArn: string }
export interface UntagResourceRequest { readonly ResourceArn: string; readonly TagKeys: readonly string[] }
