/** The report about the resources and the settings of a configuration that a project does not have. Pure. */
import { own } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { lostMembers } from '../lost-members.ts';
import type { Configuration, TerraformResource } from './configuration.ts';
import { FUNCTION_KEPT } from './terraform-functions.ts';
import { TRANSLATED } from './terraform-resources.ts';

/** A project needs nothing in the place of these, or the import has read them. */
const SILENT =
  /^(?:aws_lambda_permission|aws_lambda_event_source_mapping|aws_lambda_alias|aws_cloudwatch_log_group|aws_api_gateway_(?:account|authorizer|deployment|integration|integration_response|method|method_response|model|request_validator|resource|rest_api_policy|stage|usage_plan_key)|aws_iam_(?:policy|role|role_policy|role_policy_attachment|policy_attachment)|aws_sqs_queue_policy|aws_sns_topic_policy|aws_s3_(?:bucket_)?object|archive_file|random_\w+)$/;

const INSTEAD: Readonly<Record<string, string>> = {
  aws_api_gateway_api_key: 'Create the key after the deploy, with `apikit keys create`.',
  aws_api_gateway_base_path_mapping: 'Write domain in the stage (docs/domains.md).',
  aws_api_gateway_domain_name: 'Write domain in the stage (docs/domains.md).',
  aws_api_gateway_gateway_response: "All errors of API Gateway have apikit's envelope.",
  aws_api_gateway_method_settings: 'Write throttle, logging, metrics and cache in apikit.yaml.',
  aws_api_gateway_vpc_link: 'Write network (docs/network.md).',
  aws_cloudwatch_dashboard: 'Write dashboard: true.',
  aws_cloudwatch_event_rule: 'Write eventRules with consumer: <file> (docs/events.md).',
  aws_cloudwatch_metric_alarm: 'apikit creates alarms by itself: see alarms in apikit.yaml.',
  aws_cognito_user_pool: 'Write it in userPools.',
  aws_cognito_user_pool_client: 'Write it in userPools: apikit creates the client.',
  aws_lambda_layer_version: 'Install what the layer contains as packages of the project.',
  aws_s3_bucket: 'Write it in buckets (docs/uploads.md), or grant an existing one in function.permissions.',
  aws_wafv2_web_acl: 'Write waf.',
};

const OTHERWISE = 'Keep it in Terraform, and grant what the code needs in function.permissions.';

/** Attributes that only a plan or a state has, because AWS or the provider sets them. */
const COMPUTED = new Set(
  (
    'arn id invoke_arn last_modified qualified_arn qualified_invoke_arn response_streaming_invoke_arn signing_job_arn ' +
    'signing_profile_version_arn source_code_size version code_sha256 stream_arn stream_label tags_all region url owner ' +
    'root_resource_id created_date execution_arn beginning_archive_time confirmation_was_authenticated ' +
    'confirmation_timeout_in_minutes endpoint_auto_confirms pending_confirmation owner_id subscription_id hash_key ' +
    'signature_version kms_data_key_reuse_period_seconds delay_seconds max_message_size deduplication_scope ' +
    'fifo_throughput_limit restore_to_latest_time table_class'
  ).split(' '),
);

/** A plan and a state also have what nobody has written. */
const isUsual = (value: unknown): boolean => value === false || value === '' || value === 0;

const OF_API = [
  'api_key_source',
  'binary_media_types',
  'body',
  'count',
  'depends_on',
  'description',
  'disable_execute_api_endpoint',
  'endpoint_configuration',
  'fail_on_warnings',
  'for_each',
  'lifecycle',
  'minimum_compression_size',
  'name',
  'policy',
  'provider',
  'put_rest_api_mode',
  'tags',
];

const OF_STAGE: Readonly<Record<string, string>> = {
  cache_cluster_enabled: 'Write cache in the stage.',
  cache_cluster_size: 'Write cache in the stage.',
  client_certificate_id: 'Write clientCertificate.',
  variables: 'Write variables.',
};

export function aboutConfiguration({ resources, findings }: Configuration, api: TerraformResource): Finding[] {
  const all = resources.filter(({ mode }) => mode === 'resource');
  const plans = all.filter(({ type }) => type === 'aws_api_gateway_usage_plan');
  return [...all.flatMap((resource) => aboutResource(resource, api)), ...plans.slice(1).map(secondPlan), ...findings];
}

function aboutResource(resource: TerraformResource, api: TerraformResource): Finding[] {
  const { type, name, values, place } = resource;
  const lost = (kept: readonly string[], instead: Readonly<Record<string, string>> = {}) =>
    lostMembers(
      Object.keys(values).filter((attribute) => !COMPUTED.has(attribute) && !isUsual(values[attribute])),
      { kept, instead },
      place,
      ` of ${type}.${name}`,
    );
  if (resource === api) return lost(OF_API);
  if (type === 'aws_lambda_function')
    return lost(FUNCTION_KEPT, {
      kms_key_arn: 'Write encryption: { key: … }.',
      snap_start: 'Write function.snapStart: true.',
    });
  const translation = own(TRANSLATED, type);
  if (translation) return lost([...Object.values(translation.members), ...translation.kept]);
  if (type === 'aws_api_gateway_stage')
    return lostMembers(
      Object.keys(values).filter((attribute) => Object.hasOwn(OF_STAGE, attribute)),
      { kept: [], instead: OF_STAGE },
      place,
      ' of the stage',
    );
  if (type === 'aws_api_gateway_rest_api')
    return [
      {
        about: 'lost',
        place: place(),
        says: `${type}.${name} is a second API, and is not in the project: a stage has one API.`,
      },
    ];
  if (SILENT.test(type) || type === 'aws_api_gateway_usage_plan') return [];
  return [
    {
      about: 'lost',
      place: place(),
      says: `${type}.${name} is not in the project. ${own(INSTEAD, type) ?? OTHERWISE}`,
    },
  ];
}

const secondPlan = ({ type, name, place }: TerraformResource): Finding => ({
  about: 'lost',
  place: place(),
  says: `${type}.${name} is not in the project, which has the first plan. Write it in usagePlans.`,
});
