/**
 * Finds HTTP APIs by their tags, which the search by tags lists for all services (docs/aws/search.md). No listing of
 * its own is made, so the search costs an account without HTTP APIs nothing. Reads only.
 */
import { apiGatewayArn } from '../../../naming/arns.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindSearch } from '../search.ts';

/** The ID of an API is its name here, because several APIs can have the same name. */
export const httpApiSearch: KindSearch = {
  reads: ['apigateway:GET'],
  any: (scope) => [apiGatewayArn(scope, '/tags/*')],
  in({ clients, facts }) {
    const arn = (id: string) => apiGatewayArn(facts, `/apis/${id}`);
    return {
      all: async () => [],
      ofStage: () => [],
      ofArn: (found) => /:apigateway:[^:]*::\/apis\/([^/]+)$/.exec(found)?.[1],
      async tags(id) {
        const client = await clients.apiGatewayV2();
        const { GetTagsCommand } = await import('@aws-sdk/client-apigatewayv2');
        return (await undefinedIfNotFound(client.send(new GetTagsCommand({ ResourceArn: arn(id) }))))?.Tags;
      },
      arn,
    };
  },
};
