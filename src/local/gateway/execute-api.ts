/** The data planes of the two kinds of APIs, which have the same host names and paths: a request goes to its API's. */
import type { Cloud } from '../cloud/cloud.ts';
import { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
import { createHttpApiFinder } from './http-api/find-http-api.ts';
import { createHttpGateway } from './http-api/http-gateway.ts';
import { createApiFinder } from './region-state.ts';

export function createExecuteApi(cloud: Cloud, options: GatewayOptions): Gateway {
  const rest = createGateway(cloud, options);
  const findRestApi = createApiFinder(cloud);
  const findHttpApi = createHttpApiFinder(cloud);
  const http = createHttpGateway(cloud, findHttpApi, options);
  return {
    findDomainTarget: rest.findDomainTarget,
    forgetRequests() {
      rest.forgetRequests();
      http.forgetRequests();
    },
    handle(request, response, target) {
      const isHttp = !findRestApi(target.apiId) && findHttpApi(target.apiId) !== undefined;
      const gateway = isHttp ? http : rest;
      return gateway.handle(request, response, target);
    },
  };
}
