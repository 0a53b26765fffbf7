/**
 * Translates references to resources to placeholders of apikit.yaml, and to marks by which the import knows a
 * resource. Pure.
 */
import { queueWord, tableWord, topicWord } from '../template/intrinsics.ts';
import { unknown } from './unknown.ts';

/** A name of Terraform as a logical ID. */
export const idOf = (name: string): string => name.replaceAll('-', '_');

/** apikit has placeholders for these data sources. */
const OF_ACCOUNT: Readonly<Record<string, string>> = {
  'aws_caller_identity.account_id': `\${account}`,
  'aws_caller_identity.id': `\${account}`,
  'aws_region.name': `\${region}`,
  'aws_region.id': `\${region}`,
  'aws_region.region': `\${region}`,
  'aws_partition.partition': `\${partition}`,
};

/** The value of `data.aws_region.current.name`. `undefined` if apikit has no placeholder for it. */
export const ofAccount = (type: string, attribute: string): string | undefined => OF_ACCOUNT[`${type}.${attribute}`];

/** The value of `aws_dynamodb_table.orders.arn`. `undefined` if the attribute can be read from the resource itself. */
export function ofResource(type: string, name: string, attribute: string): string | undefined {
  const id = idOf(name);
  switch (type) {
    case 'aws_dynamodb_table':
      if (/^(?:name|id)$/.test(attribute)) return `\${table.${tableWord(id)}}`;
      if (attribute === 'arn') return `\${table.${tableWord(id)}.arn}`;
      return attribute === 'stream_arn' ? `{stream ${tableWord(id)}}` : undefined;
    case 'aws_sqs_queue':
      return attribute === 'arn' ? `\${queue.${queueWord(id)}.arn}` : undefined;
    case 'aws_sns_topic':
      return /^(?:arn|id)$/.test(attribute) ? `\${topic.${topicWord(id)}.arn}` : undefined;
    case 'aws_lambda_function':
      return /^(?:arn|invoke_arn|qualified_arn|qualified_invoke_arn|function_name|id)$/.test(attribute)
        ? `{function ${id}}`
        : undefined;
    // Roles, policies and the parts of an API are known by their references.
    default:
      return /^(?:arn|id)$/.test(attribute) ? unknown(`${type}.${name}.${attribute}`) : undefined;
  }
}
