/** How a function URL leaves: the version of the release, the alias that runs it, the URL and its permissions. */
import { functionArn } from '../../../naming/arns.ts';
import { LIVE_ALIAS } from '../../../naming/names.ts';
import { type FunctionUrlShape, MAY_CALL_FUNCTION, MAY_CALL_URL } from '../../kinds/function-url/function-url.ts';
import type { UrlReleaseShape } from '../../kinds/url-release/url-release.ts';
import type { CloudFormationPart, Leaving, LeftBehind, TerraformPart } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';
import { earlierReleases, functionVersion } from './release.ts';
import { switchIn } from './stage.ts';

export const urlRelease: Leaving<UrlReleaseShape> = {
  cloudFormation: ({ resource: { id, properties }, attributes }, { target }) => [
    functionVersion(properties.function, attributes.version, properties.code, target),
    ...earlierReleases(id, attributes.history, attributes.deploymentId),
  ],
  terraform: ({ resource: { id }, attributes }) => earlierReleases(id, attributes.history, attributes.deploymentId),
};

/** The two permissions that everybody needs for a public URL (docs/aws/function-urls.md). */
const PUBLIC = [
  { id: MAY_CALL_URL, action: 'lambda:InvokeFunctionUrl' },
  { id: MAY_CALL_FUNCTION, action: 'lambda:InvokeFunction' },
] as const;

export const functionUrl: Leaving<FunctionUrlShape> = {
  cloudFormation(live, { target }) {
    const { resource, attributes, observed } = live;
    const { function: FunctionName, deployment: FunctionVersion } = resource.properties;
    const aliasArn = functionArn(target, `${FunctionName}:${LIVE_ALIAS}`);
    const permissions = PUBLIC.map(
      ({ id, action }): CloudFormationPart => ({
        logicalId: logicalId(id),
        type: 'AWS::Lambda::Permission',
        properties: {
          FunctionName: aliasArn,
          Action: action,
          Principal: '*',
          ...(id === MAY_CALL_URL ? { FunctionUrlAuthType: 'NONE' } : { InvokedViaFunctionUrl: true }),
        },
        identifier: { FunctionName: aliasArn, Id: id },
      }),
    );
    return [
      {
        logicalId: logicalId('alias', LIVE_ALIAS),
        type: 'AWS::Lambda::Alias',
        properties: { FunctionName, FunctionVersion, Name: LIVE_ALIAS, ...switchIn(live, 'Description') },
        identifier: { AliasArn: aliasArn },
      },
      {
        logicalId: logicalId('function', 'url'),
        type: 'AWS::Lambda::Url',
        properties: {
          TargetFunctionArn: functionArn(target, FunctionName),
          Qualifier: LIVE_ALIAS,
          AuthType: observed.properties.authType,
        },
        identifier: { FunctionArn: attributes.arn },
      },
      ...(observed.properties.public ? permissions : []),
    ];
  },

  terraform(live) {
    const { resource, observed } = live;
    const { function: name, deployment } = resource.properties;
    const permissions: (TerraformPart | LeftBehind)[] = [
      {
        type: 'aws_lambda_permission',
        name: terraformName(MAY_CALL_URL),
        body: {
          statement_id: MAY_CALL_URL,
          function_name: name,
          qualifier: LIVE_ALIAS,
          action: 'lambda:InvokeFunctionUrl',
          principal: '*',
          function_url_auth_type: 'NONE',
        },
        importId: `${name}:${LIVE_ALIAS}/${MAY_CALL_URL}`,
      },
      {
        what: `the permission ${MAY_CALL_FUNCTION} of the alias ${LIVE_ALIAS}`,
        why: 'Version 6.25 of the provider has no argument for its condition (docs/aws/leaving.md).',
        instead:
          'It stays, and the URL needs it. Import it with invoked_via_function_url, which later versions of the provider have.',
      },
    ];
    return [
      {
        type: 'aws_lambda_alias',
        name: terraformName('alias', LIVE_ALIAS),
        body: {
          name: LIVE_ALIAS,
          function_name: name,
          function_version: deployment,
          ...switchIn(live, 'description'),
        },
        importId: `${name}/${LIVE_ALIAS}`,
      },
      {
        type: 'aws_lambda_function_url',
        name: terraformName('function', 'url'),
        body: { function_name: name, qualifier: LIVE_ALIAS, authorization_type: observed.properties.authType },
        importId: `${name}/${LIVE_ALIAS}`,
      },
      ...(observed.properties.public ? permissions : []),
    ];
  },
};
