/** For each probe a response that AWS could give instead of the one that apikit relies on. */
import type { Answer, Change, CountingProxy } from '../helpers/counting-proxy.ts';
import { EXPIRES_TAG } from './marks.ts';

const JSON_TYPE = 'application/json';

const refusal = (code: string, status = 400): Answer => {
  const body = JSON.stringify({ __type: code, code, message: 'planted' });
  return { status, type: JSON_TYPE, body };
};
const text =
  (from: string | RegExp, to: string): Change =>
  (answer) => ({ ...answer, body: answer.body.replaceAll(from, to) });
const when =
  (part: string, then: Answer | Change): Change =>
  (answer, request) => {
    if (!request.includes(part)) return answer;
    return typeof then === 'function' ? then(answer, request) : then;
  };
const withoutTags = text(EXPIRES_TAG, 'other');
const STAGE = /^GET \/restapis\/\w+\/stages\/truth$/;

/** Changes the response of the second call of this kind, and of all later ones. */
function fromTheSecond(answer: Answer): Change {
  let calls = 0;
  return (first) => (++calls === 1 ? first : answer);
}

/** Changes the response to a method that sends this body to a service (`service-sending.ts`). */
const whenSent =
  (body: string, from: string, to: string) =>
  (proxy: CountingProxy): void =>
    proxy.change(/^POST \/restapis\/\w+\/resources\/\w+\/methods\/POST$/, when(body, text(from, to)));

/** By the id of the probe. `publish-with-create` is missing, because without a version no other probe can run. */
export const PLANTED: Readonly<Record<string, (proxy: CountingProxy) => void>> = {
  'role-policy-at-once': (proxy) =>
    proxy.change(
      /^PutRolePolicy$/,
      when('PolicyName=logs', {
        status: 404,
        type: 'text/xml',
        body: '<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>planted</Message></Error></ErrorResponse>',
      }),
    ),
  'publish-unchanged': (proxy) =>
    proxy.change(/^POST \/2015-03-31\/functions\/.*\/versions$/, text(/"Version":"1"/g, '"Version":"9"')),
  'path-parameters': (proxy) => proxy.change(/^GET \/_aws\/execute-api/, text('a%20b%2Fc%2520d', 'a b/c%20d')),
  'probe-route': (proxy) =>
    proxy.change(/^GET \/_aws\/execute-api/, when('release-probe', { status: 200, type: JSON_TYPE, body: '{}' })),
  'two-schemes': (proxy) =>
    proxy.change(/^GET \/restapis\/\w+\/resources$/, text('"apiKeyRequired":true', '"apiKeyRequired":false')),
  'test-invoke-unguarded': (proxy) =>
    proxy.change(/^POST \/restapis\/\w+\/resources\/\w+\/methods\/GET$/, text('"status":200', '"status":403')),
  'deployment-api-summary': (proxy) => proxy.change(/^GET \/restapis\/\w+\/deployments\//, text('AWS_IAM', 'NONE')),
  'deployment-description': (proxy) =>
    proxy.change(/^GET \/restapis\/\w+\/deployments\//, text('d'.repeat(1024), 'd'.repeat(255))),
  'stage-description': (proxy) => proxy.change(/^GET \/restapis\/\w+\/stages\//, text('r'.repeat(500), '')),
  'live-deployment': (proxy) =>
    proxy.answer(/^DELETE \/restapis\/\w+\/deployments\//, { status: 202, type: JSON_TYPE, body: '' }),
  'get-stage-tags': (proxy) => proxy.change(STAGE, withoutTags),
  'rest-apis-tags': (proxy) => proxy.change(/^GET \/restapis$/, withoutTags),
  'usage-plans-tags': (proxy) => proxy.change(/^GET \/usageplans$/, withoutTags),
  'api-keys-tags': (proxy) => proxy.change(/^GET \/apikeys$/, withoutTags),
  'import-key-file': (proxy) => proxy.change(/^GET \/apikeys\/\w+$/, text('of the truth', 'of nobody')),
  'tag-search': (proxy) => proxy.change(/GetResources$/, text(':function:', ':other:')),
  'usage-plan-name': (proxy) => proxy.change(/^POST \/usageplans$/, when('xxxxx', refusal('BadRequestException'))),
  'next-version': (proxy) => proxy.change(/^PUT \/restapis\//, when(':77', refusal('BadRequestException'))),
  'authorization-type-case': (proxy) =>
    proxy.change(/^PUT \/restapis\/.*\/methods\/GET$/, when('aws_iam', refusal('BadRequestException'))),
  'export-as-put': (proxy) =>
    proxy.change(/^GET \/restapis\/\w+\/stages\/\w+\/exports\//, text(/"minLength": ?1/g, '"minLength": 2')),
  'parameter-in-two-places': (proxy) =>
    proxy.change(/^PUT \/restapis\/\w+$/, when('two-places', refusal('BadRequestException'))),
  'phone-sign-in': (proxy) =>
    proxy.change(
      /CreateUserPool$/,
      when('phone_number', { status: 200, type: JSON_TYPE, body: '{"UserPool":{"Id":"eu-west-1_planted"}}' }),
    ),
  'mfa-written-back': (proxy) => {
    let described = 0;
    proxy.change(/DescribeUserPool$/, (answer, request) => {
      const again = answer.body.includes('OPTIONAL') && ++described > 1;
      return again ? text('"MfaConfiguration":"OPTIONAL"', '"MfaConfiguration":"OFF"')(answer, request) : answer;
    });
  },
  'logs-by-pattern': (proxy) =>
    proxy.change(/DescribeLogGroups$/, when('Pattern', text('"logGroupName"', '"retentionInDays":7,"logGroupName"'))),
  'dashboard-body': (proxy) => proxy.change(/GetDashboard$/, text('timeSeries', 'singleValue')),
  'budget-filter': (proxy) => proxy.change(/DescribeBudget$/, text('"Key":"apikit:app"', '"Key":"user:apikit:app"')),
  'cost-monitor': (proxy) => proxy.change(/GetAnomalyMonitors$/, text('"Key":"apikit:app"', '"Key":"user:apikit:app"')),
  'sum-of-sparse-metrics': (proxy) => proxy.change(/GetMetricData$/, text(/("Id":"sum".*?"Values":\[)3/g, '$19')),
  'parameter-after-deletion': (proxy) =>
    proxy.change(/PutParameter$/, fromTheSecond(refusal('ParameterAlreadyExists'))),
  'throttle-numbers': (proxy) => proxy.change(STAGE, text(/:10000\b/g, ':2500')),
  'throttle-off': (proxy) => proxy.change(STAGE, text('"throttlingRateLimit":-1', '"throttlingRateLimit":10000')),
  'stage-variable-characters': (proxy) =>
    proxy.change(/^PATCH \/restapis\/\w+\/stages\//, when('a#b', { status: 200, type: JSON_TYPE, body: '{}' })),
  'many-patches': (proxy) =>
    proxy.change(/^PATCH \/restapis\/\w+\/stages\//, when('~1many~1', refusal('BadRequestException'))),
  'table-tags': (proxy) =>
    proxy.answer(/ListTagsOfResource$/, { status: 200, type: 'application/x-amz-json-1.0', body: '{"Tags":[]}' }),
  'conditional-write': (proxy) =>
    proxy.answer(/UpdateItem$/, { status: 200, type: 'application/x-amz-json-1.0', body: '{}' }),
  'recovery-at-once': (proxy) => proxy.answer(/UpdateContinuousBackups$/, refusal('TableNotFoundException')),
  'access-log-quotes': (proxy) => proxy.change(/FilterLogEvents$/, text('a\\\\\\"b', 'a\\"b')),
  'integration-request-id': (proxy) =>
    proxy.change(/FilterLogEvents$/, text('\\"integration\\":\\"', '\\"integration\\":\\"other-')),
  'execution-log-group': (proxy) =>
    proxy.change(/DescribeLogGroups$/, when('Execution-Logs', text('"retentionInDays":3', '"other":3'))),
  'pending-version': (proxy) =>
    proxy.change(
      /^POST \/2015-03-31\/functions\/.*\/policy$/,
      when('Qualifier=2', refusal('ResourceConflictException', 409)),
    ),
  'filters-with-group': (proxy) =>
    proxy.change(
      /DescribeMetricFilters$/,
      fromTheSecond({ status: 200, type: JSON_TYPE, body: '{"metricFilters":[{"filterName":"planted"}]}' }),
    ),
  'bucket-as-put': (proxy) => proxy.change(/^GET \/apikit-truth-/, text('<Days>30</Days>', '<Days>31</Days>')),
  'topic-response': whenSent('100 %', 'recognized\\":\\"yes', 'recognized\\":\\"'),
  'queue-response': whenSent('id\\":\\"1\\"', 'recognized\\":\\"yes', 'recognized\\":\\"'),
  'execution-response': whenSent('quoted', '"id\\":\\"', '"id\\":\\"arn:aws:states:'),
  'state-machine-definition': (proxy) => proxy.change(/DescribeStateMachine$/, text(',  ', ',')),
  'http-reimport': (proxy) => proxy.change(/^GET \/v2\/apis\/\w+$/, text('http-imported', 'http')),
  'http-routes': (proxy) =>
    proxy.change(/^GET \/_aws\/execute-api/, when('a%2Fb', text('GET /items/{id}', '$default'))),
  'http-preflight': (proxy) => proxy.change(/^OPTIONS \/_aws\/execute-api/, (answer) => ({ ...answer, status: 200 })),
  'url-path': (proxy) => proxy.change(/^GET \/_aws\/lambda-url/, text('a%20b%2Fc%2520d', 'a b/c%20d')),
  'schedule-as-put': (proxy) =>
    proxy.change(/DescribeScheduledActions$/, text('"Schedule":', '"Timezone":"UTC","Schedule":')),
  'mapping-without-destination': (proxy) =>
    proxy.change(
      /^GET \/2015-03-31\/event-source-mappings\//,
      text('"OnFailure":{}', '"OnFailure":{"Destination":"x"}'),
    ),
  'execute-api-off': (proxy) => proxy.answer(/^PATCH \/restapis\/\w+$/, { status: 200, type: JSON_TYPE, body: '{}' }),
  'cache-states': (proxy) =>
    proxy.change(STAGE, text('"cacheClusterStatus":"AVAILABLE"', '"cacheClusterStatus":"WARMING_UP"')),
};
