/** Tables, queues, topics and subscriptions of a configuration in the words of CloudFormation. Pure. */
import { parseSource } from '../../config/source.ts';
import { type Json, objectOf } from '../../contract/model/json.ts';
import { blocksOf } from './blocks-of.ts';

export interface Translation {
  readonly type: string;
  /** Attributes by the members of CloudFormation, for the places. */
  readonly members: Readonly<Record<string, string>>;
  /** Attributes that the members do not name, and that are in the project or mean nothing there. */
  readonly kept: readonly string[];
  properties(values: Json): Json;
}

/** Attributes of every resource. */
const COMMON = ['count', 'depends_on', 'for_each', 'lifecycle', 'provider', 'region', 'tags', 'tags_all', 'timeouts'];

const TABLE: Readonly<Record<string, string>> = {
  AttributeDefinitions: 'attribute',
  BillingMode: 'billing_mode',
  GlobalSecondaryIndexes: 'global_secondary_index',
  KeySchema: 'hash_key',
  LocalSecondaryIndexes: 'local_secondary_index',
  SSESpecification: 'server_side_encryption',
  StreamSpecification: 'stream_enabled',
  TableName: 'name',
  TimeToLiveSpecification: 'ttl',
};

const QUEUE: Readonly<Record<string, string>> = {
  FifoQueue: 'fifo_queue',
  KmsMasterKeyId: 'kms_master_key_id',
  MessageRetentionPeriod: 'message_retention_seconds',
  QueueName: 'name',
  RedrivePolicy: 'redrive_policy',
  VisibilityTimeout: 'visibility_timeout_seconds',
};

const TOPIC: Readonly<Record<string, string>> = {
  FifoTopic: 'fifo_topic',
  KmsMasterKeyId: 'kms_master_key_id',
  TopicName: 'name',
};

const SUBSCRIPTION: Readonly<Record<string, string>> = {
  Endpoint: 'endpoint',
  FilterPolicy: 'filter_policy',
  Protocol: 'protocol',
  RawMessageDelivery: 'raw_message_delivery',
  TopicArn: 'topic_arn',
};

export const TRANSLATED: Readonly<Record<string, Translation>> = {
  aws_dynamodb_table: {
    type: 'AWS::DynamoDB::Table',
    members: TABLE,
    kept: [
      ...COMMON,
      'range_key',
      'read_capacity',
      'write_capacity',
      'stream_view_type',
      'point_in_time_recovery',
      'deletion_protection_enabled',
      'table_class',
    ],
    properties: tableProperties,
  },
  aws_sqs_queue: {
    type: 'AWS::SQS::Queue',
    members: QUEUE,
    kept: [
      ...COMMON,
      'name_prefix',
      'policy',
      'sqs_managed_sse_enabled',
      'receive_wait_time_seconds',
      'redrive_allow_policy',
    ],
    properties(values) {
      const policy = values.redrive_policy;
      return { ...renamed(values, QUEUE), ...(policy !== undefined && { RedrivePolicy: dataOf(policy) }) };
    },
  },
  aws_sns_topic: {
    type: 'AWS::SNS::Topic',
    members: TOPIC,
    kept: [...COMMON, 'name_prefix', 'display_name', 'policy'],
    properties: (values) => renamed(values, TOPIC),
  },
  aws_sns_topic_subscription: {
    type: 'AWS::SNS::Subscription',
    members: SUBSCRIPTION,
    kept: COMMON,
    properties: (values) => renamed(values, SUBSCRIPTION),
  },
};

const renamed = (values: Json, members: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(
    Object.entries(members).flatMap(([member, attribute]) =>
      values[attribute] === undefined ? [] : [[member, values[attribute]]],
    ),
  );

/** A JSON text as data. */
const dataOf = (text: unknown): unknown => (typeof text === 'string' ? objectOf(parseSource(text, '').data) : text);

function tableProperties(values: Json): Json {
  const keys = ({ hash_key, range_key, key_schema }: Json): Json[] => {
    const listed = blocksOf(key_schema).map(({ attribute_name, key_type }) => ({
      AttributeName: attribute_name,
      KeyType: key_type,
    }));
    const named = [
      ...(hash_key === undefined ? [] : [{ AttributeName: hash_key, KeyType: 'HASH' }]),
      ...(range_key === undefined ? [] : [{ AttributeName: range_key, KeyType: 'RANGE' }]),
    ];
    return listed.length > 0 ? listed : named;
  };
  const indexes = blocksOf(values.global_secondary_index).map((index) => ({
    IndexName: index.name,
    KeySchema: keys(index),
    Projection: { ProjectionType: index.projection_type, NonKeyAttributes: index.non_key_attributes },
  }));
  const [ttl] = blocksOf(values.ttl);
  const [encryption] = blocksOf(values.server_side_encryption);
  return {
    ...(values.name !== undefined && { TableName: values.name }),
    KeySchema: keys(values),
    AttributeDefinitions: blocksOf(values.attribute).map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    BillingMode: values.billing_mode ?? 'PROVISIONED',
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    ...(values.local_secondary_index !== undefined && { LocalSecondaryIndexes: values.local_secondary_index }),
    ...(ttl && { TimeToLiveSpecification: { AttributeName: ttl.attribute_name, Enabled: ttl.enabled ?? true } }),
    ...(values.stream_enabled === true && { StreamSpecification: { StreamViewType: values.stream_view_type } }),
    ...(encryption?.kms_key_arn !== undefined && { SSESpecification: encryption }),
  };
}
