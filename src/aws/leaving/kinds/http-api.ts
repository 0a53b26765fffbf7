/** How an HTTP API leaves: the API with its definition, its release and its stage. */
import type { HttpApiShape } from '../../kinds/http-api/http-api.ts';
import type { HttpReleaseShape } from '../../kinds/http-release/http-release.ts';
import { type HttpStageShape, settingsOf } from '../../kinds/http-stage/http-stage.ts';
import { block, DEFINITION_FILE, file, type Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';
import { descriptionOf, earlierReleases, functionVersion, invokePermission, permissionInTerraform } from './release.ts';
import { switchIn } from './stage.ts';

export const httpApi: Leaving<HttpApiShape> = {
  cloudFormation({ resource: { id, properties }, attributes }, { definition }) {
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::ApiGatewayV2::Api',
        // The body has the name and the protocol, and CloudFormation takes only one of both.
        properties: { Body: definition, Tags: properties.tags },
        identifier: { ApiId: attributes.id },
        values: { Ref: attributes.id },
      },
    ];
  },

  terraform({ resource: { id, properties }, attributes }) {
    return [
      {
        type: 'aws_apigatewayv2_api',
        name: terraformName(id),
        body: {
          name: attributes.name,
          protocol_type: 'HTTP',
          body: file(DEFINITION_FILE),
          tags: properties.tags,
        },
        importId: attributes.id,
        values: { id: attributes.id },
      },
    ];
  },
};

export const httpRelease: Leaving<HttpReleaseShape> = {
  cloudFormation({ resource: { id, properties }, attributes }, { target }) {
    const { deploymentId, version, history } = attributes;
    return [
      functionVersion(properties.function, version, properties.code, target),
      invokePermission(properties, version, target),
      {
        logicalId: logicalId('deployment'),
        type: 'AWS::ApiGatewayV2::Deployment',
        properties: { ApiId: properties.api, Description: descriptionOf(history, deploymentId) },
        identifier: { ApiId: properties.api, DeploymentId: deploymentId },
        values: { Ref: deploymentId },
      },
      ...earlierReleases(id, history, deploymentId),
    ];
  },

  terraform({ resource: { id, properties }, attributes }, { target }) {
    const { deploymentId, version, history } = attributes;
    return [
      permissionInTerraform(properties, version, target),
      {
        type: 'aws_apigatewayv2_deployment',
        name: terraformName('deployment'),
        body: { api_id: properties.api, description: descriptionOf(history, deploymentId) },
        importId: `${properties.api}/${deploymentId}`,
        values: { id: deploymentId },
      },
      ...earlierReleases(id, history, deploymentId),
    ];
  },
};

export const httpStage: Leaving<HttpStageShape> = {
  cloudFormation(live) {
    const { resource, attributes } = live;
    const { api, tags } = resource.properties;
    return [
      {
        logicalId: logicalId(resource.id),
        type: 'AWS::ApiGatewayV2::Stage',
        properties: {
          ApiId: api,
          StageName: attributes.name,
          AutoDeploy: false,
          ...switchIn(live, 'Description'),
          ...settingsOf(resource.properties),
          Tags: tags,
        },
        identifier: { ApiId: api, StageName: attributes.name },
      },
    ];
  },

  terraform(live) {
    const { resource, attributes } = live;
    const { api, deployment, throttle, metrics, routes = {}, accessLog, variables, tags } = resource.properties;
    const limits = ({ rate, burst }: { rate: number; burst: number }) => ({
      throttling_rate_limit: rate,
      throttling_burst_limit: burst,
      detailed_metrics_enabled: metrics,
    });
    return [
      {
        type: 'aws_apigatewayv2_stage',
        name: terraformName(resource.id),
        body: {
          api_id: api,
          name: attributes.name,
          deployment_id: deployment,
          auto_deploy: false,
          ...switchIn(live, 'description'),
          default_route_settings: block(limits(throttle)),
          route_settings: block(
            ...Object.entries(routes).map(([route, limit]) => ({ route_key: route, ...limits(limit) })),
          ),
          access_log_settings: block({ destination_arn: accessLog.destination, format: accessLog.format }),
          ...(Object.keys(variables).length > 0 && { stage_variables: variables }),
          tags,
        },
        importId: `${api}/${attributes.name}`,
        values: { arn: attributes.arn },
      },
    ];
  },
};
